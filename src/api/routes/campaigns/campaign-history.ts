import { timestampOf } from '../../../domain/timestamp';
import { lateScoreText } from '../../../domain/ticket/late-score';
import type { CampaignGroup, LateScore } from '../../../store/campaigns/campaign-history';
import { listCampaigns } from '../../../../packages/sdk/contract/campaign-history';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import { implement } from '../../operation';
import { fateReason } from './fate-reasons';

const DEFAULT_SINCE_MS = 30 * 86_400_000;

export const campaignHistoryOperations = {
  listCampaigns: implement(listCampaigns, async ({ query }, { store, campaignNames, csatOf }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { campaign, state, limit } = query;
    const since = timestampOf(query.since === undefined ? Date.now() - DEFAULT_SINCE_MS : new Date(query.since));
    const filter = { since, campaign, state };
    const [groups, campaigns] = await Promise.all([
      store.campaignHistory.groups(account, filter),
      store.campaignHistory.list(account, { ...filter, limit, waitMs: csatOf(account).waitMs }),
    ]);
    // One that was taken out of the policy is still known by what it has sent.
    if (campaign !== undefined && groups.length === 0)
      requireKnown(campaign, campaignNames(account), { field: 'campaign', thing: 'campaign' });
    return {
      account,
      since,
      groups: groups.map(withReason),
      campaigns: campaigns.map(({ lateScore, ...row }) => ({
        ...withReason(row),
        lateScore: lateScore === null ? null : lateOf(lateScore),
      })),
    };
  }),
};

function withReason<Row extends Pick<CampaignGroup, 'rule' | 'why' | 'state'>>({
  rule,
  why,
  ...of
}: Row): Omit<Row, 'rule' | 'why'> & { readonly reason: string } {
  return { ...of, reason: fateReason({ fate: of.state, rule, why }) };
}

function lateOf({ outcome, score, at }: LateScore): {
  readonly score: number;
  readonly at: string;
  readonly sentence: string;
} {
  return { score, at, sentence: lateScoreText(outcome, { score, at }, timestampOf(new Date())) };
}
