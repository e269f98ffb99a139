/** Longer names are cut before they are compared: a key of a megabyte must not cost a second. */
const COMPARED_LENGTH = 64;

/** The candidate that takes the fewest single-letter edits to reach from `name`; undefined when there is none to choose from. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const given = name.slice(0, COMPARED_LENGTH).toLowerCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = countEdits(given, candidate.toLowerCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  return best?.candidate;
}

/** Levenshtein's distance, one row of its table at a time. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [fromIndex, letter] of Array.from(from).entries()) {
    const next = [fromIndex + 1];
    for (let toIndex = 0; toIndex < to.length; toIndex += 1) {
      const replaced = (row[toIndex] ?? 0) + (letter === to[toIndex] ? 0 : 1);
      next.push(Math.min(replaced, (row[toIndex + 1] ?? 0) + 1, (next[toIndex] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
