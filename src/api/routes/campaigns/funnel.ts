import { type Fate, PENDING_FATES, UNSENT_FATES } from '../../../domain/campaign/fates';
import type { EndsFilter, FunnelCount } from '../../../store/campaigns/funnel-types';
import {
  type CampaignFunnel,
  type EndedTickets,
  listEndedTickets,
  OUTCOMES,
  readFunnel,
} from '../../../../packages/sdk/contract/funnel';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { askedPeriod, cursorOf, nextOf } from '../../period';
import { whyStopped } from '../../story/account-standing';
import { requireKnown } from '../../known-names';
import { FATE_RULES, fateReason } from './fate-reasons';

type Outcome = (typeof OUTCOMES)[number];

export const funnelOperations = {
  readFunnel: implement(readFunnel, async ({ query }, { store, settingsFile }) => {
    const row = await chooseAccount(store.accounts, query.account);
    const { account } = row;
    const stopped = await whyStopped(store, row, settingsFile);
    const period = askedPeriod(query);
    const counts = await store.funnels.count(account, period);
    const requested = await store.funnels.requested(account, period);
    const fates = (wanted: readonly Fate[]): number => sumOf(counts.filter(({ fate }) => wanted.includes(fate)));
    return {
      account,
      ...period,
      stopped,
      ends: sumOf(counts),
      outcomes: OUTCOMES.map((outcome) => outcomeOf(outcome, counts)),
      sent: fates(['sent']),
      pending: fates(PENDING_FATES),
      skipped: fates(UNSENT_FATES),
      fates: fatesOf(counts, stopped !== null),
      requested,
    };
  }),

  listEndedTickets: implement(listEndedTickets, async ({ query }, { store, settingsFile }) => {
    const of = await chooseAccount(store.accounts, query.account);
    const { account } = of;
    if (query.rule !== undefined) requireKnown(query.rule, FATE_RULES, { field: 'rule', thing: 'rule' });
    const stopped = await whyStopped(store, of, settingsFile);
    const period = askedPeriod(query);
    const rows = await store.funnels.ends(account, period, filterOf(query));
    const last = rows.at(-1);
    const tickets = rows.map(({ until, ...row }): EndedTickets['tickets'][number] => ({
      ...row,
      outcome: row.outcome as Outcome,
      until: stopped === null ? until : null,
    }));
    const page = { length: rows.length, limit: query.limit };
    return {
      account,
      ...period,
      stopped,
      tickets,
      next: nextOf(page, last && { at: last.decidedAt, id: last.ticketId }),
    };
  }),
};

/** As a query says it, where a dash stands for no campaign. */
function filterOf({
  campaign,
  after,
  ...wanted
}: Omit<EndsFilter, 'before' | 'campaign'> & {
  readonly campaign?: string | undefined;
  readonly after?: string | undefined;
}): EndsFilter {
  return { ...wanted, campaign: campaign === '-' ? null : campaign, before: cursorOf(after) };
}

function sumOf(counts: readonly FunnelCount[]): number {
  return counts.reduce((sum, { ends }) => sum + ends, 0);
}

function outcomeOf(outcome: Outcome, counts: readonly FunnelCount[]): CampaignFunnel['outcomes'][number] {
  const own = counts.filter((count) => count.outcome === outcome);
  const scores = [...new Set(own.flatMap(({ score }) => (score === null ? [] : [score])))].sort(
    (one, two) => one - two,
  );
  return {
    outcome,
    ends: sumOf(own),
    scores: scores.map((score) => ({ score, ends: sumOf(own.filter((count) => count.score === score)) })),
  };
}

/** Whatever score they had. */
function fatesOf(counts: readonly FunnelCount[], isStopped: boolean): CampaignFunnel['fates'] {
  const fates = new Map<string, CampaignFunnel['fates'][number]>();
  for (const { outcome, campaign, fate, rule, holder, ends } of counts) {
    const key = JSON.stringify([outcome, campaign, fate, rule, holder]);
    const known = fates.get(key)?.ends ?? 0;
    fates.set(key, {
      outcome: outcome as Outcome,
      campaign,
      fate,
      rule,
      reason: fateReason({ fate, rule, holder, isStopped }),
      ends: known + ends,
    });
  }
  return [...fates.values()].sort((one, two) => two.ends - one.ends);
}
