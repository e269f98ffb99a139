import type { WalkedResource } from '../../activities/types';
import { WORTH_AN_IMPORT } from '../../domain/sync/sync-estimate';
import type { Pace, ProgressState } from './progress-state';

/** Shares of the work, for a run that doesn't know the account's size. */
const GUESSED: Readonly<Record<WalkedResource, number>> = {
  tickets: 60,
  satisfaction_surveys: 10,
  customers: 30,
  messages: 20,
  events: 10,
  automations: 100,
};
/** Of a run whose enrichment nobody can size before the lists are read. */
const GUESSED_ENRICHMENT = 2 / 3;
/** A smaller part of a list says too little about the whole. */
const TELLING_SHARE = 0.1;
/** A list that has more than was thought is not read to its end before it is. */
const NEARLY = 0.99;
/** Brevo is asked how an import went after so long; most are through by then. */
const CONFIRM_SECONDS = 10;
/** Less time says too little about the pace. */
const TELLING_MS = 8_000;

/** 0 to 99, 100 only at the end; null before the run knows what to do. By requests, as they were reckoned with at the beginning. */
export function percentDone(progress: ProgressState): number | null {
  if (progress.state === 'completed') return 100;
  const { setup } = progress;
  if (setup === null) return null;
  const weights = weightsOf(progress);
  const total = weights.lists.reduce((sum, { weight }) => sum + weight, weights.enrichment);
  const read = weights.lists.reduce((sum, { name, weight }) => sum + weight * fractionOf(progress, name), 0);
  const done = read + weights.enrichment * enrichedFraction(progress);
  return total === 0 ? 99 : Math.min(99, Math.floor((100 * done) / total));
}

interface Weights {
  readonly lists: readonly { readonly name: WalkedResource; readonly weight: number }[];
  readonly enrichment: number;
}

/** In requests where their number is known, or estimated, else as it usually is. */
function weightsOf({ setup }: ProgressState): Weights {
  const walks = setup === null ? [] : listsOf(setup);
  const known = walks.map((name) => requestsOf(setup, name));
  const details = setup?.enrichSince === null ? 0 : (setup?.expectedDetails ?? null);
  if (details !== null && known.every((requests) => requests !== null)) {
    return { lists: walks.map((name, index) => ({ name, weight: known[index] ?? 0 })), enrichment: details };
  }
  const guessed = (setup?.walks ?? []).map((name) => ({ name, weight: GUESSED[name] }));
  const sum = guessed.reduce((total, { weight }) => total + weight, 0);
  return { lists: guessed, enrichment: setup?.enrichSince === null ? 0 : sum * GUESSED_ENRICHMENT };
}

/** With the messages, which are read after the others for the response times. */
export function listsOf({ walks, enrichSince }: NonNullable<ProgressState['setup']>): readonly WalkedResource[] {
  return enrichSince === null || walks.includes('messages') ? walks : [...walks, 'messages'];
}

function requestsOf(setup: ProgressState['setup'], name: WalkedResource): number | null {
  const rows = setup?.expectedRows[name];
  if (setup === null) return null;
  if (rows !== undefined) return Math.max(1, Math.ceil(rows / setup.pageSize));
  // A later run reads only the messages since the last one.
  return name === 'messages' && typeof setup.expectedDetails === 'number' ? 1 : null;
}

/**
 * Until the end of the run, by the requests that are left and the pace. Null as long as a part of it is unknown, and while nothing but waiting is
 * left: no time is better than a wrong one.
 */
export function secondsLeft(progress: ProgressState): number | null {
  const { setup, phase, state, pace } = progress;
  if (state === 'completed') return 0;
  if (setup === null || state !== 'running' || (phase !== 'reading' && phase !== 'enriching')) return null;
  const lists: readonly WalkedResource[] = phase === 'enriching' ? ['messages'] : listsOf(setup);
  const parts = [...lists.map((name) => pagesLeft(progress, name)), detailsLeft(progress)];
  const left = parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  // Nothing to read is left, and Brevo's part takes as long as it takes.
  if (left === null || left === 0) return null;
  const atOnce = Math.max(0, (setup.atOnce ?? 0) - pace.requests);
  const seconds = Math.max(0, left - atOnce) / perSecond(progress, setup) + confirmSeconds(progress);
  return Math.max(1, Math.round(seconds));
}

/** Of the import that the details lead to. */
function confirmSeconds({ setup, toEnrich, meter }: ProgressState): number {
  const details = toEnrich === null ? (setup?.expectedDetails ?? 0) : toEnrich + (meter?.enriched ?? 0);
  return setup?.dryRun === true || details < WORTH_AN_IMPORT ? 0 : CONFIRM_SECONDS;
}

/** Requests a second: as they came lately, but never more than are allowed. At the beginning what the schedule's runs take is left to them. */
function perSecond({ pace }: ProgressState, setup: NonNullable<ProgressState['setup']>): number {
  const { requestsPerSecond, scheduledPerSecond = 0, atOnce = 0 } = setup;
  return Math.min(
    requestsPerSecond,
    paceOf(pace, atOnce) ?? Math.max(requestsPerSecond / 2, requestsPerSecond - scheduledPerSecond),
  );
}

/** What left at once says nothing. */
function paceOf({ marks, workedMs, requests }: Pace, atOnce: number): number | null {
  const first = marks.find((mark) => mark.requests >= atOnce);
  if (first === undefined || workedMs - first.workedMs < TELLING_MS) return null;
  return ((requests - first.requests) * 1_000) / (workedMs - first.workedMs);
}

function pagesLeft({ setup, reads }: ProgressState, name: WalkedResource): number | null {
  const read = reads[name];
  if (read?.done === true) return 0;
  const requests = requestsOf(setup, name);
  const fraction = read?.fraction ?? 0;
  const byTime = read !== undefined && fraction >= TELLING_SHARE ? read.pages / fraction : null;
  if (requests === null) return byTime === null ? null : byTime - (read?.pages ?? 0);
  // Rows come ever more often, so the time that is read tells at least how many there are.
  return Math.max(1, Math.max(requests, byTime ?? 0) - (read?.pages ?? 0));
}

function detailsLeft({ setup, toEnrich }: ProgressState): number | null {
  if (setup?.enrichSince === null) return 0;
  return toEnrich ?? setup?.expectedDetails ?? null;
}

/**
 * Details that are left after a slice, of which `toEnrich` were left before: it sees only so far ahead, and the end of what it sees is not the
 * end, unless nothing is there.
 */
export function detailsAfter(
  toEnrich: number | null,
  { enriched, remaining }: { readonly enriched: number; readonly remaining: number },
): number {
  return remaining === 0 ? 0 : Math.max(remaining, (toEnrich ?? 0) - enriched);
}

function fractionOf({ setup, reads }: ProgressState, name: WalkedResource): number {
  const read = reads[name];
  if (read === undefined) return 0;
  if (read.done) return 1;
  const expected = setup?.expectedRows[name];
  const fraction = expected === undefined || expected === 0 ? (read.fraction ?? 0) : read.rows / expected;
  return Math.min(NEARLY, fraction);
}

function enrichedFraction({ toEnrich, meter }: ProgressState): number {
  if (toEnrich === null) return 0;
  const enriched = meter?.enriched ?? 0;
  const total = enriched + toEnrich;
  return total === 0 ? 1 : enriched / total;
}
