import { condition, continueAsNew, patched, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { RequestStatus } from '../activities/tickets/types';
import { failureOf, isLimit, isOfVendor, isStop } from './step-failure';
import { readCampaignInput } from './input';
import { type CampaignEnd, type CampaignInput, refreshSignal, SUMMARIES } from './messages';
import { LONG_HISTORY, patiently, waitAfter } from './retry-waits';
import { activities } from './activity-options';

/**
 * A campaign that a program asked for: lives until it is sent or skipped, for as long as it is held. Everything about it stands in the
 * store; here is only the waiting.
 */
export async function campaignWorkflow(input: CampaignInput): Promise<CampaignEnd> {
  const { account, requestId } = readCampaignInput(input);
  let signals = 0;
  setHandler(refreshSignal, () => {
    signals += 1;
  });
  let handled = 0;
  /** Until somebody says so, or until that time. */
  const waitUntil = async (until: string | null): Promise<void> => {
    if (until === null) await condition(() => signals > handled);
    else {
      const ms = Math.max(0, Date.parse(until) - Date.now()) + 1;
      await condition(() => signals > handled, ms, { summary: SUMMARIES.awaitCampaign });
    }
  };
  const waitOut = async (failure: Parameters<typeof waitAfter>[0]): Promise<void> => {
    setCurrentDetails(`waiting: ${failure.message}`);
    await condition(() => signals > handled, waitAfter(failure), { summary: SUMMARIES.rateLimited });
    handled = signals;
  };
  for (;;) {
    handled = signals;
    const { status, until } = await settle(() =>
      patiently({ account, bears: isLimit, waitOut }, () => activities.settleRequest(account, requestId)),
    );
    // Settled in the store, it may be asked for again before this run has ended: that signal came to us, and begins no other run.
    if (status !== 'held' && signals > handled && patched('asked-again')) continue;
    if (status !== 'held') return { status };
    setCurrentDetails('held');
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (continueAsNewSuggested || historyLength > LONG_HISTORY)
      return continueAsNew<typeof campaignWorkflow>({ account, requestId });
    await waitUntil(until);
  }
}

/** What the account must be mended for first is waited for without a time: whoever finds it mended says so. */
async function settle(work: () => Promise<RequestStatus>): Promise<RequestStatus> {
  try {
    return await work();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure === null || !(isStop(failure) || isOfVendor(failure))) throw thrown;
    return { status: 'held', until: null };
  }
}
