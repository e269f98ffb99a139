import { type Timestamp, timestampOf } from '../timestamp';

/** When the newest rows of a list were made, and the oldest. */
export interface ListSample {
  /** Newest first. */
  readonly createdAt: readonly Timestamp[];
  /** True when these are the whole list. */
  readonly complete: boolean;
  /** Oldest first. */
  readonly oldest: readonly Timestamp[];
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

/** Oldest rows that lie so much closer than the newest came with a move from another helpdesk, and say nothing. */
const MOVED = 4;

/** The list's size, as if its rows had come ever more often, or less, from as often as the oldest did to as often as the newest. */
export function estimateRows(sample: ListSample): number {
  const { createdAt, complete, oldest } = sample;
  const [newest, first] = [createdAt[0], oldest[0]];
  if (complete || newest === undefined || first === undefined) return createdAt.length;
  const [now, then] = [density(createdAt), density(oldest)];
  const perMs = then > MOVED * now ? now : (now + then) / 2;
  const lifeMs = Math.abs(Date.parse(newest) - Date.parse(first));
  return Math.max(createdAt.length, Math.round(perMs * lifeMs));
}

/** Rows a millisecond. */
function density(times: readonly Timestamp[]): number {
  const [from, to] = [times[0], times.at(-1)];
  if (from === undefined || to === undefined) return 0;
  return times.length / Math.max(1, Math.abs(Date.parse(from) - Date.parse(to)));
}

/** When the window before the sample's newest row begins; null: the sample does not reach so far. */
export function sampledSince({ createdAt, complete }: ListSample, windowMs: number): Timestamp | null {
  const [newest, last] = [createdAt[0], createdAt.at(-1)];
  if (newest === undefined || last === undefined) return null;
  const since = Math.max(0, Date.parse(newest) - windowMs);
  return complete || Date.parse(last) < since ? timestampOf(since) : null;
}

/** How many of the list's rows fall into the window before its newest: counted where the sample reaches so far, else by the share of its life. */
export function estimateRecent(sample: ListSample, total: number, windowMs: number): number {
  const { createdAt, oldest } = sample;
  const newest = createdAt[0];
  if (newest === undefined) return 0;
  const since = sampledSince(sample, windowMs);
  if (since !== null) return createdAt.filter((at) => at >= since).length;
  const lifeMs = Math.max(1, Date.parse(newest) - Date.parse(oldest[0] ?? newest));
  return Math.round(total * Math.min(1, windowMs / lifeMs));
}

/** Minutes for so many requests in the backfill lane: the burst down to the reserve at once, the rest at the rate. */
export function minutesFor(requests: number, rates: EstimateRates): number {
  const atOnce = Math.max(0, rates.burst - rates.reserve);
  return Math.round((Math.max(0, requests - atOnce) / rates.perSecond / 60) * 10) / 10;
}

/** Fewer contacts are written one by one. */
export const WORTH_AN_IMPORT = 25;
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
