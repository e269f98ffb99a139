import { condition, continueAsNew, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { RequestStand } from '../activities/tickets/types';
import { faultOf, isLimit, isStop } from './fault';
import { readCampaignInput } from './input';
import { type CampaignEnd, type CampaignInput, lookAgainSignal, SUMMARIES } from './messages';
import { LONG_HISTORY, patiently, waitAfter } from './patience';
import { activities } from './activities';

/**
 * A campaign that a program asked for: lives until it is sent or skipped, for as long as it is held. Everything about it stands in the
 * store; here is only the waiting.
 */
export async function campaignWorkflow(input: CampaignInput): Promise<CampaignEnd> {
  const { account, requestId } = readCampaignInput(input);
  let words = 0;
  setHandler(lookAgainSignal, () => {
    words += 1;
  });
  let heard = 0;
  /** Until somebody says so, or until that time. */
  const newsOr = async (until: string | null): Promise<void> => {
    if (until === null) await condition(() => words > heard);
    else {
      const ms = Math.max(0, Date.parse(until) - Date.now()) + 1;
      await condition(() => words > heard, ms, { summary: SUMMARIES.awaitCampaign });
    }
  };
  const waitOut = async (fault: Parameters<typeof waitAfter>[0]): Promise<void> => {
    setCurrentDetails(`waiting: ${fault.message}`);
    await condition(() => words > heard, waitAfter(fault), { summary: SUMMARIES.rateLimited });
    heard = words;
  };
  for (;;) {
    heard = words;
    const { status, until } = await settle(() =>
      patiently({ account, bears: isLimit, waitOut }, () => activities.settleRequest(account, requestId)),
    );
    if (status !== 'held') return { status };
    setCurrentDetails('held');
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (continueAsNewSuggested || historyLength > LONG_HISTORY)
      return continueAsNew<typeof campaignWorkflow>({ account, requestId });
    await newsOr(until);
  }
}

/** What the account must be mended for first is waited for without a time: whoever finds it mended says so. */
async function settle(work: () => Promise<RequestStand>): Promise<RequestStand> {
  try {
    return await work();
  } catch (thrown) {
    const fault = faultOf(thrown);
    if (fault === null || !isStop(fault)) throw thrown;
    return { status: 'held', until: null };
  }
}
