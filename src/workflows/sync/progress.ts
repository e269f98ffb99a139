import type { Meter, ReadResult, DryRunResult, SyncSetup, WalkedResource } from '../../activities/types';
import type { ResourceProgress, SyncPhase, SyncProgress } from '../messages';

/** What the run knows of itself; folded from the results of its activities. */
export interface ProgressState {
  readonly account: string;
  readonly runId: string;
  readonly startedAtMs: number;
  readonly phase: SyncPhase;
  readonly state: SyncProgress['state'];
  readonly setup: SyncSetup | null;
  readonly reads: Readonly<Partial<Record<WalkedResource, ReadResult>>>;
  readonly meter: Meter | null;
  /** Customers whose details are still to be read; null before enrichment. */
  readonly toEnrich: number | null;
  /** Dry run: what a real one would have written, as of the last look at everything. */
  readonly rehearsal: DryRunResult | null;
  /** Why the run waits, in words; null while it works. */
  readonly waitingFor: string | null;
}

export function initialProgress(account: string, runId: string, startedAtMs: number): ProgressState {
  return {
    account,
    runId,
    startedAtMs,
    phase: 'preparing',
    state: 'running',
    setup: null,
    reads: {},
    meter: null,
    toEnrich: null,
    rehearsal: null,
    waitingFor: null,
  };
}

/** Shares of the work, for a run that doesn't know the account's size. */
const WEIGHTS: Readonly<Record<WalkedResource, number>> = {
  tickets: 60,
  satisfaction_surveys: 10,
  customers: 30,
  messages: 20,
  events: 10,
  automations: 100,
};

export function describeProgress(progress: ProgressState, nowMs: number): SyncProgress {
  const percent = percentDone(progress);
  const elapsed = (nowMs - progress.startedAtMs) / 1_000;
  return {
    account: progress.account,
    runId: progress.runId,
    phase: progress.phase,
    state: progress.state,
    sentence: sentenceOf(progress),
    startedAt: new Date(progress.startedAtMs).toISOString(),
    resources: resourcesOf(progress),
    published: progress.rehearsal?.written ?? progress.meter?.published ?? 0,
    unchanged: progress.rehearsal?.unchanged ?? progress.meter?.unchanged ?? 0,
    held: progress.meter?.held ?? 0,
    due: progress.meter?.due ?? 0,
    requests: progress.meter?.requests ?? 0,
    enriched: progress.meter?.enriched ?? 0,
    toEnrich: progress.toEnrich ?? 0,
    budgetLeft: progress.meter?.budgetLeft ?? null,
    percent,
    etaSeconds: secondsLeft(progress, elapsed),
  };
}

function resourcesOf(progress: ProgressState): readonly ResourceProgress[] {
  const walks: readonly WalkedResource[] = [
    ...(progress.setup?.walks ?? []),
    ...(progress.reads.messages ? (['messages'] as const) : []),
  ];
  return walks.map((name) => {
    const read = progress.reads[name];
    return {
      name,
      pages: read?.pages ?? 0,
      rows: read?.rows ?? 0,
      expectedRows: progress.setup?.expectedRows[name] ?? null,
      done: read?.done ?? false,
    };
  });
}

function percentDone(progress: ProgressState): number | null {
  if (progress.state === 'completed') return 100;
  if (progress.setup === null) return null;
  const walks = progress.setup.walks;
  const enriching = progress.setup.enrichSince !== null;
  const listShare = enriching ? 60 : 100;
  const weight = walks.reduce((sum, name) => sum + WEIGHTS[name], 0);
  const read = walks.reduce((sum, name) => sum + WEIGHTS[name] * fractionOf(progress, name), 0);
  const lists = weight === 0 ? listShare : (listShare * read) / weight;
  return Math.min(99, Math.floor(lists + (enriching ? 40 * enrichedFraction(progress) : 0)));
}

/** Time left in the current phase: by the rate where the number of requests is known, else by the share that is done. */
function secondsLeft(progress: ProgressState, elapsed: number): number | null {
  const { setup, phase, toEnrich } = progress;
  if (setup === null) return null;
  if (phase === 'enriching') return toEnrich === null ? null : Math.round(toEnrich / setup.requestsPerSecond);
  if (phase !== 'reading') return 0;
  const pages = setup.walks.map((name) => pagesLeft(progress, name));
  if (pages.every((left) => left !== null)) {
    return Math.round(pages.reduce((sum, left) => sum + left, 0) / setup.requestsPerSecond);
  }
  const weight = setup.walks.reduce((sum, name) => sum + WEIGHTS[name], 0);
  const done = setup.walks.reduce((sum, name) => sum + (WEIGHTS[name] * fractionOf(progress, name)) / weight, 0);
  return done < 0.02 ? null : Math.round((elapsed * (1 - done)) / done);
}

function pagesLeft(progress: ProgressState, name: WalkedResource): number | null {
  const read = progress.reads[name];
  if (read?.done === true) return 0;
  const expected = progress.setup?.expectedRows[name];
  if (progress.setup === null || expected === undefined) return null;
  return Math.max(0, expected - (read?.rows ?? 0)) / progress.setup.pageSize;
}

function fractionOf(progress: ProgressState, name: WalkedResource): number {
  const read = progress.reads[name];
  if (read === undefined) return 0;
  if (read.done) return 1;
  const expected = progress.setup?.expectedRows[name];
  return expected === undefined || expected === 0 ? (read.fraction ?? 0) : Math.min(1, read.rows / expected);
}

function enrichedFraction(progress: ProgressState): number {
  if (progress.toEnrich === null) return 0;
  const enriched = progress.meter?.enriched ?? 0;
  const total = enriched + progress.toEnrich;
  return total === 0 ? 1 : enriched / total;
}

/** One sentence for a person; also the details panel of the Temporal UI. */
export function sentenceOf(progress: ProgressState): string {
  if (progress.waitingFor !== null) return progress.waitingFor;
  const meter = progress.meter;
  switch (progress.phase) {
    case 'preparing':
      return 'checking the mapping, the lists and the keys';
    case 'reading': {
      const current = resourcesOf(progress).find((resource) => !resource.done);
      if (current === undefined) return `publishing: ${count(meter?.due ?? 0)} contacts still to look at`;
      return `reading ${current.name}: page ${count(current.pages)}, ${count(current.rows)} rows`;
    }
    case 'enriching':
      return `reading phones and response times: ${count(meter?.enriched ?? 0)} customers read, ${count(progress.toEnrich ?? 0)} to go`;
    case 'confirming':
      return 'waiting for Brevo to confirm its imports';
    case 'done':
      if (progress.rehearsal !== null) {
        const { written, unchanged } = progress.rehearsal;
        return `dry run done: ${count(written)} contacts would be written, ${count(unchanged)} unchanged`;
      }
      return `done: ${count(meter?.published ?? 0)} contacts written, ${count(meter?.unchanged ?? 0)} unchanged`;
  }
}

function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
