import {
  CancellationScope,
  isCancellation,
  ParentClosePolicy,
  patched,
  setWorkflowOptions,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { IncrementalSetup, PublishResult } from '../activities/types';
import { readSyncInput } from './input';
import {
  ACCOUNT_ATTRIBUTE,
  type IncrementalSyncInput,
  publishingWorkflowId,
  SCHEDULED_BY_ATTRIBUTE,
  type SyncTotals,
  WORKFLOW_TYPES,
} from './messages';
import { labelAccount } from './sync/account-label';
import { activities, feed } from './activity-options';
import { type Control, createControl, HandedOver } from './sync/control';
import { continueOnNewestBuild, pinned } from './versioning';

/**
 * Incremental sync (design D6): what changed since the last run, by the change feed and by the lists, newest first. Signals the workflows of
 * the tickets that it finds, and publishes the contacts that changed. Complete without any webhook.
 */
export async function incrementalSyncWorkflow(input: IncrementalSyncInput): Promise<SyncTotals> {
  const request = readSyncInput(input);
  labelAccount(request.account);
  const control = createControl(request.account, false);
  try {
    return await run(control, request);
  } catch (thrown) {
    if (thrown instanceof HandedOver) return continueOnNewestBuild<typeof incrementalSyncWorkflow>(request);
    await recordEnd(request.account, isCancellation(thrown) ? 'cancelled' : 'failed');
    throw thrown;
  }
}
setWorkflowOptions(pinned, incrementalSyncWorkflow);

async function run(control: Control, request: IncrementalSyncInput): Promise<SyncTotals> {
  const setup = await control.step(() => activities.prepareIncremental(request, workflowInfo().firstExecutionRunId));
  control.report({ setup, phase: 'reading' });
  for (const resource of setup.walks) {
    await read(control, setup, resource);
    if (resource === 'events' || resource === 'tickets') await signalDueTickets(control, setup);
  }
  // A customer whose address has appeared may have tickets that waited for it.
  if (setup.walks.includes('customers')) await signalDueTickets(control, setup);
  const written = setup.publishes ? await publish(control, setup) : 0;
  // What moves silently is found a slice at a time; only by runs that look at everything.
  if (setup.walks.includes('events') && !setup.dryRun && patched('sweep'))
    await control.step(() => activities.sweep(setup));
  const totals = await control.step(() => activities.finishIncremental(setup, written));
  const { requests, published, unchanged, held, enriched } = totals;
  const meter = { requests, published, unchanged, held, enriched, due: 0, budgetLeft: null };
  control.report({ phase: 'done', state: 'completed', meter });
  return totals;
}

async function read(
  control: Control,
  setup: IncrementalSetup,
  resource: IncrementalSetup['walks'][number],
): Promise<void> {
  for (;;) {
    const result = await control.step(() => feed.readPages(setup, resource));
    control.report({ reads: { ...control.progress().reads, [resource]: result } });
    if (result.done) return;
  }
}

async function signalDueTickets(control: Control, setup: IncrementalSetup): Promise<void> {
  for (;;) {
    const { done } = await control.step(() => activities.tellTickets(setup));
    if (done) return;
  }
}

/**
 * Answers how many contacts this run has written, or would have. A run of the schedule leaves that to others: the next one is due soon, and the
 * feed is read only as often as runs end. Whoever has started one by hand waits for its end.
 */
async function publish(control: Control, setup: IncrementalSetup): Promise<number> {
  if (isScheduled() && patched('publishing-apart')) {
    if (await control.step(() => activities.isAnythingDue(setup.account))) await beginPublishing(setup.account);
    return 0;
  }
  const written = await publishAll(control, setup);
  await control.step(() => activities.tellCustomers(setup));
  return written;
}

function isScheduled(): boolean {
  return workflowInfo().typedSearchAttributes.get(SCHEDULED_BY_ATTRIBUTE) !== undefined;
}

/** One that is under way meets what has become due meanwhile; what it has just missed is found by the next run. */
async function beginPublishing(account: string): Promise<void> {
  try {
    await startChild(WORKFLOW_TYPES.publishing, {
      workflowId: publishingWorkflowId(account),
      args: [{ account }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [{ key: ACCOUNT_ATTRIBUTE, value: account }],
      priority: { priorityKey: 2 },
    });
  } catch (thrown) {
    // Its class is no part of what workflows may import.
    if (!(thrown instanceof Error && thrown.name === 'WorkflowExecutionAlreadyStartedError')) throw thrown;
  }
}

async function publishAll(control: Control, setup: IncrementalSetup): Promise<number> {
  let after: string | null = null;
  let written = 0;
  for (;;) {
    const from: string | null = after;
    const result: PublishResult = await control.step(() => feed.publishDue(setup, from));
    written += result.written;
    after = result.after;
    if (result.remaining === 0 || (result.written === 0 && after === null)) return written;
  }
}

async function recordEnd(account: string, state: 'failed' | 'cancelled'): Promise<void> {
  const runId = workflowInfo().firstExecutionRunId;
  await CancellationScope.nonCancellable(() => activities.failRun({ account, runId }, state));
}
