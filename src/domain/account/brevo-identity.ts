/** Compared by what both were known by: an answer that once lacks its number speaks of no other account. Null: nobody knows. */
export function isAnotherBrevo(known: string | null, now: string | null): boolean {
  if (known === null || now === null || known === now) return false;
  return known.split(':')[0] === now.split(':')[0];
}
