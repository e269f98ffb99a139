import { distance } from 'fastest-levenshtein';

/** Longer names are cut before they are compared: a key of a megabyte must not cost a second. */
const COMPARED_LENGTH = 64;

/** The candidate that takes the fewest single-letter edits to reach from `name`; undefined when there is none to choose from. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const given = name.slice(0, COMPARED_LENGTH).toLowerCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(given, candidate.toLowerCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  return best?.candidate;
}
