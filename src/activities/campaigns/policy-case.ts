import type { Timestamp } from '../../domain/records';
import { chooseCampaign } from '../../domain/ticket/campaign';
import type { Campaign, CampaignDecision, CampaignFacts } from '../../domain/ticket/campaign-types';
import { decisionOf } from '../../domain/ticket/outcome';
import type { Decision, TicketState } from '../../domain/ticket/state';
import { summarise } from '../../domain/ticket/summary';
import type { KeptDecision, TicketDetails } from '../../store/live/live-types';
import type { ActivityDeps } from '../deps';
import { momentFor } from '../tickets/change-ticket';
import type { TicketRef } from '../tickets/types';

/** What one asking of the policy is about: this end of the ticket, and the campaign that answers it. */
export interface PolicyCase {
  readonly ref: TicketRef;
  readonly decision: Decision;
  readonly campaign: Campaign | null;
  readonly details: TicketDetails | null;
  readonly watchedFrom: Timestamp | null;
}

export async function openCase(deps: ActivityDeps, ref: TicketRef, decision: Decision): Promise<PolicyCase> {
  const { account, ticketId } = ref;
  return {
    ...{ ref, decision },
    campaign: chooseCampaign(deps.configOf(account).campaigns, decision.outcome),
    details: await deps.store.ticketReader.details(account, ticketId),
    watchedFrom: (await deps.store.accounts.find(account))?.installedAt ?? null,
  };
}

type Weighed = Pick<CampaignFacts, 'person' | 'otherTickets' | 'earlierSends'>;

/** Everything that the rules ask about, as the ticket stands in `state`. */
export function factsOf(deps: ActivityDeps, asked: PolicyCase, state: TicketState, weighed: Weighed): CampaignFacts {
  const { ref, decision, campaign, details, watchedFrom } = asked;
  const { frequencyCap, holdMs } = deps.configOf(ref.account);
  const moment = momentFor(deps, ref.account);
  const { phase } = summarise(state, moment);
  const stands = decisionOf(state)?.closedAt === decision.closedAt;
  return {
    ...{ now: moment.now, campaign, limits: { frequencyCap, holdMs } },
    ...weighed,
    ticket: {
      createdAt: details?.ticket.createdAt ?? state.level?.createdAt ?? decision.closedAt,
      outcome: decision.outcome,
      decidedAt: decision.decidedAt,
      undoneBy: stands ? null : phase === 'closed' ? 'open' : phase,
      fromBackfill: watchedFrom !== null && decision.closedAt < watchedFrom,
      earlier: state.campaign,
    },
  };
}

/** The policy's word with every rule that spoke, as `tajo why` tells it. */
export function keptDecision(
  { decision, campaign }: PolicyCase,
  said: CampaignDecision,
  askedAt: Timestamp,
): KeptDecision {
  const { closedAt, decidedAt, outcome, score } = decision;
  return {
    ...{ closedAt, decidedAt, askedAt, outcome, score },
    ...{ campaign: campaign?.name ?? null, kind: said.kind, rules: said.rules },
    why: said.kind === 'send' ? (said.rules.at(-1)?.sentence ?? '') : said.why,
    until: said.kind === 'wait' || said.kind === 'held' ? said.until : null,
  };
}
