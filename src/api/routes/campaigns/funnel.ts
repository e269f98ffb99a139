import type { CampaignRuleName } from '../../../domain/campaign/campaign-types';
import type { EndsFilter, FunnelCount } from '../../../store/campaigns/funnel-types';
import {
  type CampaignFunnel,
  type EndedTickets,
  listEndedTickets,
  OUTCOMES,
  readFunnel,
} from '../../../../packages/sdk/contract/funnel';
import { chooseAccount } from '../../accounts';
import { REASON_TEXTS } from '../../../domain/campaign/reason-texts';
import { implement } from '../../operation';
import { askedPeriod, cursorOf, nextOf } from '../../period';

type Outcome = (typeof OUTCOMES)[number];
type Fate = CampaignFunnel['fates'][number]['fate'];

const GIVEN_UP = 'it was given up: the connector was uninstalled, or its Brevo account was replaced';

const FATE_REASONS: Readonly<Record<Exclude<Fate, 'waiting' | 'held' | 'skipped'>, string>> = {
  sent: 'sent',
  leaving: 'allowed, and not yet with Brevo',
  refused: 'Brevo refused it',
  unknown: 'the answer was lost, and nobody can tell whether Brevo has it: it is not repeated',
};

export const funnelOperations = {
  readFunnel: implement(readFunnel, async ({ query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const period = askedPeriod(query);
    const counts = await store.funnels.count(account, period);
    const requested = await store.funnels.requested(account, period);
    const fates = (...wanted: readonly Fate[]): number => sumOf(counts.filter(({ fate }) => wanted.includes(fate)));
    return {
      account,
      ...period,
      ends: sumOf(counts),
      outcomes: OUTCOMES.map((outcome) => outcomeOf(outcome, counts)),
      sent: fates('sent'),
      pending: fates('leaving', 'waiting', 'held'),
      skipped: fates('skipped', 'refused', 'unknown'),
      fates: fatesOf(counts),
      requested,
    };
  }),

  listEndedTickets: implement(listEndedTickets, async ({ query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const period = askedPeriod(query);
    const rows = await store.funnels.ends(account, period, filterOf(query));
    const last = rows.at(-1);
    const tickets = rows.map((row): EndedTickets['tickets'][number] => ({ ...row, outcome: row.outcome as Outcome }));
    const page = { length: rows.length, limit: query.limit };
    return { account, ...period, tickets, next: nextOf(page, last && { at: last.decidedAt, id: last.ticketId }) };
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
function fatesOf(counts: readonly FunnelCount[]): CampaignFunnel['fates'] {
  const fates = new Map<string, CampaignFunnel['fates'][number]>();
  for (const { outcome, campaign, fate, rule, ends } of counts) {
    const key = JSON.stringify([outcome, campaign, fate, rule]);
    const known = fates.get(key)?.ends ?? 0;
    fates.set(key, {
      outcome: outcome as Outcome,
      campaign,
      fate,
      rule,
      reason: reasonOf(fate, rule),
      ends: known + ends,
    });
  }
  return [...fates.values()].sort((one, two) => two.ends - one.ends);
}

function reasonOf(fate: Fate, rule: string | null): string {
  if (fate !== 'waiting' && fate !== 'held' && fate !== 'skipped') return FATE_REASONS[fate];
  return rule === 'given_up' ? GIVEN_UP : REASON_TEXTS[rule as CampaignRuleName];
}
