import { setCurrentDetails, setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readAccountInput } from './input';
import type { PublishingInput } from './messages';
import { LONG_HISTORY } from './retry-waits';
import { labelAccount } from './sync/account-label';
import { type Control, createControl, HandedOver } from './sync/control';
import { continueOnNewestBuild, pinned } from './versioning';

/**
 * Brings what is due for an account to Brevo, apart from the runs that find it, so that reading never waits for Brevo: the contacts that
 * changed, then new customers onto their timelines. Ends when nothing is due; the next run of the schedule that finds something begins it
 * again.
 */
export async function publishingWorkflow(input: PublishingInput): Promise<void> {
  const account = readAccountInput(input);
  labelAccount(account);
  const control = createControl(account, false);
  try {
    await publishContacts(control, account);
    await publishNewCustomers(control, account);
  } catch (thrown) {
    if (!(thrown instanceof HandedOver)) throw thrown;
    return continueOnNewestBuild<typeof publishingWorkflow>({ account });
  }
}
setWorkflowOptions(pinned, publishingWorkflow);

/** Until nothing is due, or nothing that is due can be published now. */
async function publishContacts(control: Control, account: string): Promise<void> {
  for (;;) {
    const { written, unchanged, held, remaining } = await control.step(() => activities.publishSlice(account));
    if (remaining === 0 || written + unchanged + held === 0) return;
    setCurrentDetails(`publishing: ${String(remaining)} ${remaining === 1 ? 'contact' : 'contacts'} still to look at`);
    if (workflowInfo().historyLength > LONG_HISTORY) throw new HandedOver();
  }
}

async function publishNewCustomers(control: Control, account: string): Promise<void> {
  for (;;) {
    const { done } = await control.step(() => activities.tellCustomers({ account, dryRun: false }));
    if (done) return;
  }
}
