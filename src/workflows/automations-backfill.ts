import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import { readSyncInput } from './input';
import type { AutomationsBackfillInput } from './messages';
import { labelAccount } from './sync/account-label';
import { activities, enrichment } from './activity-options';
import { type Control, createControl, HandedOver } from './sync/control';

/** A year: older events are gone from the feed (gorgias-api.md 3.18). */
const DEFAULT_BACK_MS = 365 * 86_400_000;

/** Reads the change feed back for what rules and macros did before anybody listened (spec 13), in the lowest lane. */
export async function automationsBackfillWorkflow(input: AutomationsBackfillInput): Promise<{ events: number }> {
  const { account, since } = readSyncInput(input);
  labelAccount(account);
  const control = createControl(account, false);
  const from = since ?? new Date(Date.now() - DEFAULT_BACK_MS).toISOString();
  try {
    return { events: await readBack(control, account, from) };
  } catch (thrown) {
    if (!(thrown instanceof HandedOver)) throw thrown;
    return continueAsNew<typeof automationsBackfillWorkflow>({ account, since: from });
  }
}

async function readBack(control: Control, account: string, from: string): Promise<number> {
  const setup = await control.step(() =>
    activities.prepareAutomations(account, from, workflowInfo().firstExecutionRunId),
  );
  control.report({ setup, phase: 'reading' });
  for (;;) {
    const result = await control.step(() => enrichment.readPages(setup, 'automations'));
    control.report({ reads: { automations: result } });
    if (!result.done) continue;
    control.report({ phase: 'done', state: 'completed' });
    return result.rows;
  }
}
