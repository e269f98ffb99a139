import { asciiHost } from '../email';

/**
 * Addresses that stand in a helpdesk's customer list and are nobody's to write to; `exclude` of the configuration replaces the list.
 * Not here, because people read what is sent there: `…@gorgias.com` as a whole and Apple's `…@privaterelay.appleid.com`.
 */
export const DEFAULT_EXCLUDE: readonly string[] = [
  // Every new account has the demo customer and the shop's own inbox, `…@email.gorgias.com` or `…@emails.…` (reference gorgias-api 0).
  'support@gorgias.com',
  '*@*.gorgias.com',
  // RFC 2142 and RFC 3464: mail systems, and what comes back from them.
  'mailer-daemon@*',
  'postmaster@*',
  'bounce@*',
  'bounce+*@*',
  'bounces@*',
  'bounces+*@*',
  // Senders that take no answer.
  'no-reply*@*',
  'no_reply*@*',
  'noreply*@*',
  '*-no-reply@*',
  '*-noreply@*',
  'do-not-reply*@*',
  'do_not_reply*@*',
  'donotreply*@*',
  // Buyers behind a marketplace, which forbids advertising to them and gives each order or member its own address.
  '*@marketplace.amazon.*',
  '*@members.ebay.*',
  '*@reply.ebay.*',
  '*@relay.walmart.com',
  '*@verkopen.bol.com',
];

/** A pattern cut at its stars. Without a star: the whole address. */
type Pattern = { readonly whole: string } | Pieces;

interface Pieces {
  readonly start: string;
  /** In this order, somewhere between start and end. */
  readonly between: readonly string[];
  readonly end: string;
}

/** By the list that they stand in: an account's configuration has one list for all its contacts. */
const compiled = new WeakMap<readonly string[], readonly Pattern[]>();

/**
 * True when one of the patterns stands for the address, as {@link normaliseEmail} writes it. `*` is any run of characters, case does not
 * count, and a pattern stands for whole addresses. No regular expressions: several stars would take them longer than a lifetime.
 */
export function matchesAny(email: string, patterns: readonly string[]): boolean {
  return firstMatch(email, patterns) !== null;
}

/** The first pattern that stands for the address, as it is written; null: none does. */
export function firstMatch(email: string, patterns: readonly string[]): string | null {
  return patterns[compiledOf(patterns).findIndex((pattern) => matches(pattern, email))] ?? null;
}

function compiledOf(patterns: readonly string[]): readonly Pattern[] {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const made = patterns.map(compile);
  compiled.set(patterns, made);
  return made;
}

function compile(text: string): Pattern {
  const [start = '', ...others] = withAsciiHost(text.trim().toLowerCase()).split('*');
  const end = others.pop();
  return end === undefined ? { whole: start } : { start, between: others, end };
}

/** Labels with a star in them cannot be converted; a star beside them can stay. */
function withAsciiHost(text: string): string {
  const host = text.lastIndexOf('@') + 1;
  const labels = text.slice(host).split('.');
  return text.slice(0, host) + labels.map((label) => asciiHost(label) ?? label).join('.');
}

function matches(pattern: Pattern, email: string): boolean {
  if ('whole' in pattern) return email === pattern.whole;
  const { start, between, end } = pattern;
  const last = email.length - end.length;
  let at = start.length;
  if (last < at || !email.startsWith(start) || !email.endsWith(end)) return false;
  for (const piece of between) {
    // The earliest place leaves the most room for the pieces that follow.
    const found = email.indexOf(piece, at);
    if (found === -1 || found + piece.length > last) return false;
    at = found + piece.length;
  }
  return true;
}
