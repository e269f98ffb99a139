import { plus, type Timestamp } from '../timestamp';
import { answeredSince } from '../ticket/answered-since';
import type { Decision } from '../ticket/state';
import type { View } from '../ticket/view';
import { type Campaign, type CampaignLimits, DEFAULT_EXPIRES_MS, type PolicyInput } from './campaign-types';

/** What stays the same however often the policy is asked about one end of a ticket. */
export interface EndOfTicket {
  readonly decision: Decision;
  /** The one that answers it; null: none does. */
  readonly campaign: Campaign | null;
  readonly createdAt: Timestamp;
  /** What was closed before is nobody's case. */
  readonly watchedFrom: Timestamp;
  readonly limits: CampaignLimits;
}

/** What is different each time. */
export interface Asking extends Pick<PolicyInput, 'now' | 'person' | 'otherTickets' | 'earlierSends' | 'expiresAt'> {
  /** The ticket as it stands now. */
  readonly view: View;
  /** A campaign that the ticket has caused before. */
  readonly earlier: PolicyInput['ticket']['earlier'];
}

/** Everything that the rules ask about. In life and in a rehearsal alike: whoever asks only says where it comes from. */
export function policyInputOf(
  { decision, campaign, createdAt, watchedFrom, limits }: EndOfTicket,
  { view, earlier, ...asked }: Asking,
): PolicyInput {
  const { phase } = view.status;
  const isCurrent = view.decision?.closedAt === decision.closedAt;
  return {
    ...asked,
    campaign,
    limits,
    ticket: {
      createdAt,
      outcome: decision.outcome,
      decidedAt: decision.decidedAt,
      undoneBy: isCurrent ? null : phase === 'closed' ? 'open' : phase,
      answered: answeredSince(view.state, decision, view.csat),
      fromBackfill: decision.closedAt < watchedFrom,
      earlier,
    },
  };
}

/** By when a campaign must have been sent that could have been sent from `dueAt` on. */
export function expiresAfter({ rule }: Campaign, dueAt: Timestamp): Timestamp {
  return plus(dueAt, rule.expiresMs ?? DEFAULT_EXPIRES_MS);
}
