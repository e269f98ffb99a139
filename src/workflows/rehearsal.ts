import { continueAsNew, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { RehearsalSetup } from '../activities/rehearsals/prepare-rehearsal';
import { activities } from './activity-options';
import { readRehearsalInput } from './input';
import { type RehearsalInput, type RehearsalProgress, rehearsalProgressQuery } from './messages';
import { LONG_HISTORY } from './retry-waits';
import { labelAccount } from './sync/account-label';

/**
 * What a policy would have sent, person by person, from the store alone and in the lowest lane (spec 15). Where it stands is in the store, so
 * that a long one goes on in a new run.
 */
export async function rehearsalWorkflow(
  input: RehearsalInput,
  begun: RehearsalSetup | null = null,
): Promise<RehearsalProgress> {
  const request = readRehearsalInput(input);
  const { account } = request;
  labelAccount(account);
  let progress: RehearsalProgress = { account, state: 'running', ends: 0, percent: 0 };
  setHandler(rehearsalProgressQuery, () => progress);
  const setup = begun ?? (await activities.prepareRehearsal(request, workflowInfo().firstExecutionRunId));
  for (;;) {
    const { done, ends, percent } = await activities.rehearsePeople(setup);
    progress = { ...progress, ends, percent, state: done ? 'completed' : 'running' };
    setCurrentDetails(`${done ? 'rehearsed' : 'rehearsing'}: ${String(ends)} ends of tickets, ${String(percent)}%`);
    if (done) return progress;
    if (workflowInfo().historyLength > LONG_HISTORY || workflowInfo().continueAsNewSuggested)
      return continueAsNew<typeof rehearsalWorkflow>(request, setup);
  }
}
