import { setTimeout as sleep } from 'node:timers/promises';
import { listConnectors } from '../contract/accounts';
import { readProgress, type SyncProgress } from '../contract/sync';
import type { CallApi } from './api-call';
import { nextStepOf, TajoError } from './errors';
import { isTransient } from './transient';
import type { FollowOptions, Run } from './types';

/** A connector that restarts (deploy, kill -9) is back well within this; the run does not notice at all. */
const GIVE_UP_AFTER_MS = 120_000;
const POLL_MS = 1000;

/**
 * Waits until a run has ended well. Throws what {@link followToEnd} throws, `sync.failed`, `sync.cancelled` and,
 * for what only a corrected configuration mends, `config.invalid`. Null: there is no such run.
 */
export async function followRun(callApi: CallApi, follow: FollowOptions): Promise<Run | null> {
  const run = await followToEnd(callApi, follow);
  if (run?.state === 'cancelled') throw new TajoError('sync.cancelled', 'The sync was cancelled.');
  if (run?.state === 'failed') throw failed(run);
  return run;
}

/** A fault of the configuration is told as what it is: nothing goes on before it is mended. */
function failed({ failure, failureCode }: Run): TajoError {
  const sentence = `${(failure ?? 'The sync failed').replace(/\.$/, '')}.`;
  if (failureCode?.startsWith('config.') === true) return new TajoError(failureCode, sentence);
  const nextStep = failureCode === null ? undefined : nextStepOf(failureCode);
  return new TajoError('sync.failed', nextStep === undefined ? sentence : `${sentence} ${nextStep}`);
}

/**
 * Waits until a run has ended in whatever way, and reports each state on the way. Rides over short outages of the connector. Throws
 * `client.aborted` when the signal stops the waiting, what `whileStopped` says, or the error that lasted.
 */
export async function followToEnd(callApi: CallApi, follow: FollowOptions): Promise<Run | null> {
  const { type, signal, onProgress, whileStopped } = follow;
  let { account, runId } = follow;
  for (;;) {
    const query = { account, type, runId };
    const answer = await patiently(follow, () => callApi(readProgress, { query }, { signal }));
    const { run, progress } = answer;
    if (run === null) return null;
    // Whatever begins meanwhile, this is the run that is followed.
    ({ account } = answer);
    ({ runId } = run);
    if (progress !== null) onProgress?.(progress);
    if (run.state !== 'running') return run;
    if (whileStopped === 'throw' && progress !== null) await requireGoing(callApi, answer.account, progress);
    await pause(signal);
  }
}

/** Throws `account.paused`, or what the account is refused for, where the run waits for a person. */
async function requireGoing(callApi: CallApi, account: string, { state, sentence }: SyncProgress): Promise<void> {
  if (state !== 'paused' && state !== 'waiting') return;
  const { connectors } = await callApi(listConnectors, {});
  const own = connectors.find((one) => one.account === account);
  const kept = 'The sync keeps its place and goes on once it can.';
  if (own?.state === 'refused') {
    const code = own.stateCode ?? 'account.paused';
    const reason = (own.stateReason ?? 'A vendor refuses the key.').replace(nextStepOf(code) ?? '', '').trim();
    throw new TajoError(code, `${account} waits: ${reason} ${kept}`);
  }
  if (own?.state === 'off') throw new TajoError('account.off', `${account} is switched off. ${kept}`);
  if (own?.state === 'paused') throw new TajoError('account.paused', `${account} is paused. ${kept}`);
  // By Temporal's own signal: the account goes on, and this run does not.
  if (state === 'paused')
    throw new TajoError('account.paused', `The run of ${account} is paused: ${sentence}. ${kept}`);
}

/** The same call again while what fails it goes away by itself, for two minutes. */
export async function patiently<Answer>(
  { signal }: Pick<FollowOptions, 'signal'>,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      return await call();
    } catch (thrown) {
      if (!isTransient(thrown) || Date.now() >= deadline) throw thrown;
      await pause(signal);
    }
  }
}

/** Until the next look. Throws `client.aborted` when the signal comes first. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new TajoError('client.aborted', 'Stopped waiting; what runs goes on.', { cause });
  }
}
