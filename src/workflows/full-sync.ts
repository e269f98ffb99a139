import { CancellationScope, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { SyncSetup } from '../activities/types';
import { readSyncInput } from './input';
import type { FullSyncInput, SyncTotals } from './messages';
import { labelAccount } from './sync/account-label';
import { activities } from './activity-options';
import { type Control, createControl, HandedOver } from './sync/control';
import { confirmImports, enrich, publishAll, readAndPublish, readBrevoState } from './sync/phases';

/** What a run hands to its continuation; everything else stands in the store. */
interface HandOver {
  readonly paused: boolean;
}

/**
 * Full sync (design D5): reads tickets, surveys and customers of one account page by page, publishes the contacts whose projection
 * changed, then reads phones and response times. Starts no ticket workflow and no campaign.
 */
export async function fullSyncWorkflow(
  input: FullSyncInput,
  handOver: HandOver = { paused: false },
): Promise<SyncTotals> {
  const request = readSyncInput(input);
  labelAccount(request.account);
  const control = createControl(request.account, handOver.paused);
  const setup = await prepareAndRun(control, request).catch(async (thrown: unknown) => {
    if (thrown instanceof HandedOver) return null;
    await recordEnd(request.account, isCancellation(thrown) ? 'cancelled' : 'failed');
    throw thrown;
  });
  if (setup === null || control.handOver())
    return continueAsNew<typeof fullSyncWorkflow>(request, { paused: control.paused() });
  return finish(control, setup);
}

async function prepareAndRun(control: Control, request: FullSyncInput): Promise<SyncSetup> {
  const setup = await prepare(control, request);
  await run(control, setup);
  return setup;
}

async function prepare(control: Control, request: FullSyncInput): Promise<SyncSetup> {
  await control.step(() => activities.readReference(request));
  const setup = await control.step(() => activities.prepareRun(request, workflowInfo().firstExecutionRunId));
  await control.step(() => activities.ensureTagLists(setup));
  control.report({ setup, phase: 'reading' });
  return setup;
}

async function run(control: Control, setup: SyncSetup): Promise<void> {
  // Consent is known before anybody is put on a list, without holding up the reading.
  const consent = readBrevoState(control, setup);
  await readAndPublish(control, setup, consent);
  await enrich(control, setup);
  await publishAll(control, setup);
  await confirmImports(control, setup);
}

async function finish(control: Control, setup: SyncSetup): Promise<SyncTotals> {
  const totals = await control.step(() => activities.finishRun(setup, control.progress().rehearsal));
  control.report({ phase: 'done', state: 'completed', meter: await control.step(() => activities.readMeter(setup)) });
  return totals;
}

/** A run that fails while it is prepared has begun all the same. */
async function recordEnd(account: string, state: 'failed' | 'cancelled'): Promise<void> {
  const runId = workflowInfo().firstExecutionRunId;
  await CancellationScope.nonCancellable(() => activities.failRun({ account, runId }, state));
}
