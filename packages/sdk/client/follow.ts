import { setTimeout as sleep } from 'node:timers/promises';
import { readProgress } from '../contract/sync';
import type { CallApi } from './api-call';
import { TajoError } from './errors';
import { isTransient } from './transient';
import type { FollowOptions, Run, RunProgress } from './types';

/** A connector that restarts (deploy, kill -9) is back well within this; the run does not notice at all. */
const GIVE_UP_AFTER_MS = 120_000;
const POLL_MS = 1000;
const SETTLE_MS = 30_000;

interface Follow extends FollowOptions {
  /** Wait for this run; without it, for the newest one. */
  readonly runId?: string;
  readonly type?: 'full' | 'incremental' | undefined;
  readonly pollMs?: number;
}

/**
 * Waits until a run has ended and reports each state on the way. Rides over short outages of the connector. Throws `sync.failed`,
 * `sync.cancelled`, `client.aborted` when the signal stops the waiting, or the error that lasted.
 */
export async function followRun(callApi: CallApi, follow: Follow): Promise<{ run: Run; account: string } | null> {
  const startedAt = Date.now();
  for (;;) {
    const answer = await readPatiently(callApi, follow);
    const { run, progress, account } = answer;
    if (run === null && follow.runId === undefined) return null;
    if (progress !== null && progress.runId === run?.runId) follow.onProgress?.(progress);
    if (run !== null && isWanted(run, follow, startedAt) && run.state !== 'running')
      return { run: requireSuccess(run), account };
    await pause(follow);
  }
}

/** For a moment after the start the newest run may still be the one before; after that another run has taken its place. */
function isWanted(run: Run, follow: Follow, startedAt: number): boolean {
  if (follow.runId === undefined || run.runId === follow.runId) return true;
  if (Date.now() - startedAt < SETTLE_MS) return false;
  throw new TajoError('sync.failed', 'Another run has taken the place of this one.');
}

function requireSuccess(run: Run): Run {
  if (run.state === 'cancelled') throw new TajoError('sync.cancelled', 'The sync was cancelled.');
  if (run.state === 'failed') throw new TajoError('sync.failed', run.failure ?? 'The sync failed.');
  return run;
}

async function readPatiently(callApi: CallApi, follow: Follow): Promise<RunProgress> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      const { account, type, signal } = follow;
      return await callApi(readProgress, { query: { account, type } }, { signal });
    } catch (thrown) {
      if (!isTransient(thrown) || Date.now() >= deadline) throw thrown;
      await pause(follow);
    }
  }
}

async function pause({ signal, pollMs = POLL_MS }: Follow): Promise<void> {
  try {
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new TajoError('client.aborted', 'Stopped waiting; the run goes on.', { cause });
  }
}
