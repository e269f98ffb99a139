/** How many rows of a list are asked for at once. */
export interface PageSize {
  readonly limit: number;
  /** Pages of this size that came since it was changed. */
  readonly good: number;
}

/** So many pages come before more is asked for: a list whose rows are all large must not fail with every second page. */
const GOOD_PAGES = 4;

export function fullSize(limit: number): PageSize {
  return { limit, good: 0 };
}

/** The size after a page was too much at once; null: it was a single row. */
export function smaller({ limit }: PageSize): PageSize | null {
  return limit <= 1 ? null : { limit: Math.floor(limit / 2), good: 0 };
}

/** The size after a page came: back to `most` by doubling. */
export function afterGood({ limit, good }: PageSize, most: number): PageSize {
  if (limit >= most) return fullSize(most);
  return good + 1 >= GOOD_PAGES ? fullSize(Math.min(limit * 2, most)) : { limit, good: good + 1 };
}
