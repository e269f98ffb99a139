import { CST, Lexer } from 'yaml';

/** What is wrong where the parser says only that something is, by its place in the text. */
interface Slip {
  readonly offset: number;
  readonly sentence: string;
  /** What the parser says of the text behind it comes of it. */
  readonly isLast?: true;
}

/** What an error of the parser says of itself: a code, its own words, and from where to where it goes. */
interface Found {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * The slips of the hand that make a line no line of YAML, each at its own place; none: the error's code has to do. They are looked for on the
 * lines that an error goes over, because the parser reads on and stumbles later.
 */
export function slipFinder(text: string): (found: Found) => readonly Slip[] {
  let lexed: readonly Token[] | undefined;
  const tokens = (): readonly Token[] => (lexed ??= tokensOf(text));
  return (found) => {
    const one =
      findVariable(text, found) ?? findOpenQuote(found, tokens) ?? findOpenBracket(text, { ...found, tokens });
    return one === null ? findInLines(text, found) : [one];
  };
}

const KEY = String.raw`^\s*(?:- +)?(["']?)[A-Za-z_][\w.-]*\1:`;
/** Blanks that are none to YAML: pages and documents have them, and an editor shows no difference. */
const FOREIGN = String.raw`[^\S \t\r\n]`;
const FOREIGN_INDENT = new RegExp(`^[ \\t]*${FOREIGN}`);
const FOREIGN_BEHIND_COLON = new RegExp(`${KEY} *${FOREIGN}`);
const NONE_BEHIND_COLON = new RegExp(`${KEY}(?=\\S)(?!//)`);
const EQUALS = /^\s*[A-Za-z_][\w.-]*\s*=/;

const FOREIGN_SENTENCE = 'a blank copied from a page or a document, which is no space to YAML; type it anew';

/** Why a text such as `hold:7d` is no key with its value, as a sentence without its capital and its full stop. Undefined: it is no such text. */
export function withoutBlank(text: string): string | undefined {
  if (FOREIGN_INDENT.test(text)) return `before this key stands ${FOREIGN_SENTENCE}`;
  if (FOREIGN_BEHIND_COLON.test(text)) return `behind the colon of this key stands ${FOREIGN_SENTENCE}`;
  return NONE_BEHIND_COLON.test(text)
    ? 'a space is missing behind the colon of this key; write `key: value`'
    : undefined;
}

const CODES_OF_LINES: readonly string[] = ['MULTILINE_IMPLICIT_KEY', 'BLOCK_AS_IMPLICIT_KEY', 'MISSING_CHAR'];

function findInLines(text: string, { code, pos: [from, to] }: Found): readonly Slip[] {
  if (!CODES_OF_LINES.includes(code)) return [];
  const slips: Slip[] = [];
  for (let start = text.lastIndexOf('\n', from - 1) + 1; start <= from || start < to;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? undefined : end);
    const sentence = slipOf(line);
    if (sentence !== undefined) slips.push({ offset: start + line.search(/\S|$/), sentence });
    if (end < 0) break;
    start = end + 1;
  }
  return slips;
}

function slipOf(line: string): string | undefined {
  const complaint = withoutBlank(line);
  if (complaint !== undefined) return `${complaint.charAt(0).toUpperCase()}${complaint.slice(1)}.`;
  return EQUALS.test(line) ? 'A key and its value are parted by a colon and a space: write `key: value`.' : undefined;
}

const VARIABLE =
  '`${NAME}` cannot stand between { } or [ ] as it is: write each key, or each entry behind a dash, on a line of its own; or put it in quotes where a text is meant.';

function findVariable(text: string, { pos: [at] }: Found): Slip | null {
  const start = [at, at - 1].find((offset) => text.startsWith('${', offset));
  return start === undefined ? null : { offset: start, sentence: VARIABLE };
}

function findOpenQuote({ code, message, pos: [at] }: Found, tokens: () => readonly Token[]): Slip | null {
  if (code !== 'MISSING_CHAR' || !message.startsWith('Missing closing')) return null;
  const opened = tokens().findLast(({ token, offset }) => offset < at && /^["']/.test(token));
  if (opened === undefined) return null;
  const sentence = 'This quote is not closed: write a second one where the text ends.';
  return { offset: opened.offset, sentence, isLast: true };
}

/** A line further out ends no bracket: it is told where the bracket is, not where the parser gave up. */
function findOpenBracket(
  text: string,
  { code, pos: [at], tokens }: Found & { readonly tokens: () => readonly Token[] },
): Slip | null {
  if (code !== 'BAD_INDENT') return null;
  const open: number[] = [];
  for (const { token, offset } of tokens()) {
    if (offset >= at) break;
    if (token === '{' || token === '[') open.push(offset);
    if (token === '}' || token === ']') open.pop();
  }
  const [offset] = open;
  if (offset === undefined) return null;
  const next = at + text.slice(at).search(/\S|$/);
  const before =
    next === text.length ? 'the end of the file' : `line ${String(text.slice(0, next).split('\n').length)}`;
  const sentence = `This bracket is not closed before ${before}: close it, or indent what belongs into it further than its key.`;
  return { offset, sentence };
}

interface Token {
  readonly token: string;
  readonly offset: number;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    // These three are marks of the lexer's own, not characters of the text.
    if (token === CST.DOCUMENT || token === CST.SCALAR || token === CST.FLOW_END) continue;
    tokens.push({ token, offset });
    offset += token.length;
  }
  return tokens;
}
