import type {
  CampaignDecision,
  CampaignLimits,
  CampaignRule,
  CampaignRuleName,
  PolicyInput,
} from '../campaign/campaign-types';
import type { Campaign } from '../campaign/campaign-types';
import type { CsatPolicy } from '../ticket/outcome';
import type { Outcome, TicketState } from '../ticket/state';
import type { Timestamp } from '../timestamp';

/** What `tajo.yaml` says of campaigns: the sections that a rehearsal may change. */
export interface CampaignPolicy {
  readonly csat: CsatPolicy;
  readonly campaigns: Readonly<Record<string, CampaignRule>>;
  readonly limits: CampaignLimits;
}

/** The time that is rehearsed. Tickets that were closed before it are nobody's case, as before an installation. */
export interface Period {
  readonly from: Timestamp;
  readonly until: Timestamp;
}

export type DecisionKind = CampaignDecision['kind'];

/** How a campaign stands in the outbox. */
export type Sending = 'intended' | 'sending' | 'sent' | 'refused' | 'unknown' | 'given_up';

/** What the policy has said in life of one end of a ticket, last. */
export interface KeptEnd {
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
  readonly askedAt: Timestamp;
  readonly outcome: string;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly kind: DecisionKind;
  /** What became of one that was let through; null: nothing else is known than that it was. */
  readonly sending: Sending | null;
  /** The rule that has decided; null: none spoke against it. */
  readonly by: CampaignRuleName | null;
  readonly why: string;
  /** What Brevo said of the person then; null: nobody asked. */
  readonly consent: Pick<PolicyInput['person'], 'blocklisted' | 'unsubscribed' | 'consentUnknown'> | null;
}

/** One ticket of a person as the store knows it now. */
export interface PastTicket {
  readonly ticketId: number;
  readonly createdAt: Timestamp;
  /** With everything that was ever learnt of it; its end counts from the facts alone. */
  readonly state: TicketState;
  /** False: it was never followed, and all that is known is what lists have shown. */
  readonly isWatched: boolean;
  readonly keptEnds: readonly KeptEnd[];
}

/** A campaign that went to the person for another reason than an end that is rehearsed: a program's, or one from before. */
export interface PastSend {
  /** Null: it belonged to no ticket. */
  readonly ticketId: number | null;
  readonly name: string;
  readonly at: Timestamp;
}

/** Everything that is known of a person. */
export interface PersonPast {
  readonly tickets: readonly PastTicket[];
  readonly sends: readonly PastSend[];
  /** As last read: what they said at an earlier time is known only where it was asked then. */
  readonly consent: (campaign: Campaign | null) => PolicyInput['person'];
}

/** A ticket that was closed when the rehearsed time was over, and of which nobody could know by the policy yet how it ends. */
export interface UndecidedEnd {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  /** When it is known at the latest. */
  readonly until: Timestamp;
}

/** What became of a person's tickets by one policy. */
export interface RehearsedPerson {
  readonly ends: readonly RehearsedEnd[];
  readonly undecided: readonly UndecidedEnd[];
}

/** What the policy would have said of one end of a ticket. */
export interface RehearsedEnd {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  readonly outcome: Outcome;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly kind: DecisionKind;
  readonly by: CampaignRuleName | null;
  readonly why: string;
  /** When it was said. */
  readonly at: Timestamp;
  /** What is still awaited when the rehearsed time ends. */
  readonly dueAt: Timestamp | null;
  /** The other ticket that held it first; null: none did. */
  readonly heldBy: number | null;
  /** Every moment by which the closing is known: life may know it by another one. */
  readonly witnesses: readonly Timestamp[];
  /** What the policy says at the moment at which life asked it last; null: that was no later, or life has not asked. */
  readonly whenLifeAsked: { readonly kind: DecisionKind; readonly by: CampaignRuleName | null } | null;
}
