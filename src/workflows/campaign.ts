import { condition, continueAsNew, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { type Fault, isLimit } from './fault';
import { readCampaignInput } from './input';
import { type CampaignEnd, type CampaignInput, lookAgainSignal, SUMMARIES } from './messages';
import { canBeMended, patiently, REFUSED_RETRY_MS, waitAfter } from './patience';
import { live } from './sync/activities';

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
  const newsWithin = async (ms: number, summary: string): Promise<void> => {
    await condition(() => words > heard, ms, { summary });
    heard = words;
  };
  const waitOut = (fault: Fault): Promise<void> => {
    setCurrentDetails(`waiting: ${fault.message}`);
    return newsWithin(waitAfter(fault), isLimit(fault) ? SUMMARIES.rateLimited : SUMMARIES.keyRefused);
  };
  for (;;) {
    heard = words;
    const { status, until } = await patiently({ account, bears: canBeMended, waitOut }, () =>
      live.settleRequest(account, requestId),
    );
    if (status !== 'held') return { status };
    setCurrentDetails('held');
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof campaignWorkflow>({ account, requestId });
    await newsWithin(
      until === null ? REFUSED_RETRY_MS : Math.max(0, Date.parse(until) - Date.now()) + 1,
      SUMMARIES.awaitCampaign,
    );
  }
}
