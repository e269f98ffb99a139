import { timestampOf } from '../../../domain/timestamp';
import { lateScoreText } from '../../../domain/ticket/late-score';
import type { CampaignGroup, LateScore } from '../../../store/campaigns/campaign-history';
import { listCampaigns } from '../../../../packages/sdk/contract/campaign-history';
import { USUAL_DAYS } from '../../../../packages/sdk/contract/period';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { implement } from '../../operation';
import { whyStopped } from '../../story/account-standing';
import { fateReason } from './fate-reasons';

const DEFAULT_SINCE_MS = USUAL_DAYS * 86_400_000;

export const campaignHistoryOperations = {
  listCampaigns: implement(listCampaigns, async ({ query }, { store, campaignNames, csatOf, settingsFile }) => {
    const row = await chooseAccount(store.accounts, query.account);
    const { account } = row;
    const { campaign, fate, limit } = query;
    const until = query.until === undefined ? null : timestampOf(new Date(query.until));
    const end = until === null ? Date.now() : Date.parse(until);
    const since = timestampOf(query.since === undefined ? end - DEFAULT_SINCE_MS : new Date(query.since));
    const filter = { since, until, campaign, fate };
    const [stopped, groups, campaigns] = await Promise.all([
      whyStopped(store, row, settingsFile),
      store.campaignHistory.groups(account, filter),
      store.campaignHistory.list(account, { ...filter, limit, waitMs: csatOf(account).waitMs }),
    ]);
    // One that was taken out of the policy is still known by what it has sent.
    if (campaign !== undefined && groups.length === 0)
      requireKnown(campaign, campaignNames(account), { field: 'campaign', thing: 'campaign' });
    const isStopped = stopped !== null;
    return {
      account,
      since,
      until,
      stopped,
      groups: groups.map((group) => told(group, isStopped)),
      campaigns: campaigns.map(({ lateScore, ...one }) => ({
        ...told(one, isStopped),
        lateScore: lateScore === null ? null : lateOf(lateScore),
      })),
    };
  }),
};

/** With its reason, and with the time of its next asking only where that is still to come. */
function told<Row extends Pick<CampaignGroup, 'rule' | 'holder' | 'why' | 'fate' | 'nextAt'>>(
  { rule, holder, why, nextAt, ...of }: Row,
  isStopped: boolean,
): Omit<Row, 'rule' | 'holder' | 'why' | 'nextAt'> & { readonly reason: string; readonly nextAt: string | null } {
  const isToCome = !isStopped && nextAt !== null && nextAt > timestampOf(new Date());
  return {
    ...of,
    nextAt: isToCome ? nextAt : null,
    reason: fateReason({ fate: of.fate, rule, holder, why, isStopped }),
  };
}

function lateOf({ outcome, score, at }: LateScore): {
  readonly score: number;
  readonly at: string;
  readonly sentence: string;
} {
  return { score, at, sentence: lateScoreText(outcome, { score, at }, timestampOf(new Date())) };
}
