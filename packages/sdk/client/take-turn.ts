import { startSync } from '../contract/sync';
import type { CallApi } from './api-call';
import { followToEnd, patiently } from './follow';
import type { SyncOptions, SyncStarted } from './types';

/**
 * Has a run started, or joins the one that does the same. While another one is under way it is followed to its end, however that is, and asked
 * again then: nothing is begun for a caller that has gone meanwhile. Throws `client.aborted` when the signal stops the waiting.
 */
export async function takeTurn(callApi: CallApi, options: SyncOptions): Promise<SyncStarted> {
  const { type, resources, since, batchSize, dryRun, wait, account, onTurn } = options;
  const { signal, onProgress, whileStopped } = options;
  const watching = { signal, onProgress, whileStopped };
  const request = { query: { account }, body: { type, resources, since, batchSize, dryRun, wait } };
  let answer = await callApi(startSync, request);
  for (;;) {
    onTurn?.(answer);
    if (answer.turn !== 'waiting') return answer;
    const { account: of, type: kind, runId } = answer;
    await followToEnd(callApi, { ...watching, account: of, type: kind, runId });
    // A request whose answer was lost may have begun the run: the next one joins it.
    answer = await patiently(watching, () => callApi(startSync, request));
  }
}
