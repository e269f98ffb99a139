import { CancellationScope, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Expected, SyncSetup } from '../activities/types';
import { readSyncInput } from './input';
import type { FullSyncInput, SyncTotals } from './messages';
import { labelAccount } from './sync/account-label';
import { activities } from './activity-options';
import { hasOtherId, runByItsId } from './own-id';
import { type Control, createControl, HandedOver } from './sync/control';
import type { HandedOn } from './sync/progress-state';
import { confirmImports, enrich, publishAll, readAndPublish, readBrevoState } from './sync/phases';

/** What a run hands to its continuation; everything else stands in the store. */
interface HandOver extends Partial<HandedOn> {
  readonly paused: boolean;
  /** By which its percentages are reckoned; missing, as what else it knows of itself: an earlier release handed over. */
  readonly expected?: Expected;
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
  if (hasOtherId(request)) return runByItsId(request);
  const { paused, expected, ...before } = handOver;
  const control = createControl(request.account, paused, before);
  const setup = await prepareAndRun(control, request, expected).catch(async (thrown: unknown) => {
    if (thrown instanceof HandedOver) return null;
    await recordEnd(request.account, isCancellation(thrown) ? 'cancelled' : 'failed');
    throw thrown;
  });
  if (setup === null || control.handOver()) return continueAsNew<typeof fullSyncWorkflow>(request, toHandOver(control));
  return finish(control, setup);
}

function toHandOver(control: Control): HandOver {
  const { rehearsal, setup, reads, toEnrich, shown } = control.progress();
  const expected = setup === null ? {} : { expected: expectedOf(setup) };
  return { paused: control.paused(), ...expected, rehearsal, reads, toEnrich, shown };
}

function expectedOf({ expectedRows, expectedDetails = null }: SyncSetup): Expected {
  return { expectedRows, expectedDetails };
}

async function prepareAndRun(control: Control, request: FullSyncInput, expected?: Expected): Promise<SyncSetup> {
  const setup = await prepare(control, request, expected);
  await run(control, setup);
  return setup;
}

async function prepare(control: Control, request: FullSyncInput, expected?: Expected): Promise<SyncSetup> {
  await control.step(() => activities.readReference(request));
  const { firstExecutionRunId } = workflowInfo();
  const setup = await control.step(() =>
    activities.prepareRun(expected === undefined ? request : { ...request, expected }, firstExecutionRunId),
  );
  await control.step(() => activities.ensureTagLists(setup));
  control.report({ setup, phase: 'reading' });
  return setup;
}

async function run(control: Control, setup: SyncSetup): Promise<void> {
  // Consent is known before anybody is put on a list, without holding up the reading.
  const consent = readBrevoState(control, setup);
  await readAndPublish(control, setup, consent);
  await enrich(control, setup);
  await publishAll(control, setup, 'enriched');
  await confirmImports(control, setup);
}

async function finish(control: Control, setup: SyncSetup): Promise<SyncTotals> {
  const { rehearsal } = control.progress();
  const counted = rehearsal === null ? null : { written: rehearsal.written, unchanged: rehearsal.unchanged };
  const totals = await control.step(() => activities.finishRun(setup, counted));
  const meter = await control.step(() => activities.readMeter(setup));
  // Others publish meanwhile; what this run says it has done is what its totals say.
  const { requests, published, unchanged, held, enriched } = totals;
  control.report({
    phase: 'done',
    state: 'completed',
    meter: { ...meter, requests, published, unchanged, held, enriched },
  });
  return totals;
}

/** A run that fails while it is prepared has begun all the same. */
async function recordEnd(account: string, state: 'failed' | 'cancelled'): Promise<void> {
  const runId = workflowInfo().firstExecutionRunId;
  await CancellationScope.nonCancellable(() => activities.failRun({ account, runId }, state));
}
