import type { Timestamp } from '../timestamp';
import { decideCampaign } from './campaign';
import { BEFORE_IT_WATCHED } from './campaign-rules';
import type { Campaign, CampaignRuleName, PolicyInput, CampaignRule } from './campaign-types';
import type { Fate } from './fates';
import type { NoOutcome, TicketState } from '../ticket/state';
import { type CsatPolicy, outcomeOf } from '../ticket/outcome';

/** What is to be done about a campaign that a program asked for. */
export type RequestDecision =
  | { readonly kind: 'send'; readonly campaign: Campaign }
  /** `by`: the other ticket whose end is awaited. `toRead`: another ticket that has to be read once more before the hold may end. */
  | {
      readonly kind: 'held';
      readonly until: Timestamp;
      readonly why: string;
      readonly by?: number;
      readonly toRead?: number | undefined;
    }
  /** `by`: null: its own ticket has not ended, or never will. */
  | { readonly kind: 'skip'; readonly by: CampaignRuleName | null; readonly why: string };

/** What became of it, as it is kept; to be decided yet while it is `held`. */
export type RequestFate = Exclude<Fate, 'leaving' | 'waiting'>;

/** The same for the program that asked, to whom it is one whether a rule forbade it or nobody could send it: the reason says which. */
export function answeredFate(fate: RequestFate): 'sent' | 'held' | 'skipped' {
  return fate === 'sent' || fate === 'held' ? fate : 'skipped';
}

/** `post-support-upsell` -> `POST_SUPPORT_UPSELL` */
export function eventNameOf(campaign: string): string {
  return campaign
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

/**
 * The campaign of that name, to be sent at once: who asks has waited for as long as they wanted, so neither `when` nor `delay` counts, but
 * `expires` does. One that the policy does not have is the Brevo event of its name.
 */
export function requestedCampaign(campaigns: Readonly<Record<string, CampaignRule>>, name: string): Campaign {
  const rule = campaigns[name];
  const chosenRule = rule ?? { when: 'no_answer', send: { event: eventNameOf(name) } };
  return { name, rule: { ...chosenRule, delayMs: 0 } };
}

export interface RequestPolicyInput extends Pick<
  PolicyInput,
  'now' | 'campaign' | 'person' | 'otherTickets' | 'earlierSends' | 'limits' | 'expiresAt'
> {
  readonly askedAt: Timestamp;
  /** Null: the campaign belongs to no ticket. */
  readonly ticket: {
    readonly state: TicketState;
    readonly createdAt: Timestamp;
    /** By its row, which a list may have shown before anybody looked at the ticket itself; null: it is not closed. */
    readonly closedAt: Timestamp | null;
    /** The campaign that the ticket has caused before. */
    readonly earlier: PolicyInput['ticket']['earlier'];
  } | null;
  /** Tickets that were closed before cause no campaign; null: every ticket was watched. */
  readonly watchedFrom: Timestamp | null;
  readonly csat: CsatPolicy;
}

/** The rules of the policy, about a campaign that was asked for. The hold and the age of other tickets count from the asking. */
export function decideRequestedCampaign(input: RequestPolicyInput): RequestDecision {
  const { ticket, askedAt, now, csat, watchedFrom } = input;
  if (ticket === null) {
    const free = { createdAt: askedAt, outcome: 'no_answer', fromBackfill: false, earlier: null } as const;
    return decide(input, { ...free, decidedAt: askedAt, undoneBy: null });
  }
  const verdict = outcomeOf(ticket.state, { now, csat });
  // What was over by then is never looked at: its row is all that is known of it.
  const isOld = watchedFrom !== null && ticket.closedAt !== null && ticket.closedAt < watchedFrom;
  if (verdict.kind === 'none' && verdict.why === 'unknown' && isOld)
    return { kind: 'skip', by: 'not_from_backfill', why: BEFORE_IT_WATCHED };
  if (verdict.kind === 'none') return { kind: 'skip', by: null, why: NOT_ENDED[verdict.why] };
  const { earlier } = ticket;
  if (verdict.kind === 'waiting' && earlier === null) {
    return { kind: 'held', until: verdict.until, why: 'how the ticket ended is not known yet' };
  }
  const fromBackfill = verdict.kind === 'outcome' && watchedFrom !== null && verdict.closedAt < watchedFrom;
  const outcome = verdict.kind === 'outcome' ? verdict.outcome : 'no_answer';
  return decide(input, {
    createdAt: ticket.createdAt,
    outcome,
    decidedAt: askedAt,
    undoneBy: null,
    fromBackfill,
    earlier,
  });
}

function decide(input: RequestPolicyInput, ticket: PolicyInput['ticket']): RequestDecision {
  const { now, campaign, person, otherTickets, earlierSends, limits, expiresAt = null } = input;
  const decision = decideCampaign({ now, campaign, ticket, person, otherTickets, earlierSends, limits, expiresAt });
  switch (decision.kind) {
    case 'send':
      return { kind: 'send', campaign: decision.campaign };
    case 'skip':
      return { kind: 'skip', by: decision.by, why: decision.why };
    case 'wait':
      return { kind: 'held', until: decision.until, why: decision.why };
    case 'held':
      return {
        kind: 'held',
        until: decision.until,
        why: decision.why,
        by: decision.by,
        toRead: decision.toRead === true ? decision.by : undefined,
      };
  }
}

const NOT_ENDED: Readonly<Record<NoOutcome, string>> = {
  unknown: 'the ticket cannot be read',
  open: 'the ticket is open: a campaign is sent after its end',
  snoozed: 'the ticket is snoozed: a campaign is sent after its end',
  spam: 'the ticket is marked as spam',
  trashed: 'the ticket is in the trash',
  deleted: 'the ticket was deleted',
  merged: 'the ticket was merged into another',
};
