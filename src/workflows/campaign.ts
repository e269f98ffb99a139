import { condition, continueAsNew, setCurrentDetails, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { RequestStand } from '../activities/live/types';
import { faultOf, isLimit, isRefusal } from './fault';
import { readCampaignInput } from './input';
import { type CampaignEnd, type CampaignInput, lookAgainSignal, SUMMARIES } from './messages';
import { bookkeeping, live } from './sync/activities';

/** A refused key is tried again this often by itself. */
const REFUSED_RETRY_MS = 10 * 60_000;
const DEFAULT_LIMIT_WAIT_MS = 60_000;

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
  for (;;) {
    const heard = words;
    const stand = await settle(account, requestId);
    const { status, until } = stand;
    if (status !== 'held') return { status };
    setCurrentDetails('held');
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof campaignWorkflow>({ account, requestId });
    const ms = until === null ? REFUSED_RETRY_MS : Math.max(0, Date.parse(until) - Date.now()) + 1;
    await condition(() => words > heard, ms, { summary: SUMMARIES.awaitCampaign });
  }
}

/** Held as well while the key is refused: a new one is tried after some minutes. */
async function settle(account: string, requestId: string): Promise<RequestStand> {
  for (;;) {
    try {
      return await live.settleRequest(account, requestId);
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault === null || !(isRefusal(fault) || isLimit(fault) || fault.code === 'config.invalid')) throw thrown;
      setCurrentDetails(`waiting: ${fault.message}`);
      if (isRefusal(fault)) await bookkeeping.reportRefusedKey(account, fault.code, fault.message);
      if (!isLimit(fault)) return { status: 'held', until: null };
      await sleep(fault.retryAfterMs ?? DEFAULT_LIMIT_WAIT_MS, { summary: SUMMARIES.rateLimited });
    }
  }
}
