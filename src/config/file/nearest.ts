import { distance } from 'fastest-levenshtein';

/** Longer names are cut before they are compared: a key of a megabyte must not cost a second. */
const COMPARED_LENGTH = 64;
/** Names of this length have room for two slips; in a shorter one two letters make another word. */
const LONG_NAME = 8;

/** The candidate that takes the fewest single-letter edits to reach from `name`; undefined when there is none to choose from. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  return closest(name, candidates)?.candidate;
}

/** The candidate that `name` is most likely a slip for; undefined when it is one of them, or like none. */
export function nearMiss(name: string, candidates: readonly string[]): string | undefined {
  const found = closest(name, candidates);
  if (found === undefined || candidates.includes(name)) return undefined;
  return found.edits <= (name.length < LONG_NAME ? 1 : 2) ? found.candidate : undefined;
}

function closest(name: string, candidates: readonly string[]): { candidate: string; edits: number } | undefined {
  const given = name.slice(0, COMPARED_LENGTH).toLowerCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsTo(given, candidate.toLowerCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  return best;
}

/** Who forgot the end of a name meant it all the same: `POST_SUPORT` is nearer to POST_SUPPORT_UPSELL than to any name of its own length. */
function editsTo(given: string, candidate: string): number {
  const whole = isSwapped(given, candidate) ? 1 : distance(given, candidate);
  if (given.length < LONG_NAME || candidate.length <= given.length) return whole;
  return Math.min(whole, distance(given, candidate.slice(0, given.length)) + 1);
}

/** `emial`: the commonest slip is one, and takes two edits. */
function isSwapped(given: string, candidate: string): boolean {
  if (given.length !== candidate.length) return false;
  const at = Array.from(given).findIndex((letter, index) => letter !== candidate[index]);
  const swapped = `${given.slice(0, at)}${given[at + 1] ?? ''}${given[at] ?? ''}${given.slice(at + 2)}`;
  return at >= 0 && swapped === candidate;
}

/** The candidate that may be meant by `name`, which is none of them; undefined when it is like none. */
export function mayBeMeant(name: string, candidates: readonly string[]): string | undefined {
  const found = closest(name, candidates);
  return found !== undefined && found.edits <= Math.max(2, name.length / 3) ? found.candidate : undefined;
}

/** What to say of a name that is none of these: the nearest where there is one that may be meant, else what there is. */
export function adviceOn(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return 'there is none';
  const meant = mayBeMeant(name, candidates);
  if (meant !== undefined) return `the nearest is ${meant}`;
  const listed = candidates.slice(0, MOST_LISTED).join(', ');
  return `there is ${listed}${candidates.length > MOST_LISTED ? ', …' : ''}`;
}

const MOST_LISTED = 8;
