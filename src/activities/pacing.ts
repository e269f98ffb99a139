import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '../domain/errors/connector-error';
import type { HttpResponse, Transport } from '../http/types';
import type { BucketSize, Budget, Lane } from '../store/types';
import type { Reserve } from './lane-reserve';

/** Longer waits are given back to Temporal: its timer holds no worker slot and survives restarts (design D2). */
const MAX_SLEEP_MS = 3_000;

/** Since when a lane is given nothing in this process, milliseconds since 1970; null: it was given the last request that it asked for. */
export interface Behind {
  sinceMs: number | null;
}

export interface Pacing extends Partial<Omit<Reserve, 'keep'>> {
  readonly vendor: 'gorgias' | 'brevo';
  /** Whose budget it is: what the vendor counts by. */
  readonly owner: () => Promise<string>;
  readonly budget: Budget;
  readonly sizeOf: (group: string) => BucketSize;
  /** Requests that this lane must leave in the bucket. */
  readonly keep: number;
  /** Remembered for all requests of the lane; missing: it always leaves `keep`. */
  readonly behind?: Behind;
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
  let slept = 0;
  for (;;) {
    const take = await pacing.budget.take(await pacing.owner(), group, {
      size: pacing.sizeOf(group),
      keep: keepOf(pacing),
      lane: pacing.lane,
    });
    if (pacing.behind !== undefined)
      pacing.behind.sinceMs = take.granted ? null : (pacing.behind.sinceMs ?? Date.now());
    if (take.granted) return take.takes;
    if (slept + take.waitMs > MAX_SLEEP_MS) {
      pacing.onWait('given_back', take.waitMs);
      throw tooLong(pacing.vendor, group, take.waitMs);
    }
    slept += take.waitMs;
    pacing.onWait('slept', take.waitMs);
    await sleep(take.waitMs, undefined, signal === undefined ? {} : { signal });
  }
}

function keepOf({ keep, keepBehind = keep, behindAfterMs = Infinity, behind }: Pacing): number {
  const sinceMs = behind?.sinceMs ?? null;
  return sinceMs !== null && Date.now() - sinceMs >= behindAfterMs ? keepBehind : keep;
}

function tooLong(vendor: Pacing['vendor'], group: string, waitMs: number): ConnectorError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new ConnectorError(`${vendor}.rate_limited`, `The rate budget ${group} is used up for ${String(seconds)} s`, {
    retryAfterMs: waitMs + Math.random() * 250,
  });
}
