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
  const whole = distance(given, candidate);
  if (given.length < LONG_NAME || candidate.length <= given.length) return whole;
  return Math.min(whole, distance(given, candidate.slice(0, given.length)) + 1);
}

/** What to say of a name that is none of these: the nearest where there is one that may be meant, else what there is. */
export function adviceOn(name: string, candidates: readonly string[]): string {
  const found = closest(name, candidates);
  if (found === undefined) return 'there is none';
  if (found.edits <= Math.max(2, name.length / 3)) return `the nearest is ${found.candidate}`;
  const listed = candidates.slice(0, MOST_LISTED).join(', ');
  return `there is ${listed}${candidates.length > MOST_LISTED ? ', …' : ''}`;
}

const MOST_LISTED = 8;
