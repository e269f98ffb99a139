import type { Timestamp } from '../../domain/timestamp';
import { chooseCampaign, whyOf } from '../../domain/campaign/campaign';
import type { Campaign, CampaignDecision, PolicyInput } from '../../domain/campaign/campaign-types';
import { policyInputOf } from '../../domain/campaign/policy-input';
import type { Decision } from '../../domain/ticket/state';
import type { View } from '../../domain/ticket/view';
import type { KeptDecision } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { judgementNow } from '../tickets/change-ticket';
import { detailsOf, type JudgedDetails } from '../tickets/ticket-details';
import type { TicketRef } from '../tickets/types';
import { ticketWatched } from '../tickets/watched-from';
import { earlierOf, expiryOf } from './intended-campaign';

/** What one asking of the policy is about: this end of the ticket, and the campaign that answers it. */
export interface PolicyCase {
  readonly ref: TicketRef;
  readonly decision: Decision;
  readonly campaign: Campaign | null;
  readonly details: JudgedDetails | null;
  readonly watchedFrom: Timestamp;
  /** The ticket had caused a campaign before its person was erased. */
  readonly hadCampaign: boolean;
}

export async function openCase(deps: ActivityDeps, ref: TicketRef, decision: Decision): Promise<PolicyCase> {
  const { account } = ref;
  const details = await detailsOf(deps, ref);
  const { from, hadCampaign } = await ticketWatched(deps, ref, details);
  return {
    ref,
    decision,
    campaign: chooseCampaign(deps.configOf(account).campaigns, decision.outcome),
    details,
    watchedFrom: from,
    hadCampaign,
  };
}

interface CaseInput {
  readonly now: Timestamp;
  readonly entry: OutboxEntry | null;
  /** A program waits for what is written down. Missing: none does. */
  readonly isPrograms?: boolean;
  /** Whether it is too late is asked where the other tickets are known. */
  readonly expires: boolean;
  readonly weighed: Pick<PolicyInput, 'person' | 'otherTickets' | 'earlierSends'>;
}

/** Everything that the rules ask about, as the ticket stands in this view. */
export function policyInput(
  deps: ActivityDeps,
  { ref, decision, campaign, details, watchedFrom: from, hadCampaign }: PolicyCase,
  { view, now, entry, isPrograms, expires, weighed }: CaseInput & { readonly view: View },
): PolicyInput {
  const { frequencyCap, holdMs } = deps.configOf(ref.account);
  const createdAt = details?.ticket.createdAt ?? view.state.level?.createdAt ?? decision.closedAt;
  return policyInputOf(
    { decision, campaign, createdAt, watchedFrom: from, limits: { frequencyCap, holdMs } },
    {
      ...weighed,
      now,
      view,
      expiresAt: expires ? expiryOf(entry) : null,
      earlier: earlierOf(entry, { name: campaign?.name ?? null, isPrograms, hadCampaign }),
    },
  );
}

/** The policy's word with every rule that spoke, as `tajo why` tells it. */
export function keptDecision(
  { decision, campaign }: PolicyCase,
  campaignDecision: CampaignDecision,
  askedAt: Timestamp,
): KeptDecision {
  const { closedAt, decidedAt, outcome, score } = decision;
  return {
    closedAt,
    decidedAt,
    askedAt,
    outcome,
    score,
    campaign: campaign?.name ?? null,
    kind: campaignDecision.kind,
    rules: campaignDecision.rules,
    why: whyOf(campaignDecision),
    until: campaignDecision.kind === 'wait' || campaignDecision.kind === 'held' ? campaignDecision.until : null,
  };
}

export function nowOf(deps: ActivityDeps, account: string): Timestamp {
  return judgementNow(deps, account).now;
}
