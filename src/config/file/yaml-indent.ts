/** The parser's codes for a line that begins in no column of the lines above it, and for what it takes such a line for. */
const CODES: readonly string[] = ['BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY'];

/** A line that begins too far in or out, by its place in the text, and what to do about it. */
export interface WrongIndent {
  readonly offset: number;
  readonly sentence: string;
}

/** What an error of the parser says of itself: a code, and from where to where it goes. */
interface Found {
  readonly code: string;
  readonly pos: readonly [number, number];
}

/**
 * The indentation that is behind an error of the parser: a line one space too far in is read as more of the value above it, and told as a key too
 * many there. Null where the line begins in a column in which a line above it begins, too.
 */
export function findWrongIndent(text: string, { code, pos }: Found): WrongIndent | null {
  if (!CODES.includes(code) || lacksColon(text, code, pos[0])) return null;
  const line = lineAt(text, code === 'BAD_INDENT' ? pos[0] : keyEnd(text, pos[0]));
  const above = columnsAbove(text.slice(0, line.offset));
  if (above.length === 0 || above.includes(line.indent)) return null;
  const deeper = above.filter((column) => column > line.indent).at(-1);
  const fitting = [deeper, above.find((column) => column < line.indent)].filter((column) => column !== undefined);
  const sentence = `This line begins with ${spaces(line.indent)}, and no line above it does: begin it with ${fitting.map(String).join(' or ')}, like the lines that it belongs to.`;
  return { offset: line.offset + line.indent, sentence };
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

function lineAt(text: string, at: number): { readonly offset: number; readonly indent: number } {
  const offset = text.lastIndexOf('\n', at - 1) + 1;
  return { offset, indent: indentOf(text.slice(offset)) };
}

/** The columns in which something may go on below these lines, from the nearest line outwards. */
function columnsAbove(text: string): readonly number[] {
  const columns: number[] = [];
  for (const line of text.split('\n').reverse()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = indentOf(line);
    if (indent < (columns.at(-1) ?? Infinity)) columns.push(indent);
  }
  return columns;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const spaces = (number: number): string => (number === 1 ? 'one space' : `${String(number)} spaces`);
