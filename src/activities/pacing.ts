import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '../domain/errors/connector-error';
import type { HttpResponse, Transport } from '../http/types';
import type { BucketSize, Budget, Lane } from '../store/types';
import type { Reserve } from './lane-reserve';

/** Longer waits are given back to Temporal: its timer holds no worker slot and survives restarts (design D2). */
const MAX_SLEEP_MS = 3_000;

/**
 * So many of a lane wait in their slots at a time. A slot is one of twenty, and the steps of live tickets come first: hundreds of them that
 * wait for their turn with Gorgias would leave none to whoever needs no turn, or goes before them.
 */
const MOST_ASLEEP = 5;
/** The lists of a quiet minute: whoever was behind reads them in one go. */
const AHEAD = 4;
/** By how much those that are given back come at different times: twice as much with each try, for there are many where few get a turn. */
const SPREAD_MS = 250;
const WIDEST_SPREAD_MS = 10_000;

/** What a lane's requests of one account know of each other in this process. */
export interface LaneState {
  /** Since when it is given nothing, milliseconds since 1970; null: it was given the last request that it asked for. */
  behindSinceMs: number | null;
  /** So many of its next requests go before live traffic: it was behind. */
  ahead: number;
  /** How many wait in their slots. */
  asleep: number;
}

export const newLane = (): LaneState => ({ behindSinceMs: null, ahead: 0, asleep: 0 });

export interface Pacing extends Partial<Omit<Reserve, 'keep'>> {
  readonly vendor: 'gorgias' | 'brevo';
  /** Whose budget it is: what the vendor counts by. */
  readonly owner: () => Promise<string>;
  readonly budget: Budget;
  readonly sizeOf: (group: string) => BucketSize;
  /** Requests that this lane must leave in the bucket. */
  readonly keep: number;
  /** Shared by all requests of the lane. Missing: each is by itself, and always leaves `keep`. */
  readonly state?: LaneState;
  /** How often Temporal has tried the step that asks; missing: once. */
  readonly attempt?: () => number;
  /** That its requests are counted for; missing: for none. */
  readonly lane?: Lane;
  /** The vendor's own count of the group in an answer; null when it has none. */
  readonly seen: (
    response: HttpResponse,
    group: string,
  ) => { readonly left: number; readonly capacity?: number } | null;
  /** Slept here, or given back to Temporal. */
  readonly onWait: (how: 'slept' | 'given_back', ms: number) => void;
  /** For a 429: how long the vendor wants to be left alone. */
  readonly retryAfterMs: (response: HttpResponse, group: string) => number;
}

/**
 * The same transport within the account's rate budget: takes a request from the shared bucket, believes the vendor's headers, and closes
 * the bucket for everybody after a 429. Throws `{vendor}.rate_limited` when the wait is longer than a short sleep.
 */
export function paced(transport: Transport, pacing: Pacing): Transport {
  return async (request, signal) => {
    const takes = await acquire(pacing, request.group, signal);
    const response = await transport(request, signal);
    if (response.status === 429) {
      await pacing.budget.close(await pacing.owner(), request.group, pacing.retryAfterMs(response, request.group));
      return response;
    }
    const seen = pacing.seen(response, request.group);
    if (seen !== null) await pacing.budget.correct(await pacing.owner(), request.group, { takes, ...seen });
    return response;
  };
}

async function acquire(pacing: Pacing, group: string, signal: AbortSignal | undefined): Promise<number> {
  const { state = newLane() } = pacing;
  let slept = 0;
  for (;;) {
    const take = await pacing.budget.take(await pacing.owner(), group, {
      size: pacing.sizeOf(group),
      keep: keepOf(pacing, state),
      lane: pacing.lane,
    });
    if (take.granted) {
      state.behindSinceMs = null;
      state.ahead = Math.max(0, state.ahead - 1);
      return take.takes;
    }
    state.behindSinceMs ??= Date.now();
    if (slept + take.waitMs > MAX_SLEEP_MS || state.asleep >= MOST_ASLEEP) {
      pacing.onWait('given_back', take.waitMs);
      throw tooLong(pacing, group, take.waitMs);
    }
    slept += take.waitMs;
    pacing.onWait('slept', take.waitMs);
    state.asleep += 1;
    try {
      await sleep(take.waitMs, undefined, signal === undefined ? {} : { signal });
    } finally {
      state.asleep -= 1;
    }
  }
}

function keepOf({ keep, keepBehind = keep, behindAfterMs = Infinity }: Pacing, state: LaneState): number {
  const { behindSinceMs } = state;
  if (behindSinceMs !== null && Date.now() - behindSinceMs >= behindAfterMs && state.ahead === 0) state.ahead = AHEAD;
  return state.ahead > 0 ? keepBehind : keep;
}

function tooLong({ vendor, attempt = () => 1 }: Pacing, group: string, waitMs: number): ConnectorError {
  const spreadMs = Math.min(WIDEST_SPREAD_MS, SPREAD_MS * 2 ** Math.min(10, attempt() - 1));
  const seconds = Math.ceil(waitMs / 1_000);
  return new ConnectorError(`${vendor}.rate_limited`, `The rate budget ${group} is used up for ${String(seconds)} s`, {
    retryAfterMs: waitMs + Math.random() * spreadMs,
  });
}
