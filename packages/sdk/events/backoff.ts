import { setTimeout as sleep } from 'node:timers/promises';

/** 1 s, 2 s, 4 s, …, 5 minutes, each up to a quarter shorter so that many do not come back at once. */
export function backoffMs(attempt: number, longestMs = 300_000): number {
  const full = Math.min(longestMs, 1_000 * 2 ** Math.min(attempt, 20));
  return full * (1 - Math.random() / 4);
}

/** Ends early, without an error, when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
