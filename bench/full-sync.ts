import { setTimeout as sleep } from 'node:timers/promises';
import {
  fullSyncWorkflowId,
  progressQuery,
  type SyncProgress,
  TASK_QUEUE,
  WORKFLOW_TYPES,
} from '../src/workflows/messages';
import { say } from './figures';
import { type RunFigures, readRun } from './history';
import { ACCOUNT, type Harness } from './harness';

export interface MeasuredRun extends RunFigures {
  /** From the start until every list was read and every change accepted by Brevo. */
  readonly publishedMs: number;
  /** Until Brevo had confirmed its imports as well; null when that was not waited for. */
  readonly confirmedMs: number | null;
  readonly progress: SyncProgress;
  readonly peakMemory: number;
  /** Used by the connector from the start until everything was published. */
  readonly processorMs: number;
}

/**
 * Runs one full sync. The figures are read from its history afterwards; while it runs it is asked only rarely how far it is.
 * With `published` it is ended before Brevo's confirmations, of which only 100 an hour may be asked for.
 */
export async function measureFullSync(harness: Harness, until: 'published' | 'confirmed'): Promise<MeasuredRun> {
  const processorBefore = harness.processorMs();
  const handle = await harness.client.workflow.start(WORKFLOW_TYPES.fullSync, {
    taskQueue: TASK_QUEUE,
    workflowId: fullSyncWorkflowId(ACCOUNT),
    args: [{ account: ACCOUNT }],
  });
  const startedAt = Date.now();
  let printedAt = 0;
  for (;;) {
    await sleep(1_000);
    const progress = await handle.query(progressQuery);
    if (Date.now() - printedAt > 10_000) {
      printedAt = Date.now();
      say(`             ${String(Math.round((printedAt - startedAt) / 1_000)).padStart(4)} s  ${progress.sentence}`);
    }
    if (progress.phase !== 'confirming' && progress.phase !== 'done') continue;
    const peakMemory = harness.peakMemory();
    const processorMs = harness.processorMs() - processorBefore;
    if (until === 'confirmed') await handle.result();
    const figures = await readRun(harness.client, handle.workflowId);
    const last = until === 'confirmed' ? await handle.query(progressQuery) : progress;
    if (until === 'published') await handle.terminate('measured');
    return { ...figures, progress: last, peakMemory, processorMs };
  }
}
