import type { Timestamp } from '../timestamp';

/** The newest rows of a list, and when its oldest row was made. */
export interface ListSample {
  readonly createdAt: readonly Timestamp[];
  /** True when the sample is the whole list. */
  readonly complete: boolean;
  readonly oldest: Timestamp | null;
}

export interface AccountSize {
  readonly tickets: number;
  readonly surveys: number;
  readonly customers: number;
  /** Customers whose details are read, and messages made, within the enrichment window. */
  readonly activeCustomers: number;
  readonly recentMessages: number;
}

export interface EstimateRates {
  readonly perSecond: number;
  readonly burst: number;
  readonly reserve: number;
}

/** The list's size, taking the sampled span's density for the whole of its life. */
export function estimateRows(sample: ListSample): number {
  const newest = sample.createdAt[0];
  const last = sample.createdAt.at(-1);
  if (sample.complete || newest === undefined || last === undefined || sample.oldest === null)
    return sample.createdAt.length;
  const sampledMs = Math.max(1, Date.parse(newest) - Date.parse(last));
  const lifeMs = Math.max(sampledMs, Date.parse(newest) - Date.parse(sample.oldest));
  return Math.round((sample.createdAt.length * lifeMs) / sampledMs);
}

/** How many of the list's rows fall into the window before `now`, by the sample's density. */
export function estimateRecent(sample: ListSample, total: number, windowMs: number): number {
  const newest = sample.createdAt[0];
  const oldest = sample.oldest ?? sample.createdAt.at(-1);
  if (newest === undefined || oldest === undefined) return 0;
  const lifeMs = Math.max(1, Date.parse(newest) - Date.parse(oldest));
  return Math.round(total * Math.min(1, windowMs / lifeMs));
}

/** Minutes for so many requests in the backfill lane: the burst down to the reserve at once, the rest at the rate. */
export function minutesFor(requests: number, rates: EstimateRates): number {
  const atOnce = Math.max(0, rates.burst - rates.reserve);
  return Math.round((Math.max(0, requests - atOnce) / rates.perSecond / 60) * 10) / 10;
}

/** Fewer contacts are written one by one. */
const WORTH_AN_IMPORT = 25;
/** What an import may carry, and what a row takes besides its values and beside each of them: quotes, colons, an address. */
const IMPORT_BYTES = 7_990_000;
const ROW_BYTES = 70;
const VALUE_BYTES = 20;

/** Brevo imports at most: those that carry everybody's attributes, each with one more for every further list that somebody may join. */
export function importsFor(
  contacts: number,
  { attributes, lists }: { readonly attributes: readonly string[]; readonly lists: number },
): number {
  if (contacts < WORTH_AN_IMPORT) return 0;
  const row = attributes.reduce((sum, name) => sum + name.length + VALUE_BYTES, ROW_BYTES);
  return Math.ceil((contacts * row) / IMPORT_BYTES) * (1 + lists);
}

/** Pages of 100 rows; an empty list costs one request too. */
export function pagesFor(rows: number): number {
  return Math.max(1, Math.ceil(rows / 100));
}
