/** Ids of a person's tickets that one statement is about: of a marketplace's address there are tens of thousands. */
export const IDS_AT_ONCE = 2_000;

/** The rows in parts that one statement takes in a moment, in their order. */
export function inParts<Row>(rows: readonly Row[], size: number = IDS_AT_ONCE): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size));
}
