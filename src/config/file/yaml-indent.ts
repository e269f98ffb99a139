/** The parser's codes for a line that begins in no column of the lines above it, and for what it takes such a line for. */
const CODES: readonly string[] = ['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY'];

/** A line that begins too far in or out, by its place in the text, and what to do about it. */
export interface WrongIndent {
  readonly offset: number;
  readonly sentence: string;
  /** Spaces at the beginning of the line at which the parser stumbled; it stumbles over each further line that begins so. */
  readonly stumbledAt: number;
}

/** What an error of the parser says of itself: a code, and from where to where it goes. */
interface Found {
  readonly code: string;
  readonly pos: readonly [number, number];
}

/**
 * The indentation that is behind an error of the parser: a line one space too far in is read as more of the value above it, and told as a key too
 * many there, and one too far out as a fault of the line that goes on below it. Null where the line begins in a column that is open above it.
 */
export function findWrongIndent(text: string, { code, pos }: Found): WrongIndent | null {
  if (!CODES.includes(code) || lacksColon(text, code, pos[0])) return null;
  const line = lineAt(text, code === 'BAD_INDENT' ? pos[0] : keyEnd(text, pos[0]));
  const above = linesOf(text.slice(0, line.offset));
  const open = openColumns(above);
  if (open.length === 0 || open.includes(line.indent)) return null;
  const outdented = findOutdented(above, line.indent);
  const [at, sentence] =
    outdented === null ? [line, tooDeep(line.indent, above)] : [outdented, tooFarOut(outdented, line, text)];
  return { offset: at.offset + at.indent, sentence, stumbledAt: line.indent };
}

/** Whether an error is a fault that was told once more: of a later line that begins like the one at which the parser stumbled first. */
export function isEcho(stumbledAt: ReadonlySet<number>, text: string, { code, pos }: Found): boolean {
  return code === 'BAD_INDENT' && stumbledAt.has(lineAt(text, pos[0]).indent);
}

function tooDeep(indent: number, above: readonly Line[]): string {
  const open = openColumns(above);
  const deeper = open.filter((column) => column > indent).at(-1);
  const fitting = [deeper, open.find((column) => column < indent)].filter((column) => column !== undefined);
  const isNew = above.every((line) => line.indent !== indent);
  const why = isNew ? 'no line above it does' : `what began with ${String(indent)} has ended above it`;
  return `This line begins with ${spaces(indent)}, and ${why}: begin it with ${fitting.map(String).join(' or ')}, like the lines that it belongs to.`;
}

function tooFarOut({ indent }: Line, stumbled: Line, text: string): string {
  const number = String(text.slice(0, stumbled.offset).split('\n').length);
  const further = spaces(stumbled.indent);
  return `This line begins with ${spaces(indent)}, which ends what begins with ${further} above it, but line ${number} goes on with ${further}: begin this one with ${String(stumbled.indent)}, too, or line ${number} with ${String(indent)}.`;
}

/**
 * The line further out that ended the column in which the text goes on all the same; null: it is the line that goes on that is wrong. That is
 * so where no line above it begins so, and where it follows a line that is but one level further out.
 */
function findOutdented(above: readonly Line[], indent: number): Line | null {
  const last = above.findLastIndex((line) => line.indent === indent);
  const outer = above.findLast((line) => line.indent < indent);
  if (last < 0 || outer === undefined) return null;
  if (above.at(-1) !== outer) return outer;
  const levels = openColumns(above.slice(0, last + 1));
  return levels.some((column) => column > outer.indent && column < indent) ? outer : null;
}

/** A key over lines that is the first of its line has no value above it that the next line could be more of. */
function lacksColon(text: string, code: string, from: number): boolean {
  const begun = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  return code === 'MULTILINE_IMPLICIT_KEY' && begun.trim() === '';
}

/** A key that runs over lines ends before its colon; what is wrong is its last line. */
function keyEnd(text: string, from: number): number {
  const colon = text.slice(from).search(/:(\s|$)/);
  return colon < 0 ? from : from + colon;
}

interface Line {
  readonly offset: number;
  readonly indent: number;
}

function lineAt(text: string, at: number): Line {
  const offset = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { offset, indent: indentOf(text.slice(offset, end < 0 ? undefined : end)) };
}

/** Lines that are neither empty nor a comment. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    if (!/^\s*(#|$)/.test(line)) lines.push({ offset, indent: indentOf(line) });
    offset += line.length + 1;
  }
  return lines;
}

/** The columns in which something may go on below these lines, from the nearest line outwards. */
function openColumns(lines: readonly Line[]): readonly number[] {
  const columns: number[] = [];
  for (const { indent } of lines.toReversed()) if (indent < (columns.at(-1) ?? Infinity)) columns.push(indent);
  return columns;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function spaces(number: number): string {
  if (number === 0) return 'no space';
  return number === 1 ? 'one space' : `${String(number)} spaces`;
}
