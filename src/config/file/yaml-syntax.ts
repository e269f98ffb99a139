import { CST, Lexer, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import { type ConfigProblem } from './problems';
import { findWrongIndent, isEcho } from './yaml-indent';
import { slipFinder } from './yaml-slips';

export interface ParsedYaml {
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  readonly problems: readonly ConfigProblem[];
}

export const MAX_BYTES = 1_000_000;
export const TOO_LARGE = 'The file is larger than 1 MB; a configuration is a few kilobytes. Is it the right file?';

/** The settings need seven levels; the parser overflows the stack at about eight hundred, slowly. */
const MAX_DEPTH = 50;

/** Texts of our own: the parser's messages quote the file, and the file may hold a key. */
const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab is used for indentation; YAML takes spaces only.',
  BAD_INDENT: 'The indentation does not fit, or a bracket before this place is not closed.',
  MISSING_CHAR: 'A character is missing here: a closing quote or bracket, a comma, or a colon with a space after it.',
  BLOCK_AS_IMPLICIT_KEY:
    'A second `key:` stands on this line; put each key on its own line, or quote a text with a colon.',
  MULTILINE_IMPLICIT_KEY: 'This key runs over several lines; the line above probably lacks its colon.',
  BAD_SCALAR_START: 'A text cannot start with @ or a backquote; put it in quotes.',
  BAD_DQ_ESCAPE: 'A double-quoted text has an unknown escape; write \\\\ for a backslash, or use single quotes.',
  MULTIPLE_DOCS: 'A second document starts here (`---`); put everything into one.',
  TAG_RESOLVE_FAILED: 'Tags (`!name`) are not used in this file; write the plain value.',
  UNEXPECTED_TOKEN: 'This is not expected here; put texts with { } [ ] , or # in quotes.',
  BLOCK_IN_FLOW:
    'Between { } and [ ] entries are parted by commas: one is missing on this line, or a line with a dash stands in them.',
  BAD_ALIAS: 'An alias (`*name`) has no anchor; write the value out, and in quotes if it starts with a star.',
  BAD_DIRECTIVE: 'Directives (`%…`) are not used in this file; remove the line.',
};
const LONE_RETURN =
  'A line ends here with a carriage return alone, which is no end to YAML; save the file with the line ends of Unix (LF).';
const OTHER = 'This is not valid YAML; compare it with tajo.example.yaml.';

/** Text -> YAML nodes, with everything that is not YAML or not sane. Duplicate keys are left to the reader of the nodes. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const unread = (sentence: string, offset = 0): ParsedYaml => {
    const { line, col } = lines.linePos(offset);
    return {
      document: null,
      lines,
      problems: [{ path: '', line: Math.max(line, 1), column: Math.max(col, 1), sentence }],
    };
  };
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return unread(TOO_LARGE);
  }
  const loneReturn = text.search(/\r(?!\n)/);
  if (loneReturn >= 0) {
    indexLines(text, lines);
    return unread(LONE_RETURN, loneReturn);
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    indexLines(text, lines);
    return unread(`Brackets or dashes are nested more than ${MAX_DEPTH} deep.`, tooDeep);
  }
  // The parser's own check of unique keys compares each with each: 9 seconds for 20,000 keys.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, version: '1.2' });
  // `%YAML 1.1` would turn `no` into false.
  if (document.directives.yaml.explicit === true) return unread(SENTENCES['BAD_DIRECTIVE'] ?? OTHER);
  return { document, lines, problems: withoutEchoes(text, [...document.errors, ...document.warnings], lines) };
}

/**
 * One unclosed bracket makes every later token unexpected; of those the first is told, of the others one a line. One wrong indentation makes
 * each later line wrong that begins alike; it is told once.
 */
function withoutEchoes(text: string, errors: readonly YAMLError[], lines: LineCounter): readonly ConfigProblem[] {
  const reportedLines = new Set<number>();
  const stumbledAt = new Set<number>();
  const findSlips = slipFinder(text);
  let isOver = false;
  return errors.flatMap((error, index) => {
    if (isOver || isEcho(stumbledAt, text, error)) return [];
    const slips = findSlips(error);
    if (slips.some(({ isLast }) => isLast === true)) isOver = true;
    const indent = slips.length > 0 ? null : findWrongIndent(text, error);
    if (indent !== null) stumbledAt.add(indent.stumbledAt);
    if (index > 0 && error.code === 'UNEXPECTED_TOKEN') return [];
    const [first, ...others] = slips;
    const told = first ?? indent ?? { offset: error.pos[0], sentence: SENTENCES[error.code] ?? OTHER };
    return [told, ...others].flatMap(({ offset, sentence }) => {
      const { line, col } = lines.linePos(offset);
      const problem = { path: '', line: Math.max(line, 1), column: Math.max(col, 1), sentence };
      if (reportedLines.has(problem.line)) return [];
      reportedLines.add(problem.line);
      return [problem];
    });
  });
}

/** Where the nesting goes too deep, found by the lexer alone, which needs no stack. */
function findTooDeep(text: string): number | undefined {
  let offset = 0;
  let brackets = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    // These three are marks of the lexer's own, not characters of the text.
    if (token === CST.DOCUMENT || token === CST.SCALAR || token === CST.FLOW_END) continue;
    if (token === '[' || token === '{') brackets += 1;
    if (token === ']' || token === '}') brackets -= 1;
    if (token === '-' || token === '?') dashes += 1;
    if (token.startsWith('\n') || token.startsWith('\r')) dashes = 0;
    if (brackets > MAX_DEPTH || dashes > MAX_DEPTH) return offset;
    offset += token.length;
  }
  return undefined;
}

function indexLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}
