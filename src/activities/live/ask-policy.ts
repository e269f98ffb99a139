import { randomUUID } from 'node:crypto';
import { chooseCampaign, decideCampaign, intendCampaign } from '../../domain/ticket/campaign';
import type { Campaign, CampaignDecision, CampaignFacts } from '../../domain/ticket/campaign-types';
import { momentOf } from '../../domain/ticket/moment';
import { decisionOf } from '../../domain/ticket/outcome';
import type { Decision, TicketState } from '../../domain/ticket/state';
import { summarise } from '../../domain/ticket/summary';
import type { Campaigns, CampaignIntent, KeptDecision, LiveTables, TicketDetails } from '../../store/live-types';
import type { ActivityDeps } from '../deps';
import { campaignKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { consentOf } from './consent';
import type { TicketRef } from './types';

const NOBODY = { hasEmail: true, blocklisted: false, unsubscribed: false };

/** What one asking of the policy is about. */
interface Case {
  readonly ref: TicketRef;
  readonly decision: Decision;
  readonly campaign: Campaign | null;
  readonly details: TicketDetails | null;
  readonly watchedFrom: string | null;
}

/**
 * What the policy says of this end of the ticket. Its last word, to send or to skip, is kept and stands; `send` has written the intent down
 * in the same transaction in which nobody else could decide about the person.
 */
export async function askPolicy(deps: ActivityDeps, ref: TicketRef, state: TicketState): Promise<CampaignDecision> {
  const decision = decisionOf(state);
  if (decision === null) throw new Error('the policy was asked about a ticket without an outcome');
  const said = await lastWord(deps, ref, decision);
  if (said !== null) return said;
  const asked: Case = {
    ref,
    decision,
    campaign: chooseCampaign(deps.config.campaigns, decision.outcome),
    details: await deps.store.ticketReader.details(ref.account, ref.ticketId),
    watchedFrom: (await deps.store.accounts.find(ref.account))?.installedAt ?? null,
  };
  const early = decideCampaign(factsOf(deps, asked, state, { person: NOBODY, others: [], sends: [] }));
  // Until the campaign is due, and when there is none, nobody has to be asked about the person.
  if (early.kind !== 'send') return keep(deps.store.campaigns, asked, early, now(deps));
  return decideForPerson(deps, asked);
}

async function lastWord(deps: ActivityDeps, ref: TicketRef, decision: Decision): Promise<CampaignDecision | null> {
  const kept = await deps.store.campaigns.decisions(ref.account, ref.ticketId);
  const said = kept.find(({ closedAt }) => closedAt === decision.closedAt);
  if (said === undefined || said.kind === 'wait' || said.kind === 'held') return null;
  const { rules, why, campaign } = said;
  if (said.kind === 'skip') return { kind: 'skip', by: rules.at(-1)?.rule ?? 'policy', why, rules };
  const rule = campaign === null ? undefined : deps.config.campaigns[campaign];
  const name = campaign ?? '';
  return {
    kind: 'send',
    rules,
    campaign: { name, rule: rule ?? { when: decision.outcome, delayMs: 0, send: { event: name } } },
  };
}

async function decideForPerson(deps: ActivityDeps, asked: Case): Promise<CampaignDecision> {
  const { account, ticketId } = asked.ref;
  const emailKey = asked.details?.emailKey ?? null;
  const person =
    emailKey === null ? { ...NOBODY, hasEmail: false } : await consentOf(deps, account, emailKey, asked.campaign);
  const said: CampaignDecision[] = [];
  await deps.store.tickets.change(account, ticketId, async (state, live) => {
    if (emailKey !== null) await live.campaigns.lockPerson(account, emailKey);
    const others = emailKey === null ? [] : await live.ticketReader.othersOf(account, emailKey, ticketId);
    const sends =
      emailKey === null ? [] : await live.campaigns.sentTo(account, emailKey, campaignKey(account, ticketId));
    const word = decideCampaign(factsOf(deps, asked, state, { person, others, sends }));
    said.push(word);
    await keep(live.campaigns, asked, word, now(deps));
    const after =
      word.kind === 'send' && emailKey !== null
        ? await intend(live, { ...asked, emailKey }, word, state, now(deps))
        : state;
    return { state: after, summary: summarise(after, { now: now(deps), csat: deps.config.csat }) };
  });
  const [word] = said;
  if (word === undefined) throw new Error('the policy said nothing');
  return word;
}

async function intend(
  live: LiveTables,
  { ref, decision, details, emailKey }: Case & { readonly emailKey: string },
  { campaign }: Extract<CampaignDecision, { kind: 'send' }>,
  state: TicketState,
  at: string,
): Promise<TicketState> {
  const { account, ticketId } = ref;
  const eventKey = campaignKey(account, ticketId);
  const intent: CampaignIntent = {
    ...{ ticketId, emailKey, eventKey, name: campaign.name, send: campaign.rule.send },
    params: details === null ? {} : campaignParams(details, decision),
    customerId: details?.customerId ?? null,
    mailKey: randomUUID(),
    intendedAt: at,
  };
  await live.campaigns.intend(account, intent);
  return intendCampaign(state, { name: campaign.name, at });
}

interface Weighed {
  readonly person: CampaignFacts['person'];
  readonly others: CampaignFacts['otherTickets'];
  readonly sends: CampaignFacts['earlierSends'];
}

function factsOf(deps: ActivityDeps, asked: Case, state: TicketState, weighed: Weighed): CampaignFacts {
  const { decision, campaign, details, watchedFrom } = asked;
  const { frequencyCap, holdMs } = deps.config;
  const summary = summarise(state, { now: now(deps), csat: deps.config.csat });
  const stands = decisionOf(state)?.closedAt === decision.closedAt;
  return {
    now: now(deps),
    campaign,
    ticket: {
      createdAt: details?.ticket.createdAt ?? state.level?.createdAt ?? decision.closedAt,
      outcome: decision.outcome,
      decidedAt: decision.decidedAt,
      undoneBy: stands ? null : summary.phase === 'closed' ? 'open' : summary.phase,
      fromBackfill: watchedFrom !== null && decision.closedAt < watchedFrom,
      earlier: state.campaign,
    },
    person: weighed.person,
    otherTickets: weighed.others,
    earlierSends: weighed.sends,
    limits: { frequencyCap, holdMs },
  };
}

async function keep(campaigns: Campaigns, asked: Case, said: CampaignDecision, at: string): Promise<CampaignDecision> {
  const { ref, decision, campaign } = asked;
  const kept: KeptDecision = {
    ...{ closedAt: decision.closedAt, decidedAt: decision.decidedAt, askedAt: at },
    ...{ outcome: decision.outcome, score: decision.score, campaign: campaign?.name ?? null },
    ...{ kind: said.kind, rules: said.rules },
    why: said.kind === 'send' ? (said.rules.at(-1)?.sentence ?? '') : said.why,
    until: said.kind === 'wait' || said.kind === 'held' ? said.until : null,
  };
  await campaigns.keepDecision(ref.account, ref.ticketId, kept);
  return said;
}

function now(deps: ActivityDeps): string {
  return momentOf(deps.now().getTime());
}
