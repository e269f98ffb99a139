import { type ListRef } from '../list-name';
import { type Timestamp } from '../timestamp';
import type { OtherAnswer } from '../ticket/answered-since';
import { type NoOutcome, type Outcome } from '../ticket/state';

/** How long a campaign may come late, unless the configuration says otherwise: after three days it answers nothing any more. */
export const DEFAULT_EXPIRES_MS = 3 * 86_400_000;

/** One entry of `campaigns` in the configuration. */
export interface CampaignRule {
  readonly when: Outcome;
  readonly delayMs: number;
  /** What could not be sent in this time is given up; missing: {@link DEFAULT_EXPIRES_MS}. */
  readonly expiresMs?: number;
  readonly send: { readonly event: string } | { readonly templateId: number } | { readonly listId: ListRef };
}

export interface Campaign {
  readonly name: string;
  readonly rule: CampaignRule;
}

export interface CampaignLimits {
  /** Null: no cap. */
  readonly frequencyCap: { readonly perCustomer: number; readonly withinMs: number } | null;
  readonly holdMs: number;
}

/** Another ticket of the same customer, without spam, trashed, deleted and merged ones. */
export interface OtherTicket {
  readonly ticketId: number;
  readonly createdAt: Timestamp;
  /** `open` includes snoozed. `waiting`: closed, and its satisfaction may still come to be known. */
  readonly phase: 'open' | 'waiting' | 'ended';
  /** Of one that is `open`: it is asleep, as a list or a read has shown it. Missing: nobody asked. */
  readonly isSnoozed?: boolean;
  readonly closedAt: Timestamp | null;
  /** When it could be known how it ended; null before its end. */
  readonly endedAt: Timestamp | null;
  /** As the customer has answered by now. Null before its end, and when nobody knows how it ended. */
  readonly outcome: Outcome | null;
  /** When it was last read whole, with its survey; null: never. */
  readonly seenAt: Timestamp | null;
  /** A list has shown it otherwise than it was read, and nothing says that it was changed since. Missing: none has. */
  readonly toRead?: boolean;
}

/** Everything that the policy may look at. */
export interface PolicyInput {
  readonly now: Timestamp;
  /** The one to be sent: the first that matches the outcome, or the one that was asked for. Null: none matches. */
  readonly campaign: Campaign | null;
  readonly ticket: {
    readonly createdAt: Timestamp;
    readonly outcome: Outcome;
    readonly decidedAt: Timestamp;
    /** What undid the outcome since, `open` for a reopening; null: it stands. */
    readonly undoneBy: NoOutcome | null;
    readonly fromBackfill: boolean;
    /** What the customer has answered otherwise since; null or missing: nothing. */
    readonly answered?: OtherAnswer | null;
    /** A campaign that this ticket has caused before, whatever became of it. Without a name: before its person was erased. */
    readonly earlier: { readonly name: string | null } | null;
  };
  /** As Brevo answers when the campaign is due; before that nobody looks at it. */
  readonly person: {
    readonly hasEmail: boolean;
    readonly blocklisted: boolean;
    readonly unsubscribed: boolean;
    /** Brevo's answer about consent could not be read, and counts as a no. Missing: it could. */
    readonly consentUnknown?: boolean;
    /** The refusal was said by a contact that Brevo has no more. Missing: by the one of now. */
    readonly wasDeleted?: boolean;
    /** It was said at an address that the person has left. Missing: at the one of now. */
    readonly saidElsewhere?: boolean;
    /** The contact is on the list already that the campaign would put it on. Missing: nobody has asked. */
    readonly onList?: boolean | undefined;
    /** Nothing is known of the customer: their record could not be read yet. Missing: it was. */
    readonly unread?: boolean;
    /** Why nobody is written to at the address that there is: `is left out by …`. Missing: there is none, or it is fit. */
    readonly whyUnfit?: string | undefined;
    /** Brevo does not take the address. Missing: it does, or was not asked. */
    readonly refused?: boolean;
  };
  readonly otherTickets: readonly OtherTicket[];
  /** When this customer was sent campaigns because of other tickets. */
  readonly earlierSends: readonly Timestamp[];
  readonly limits: CampaignLimits;
  /** What could not be sent by then is given up, unless another ticket has held it; null: nobody asks that yet. */
  readonly expiresAt?: Timestamp | null;
}

export type CampaignRuleName =
  | 'still_ended'
  | 'once_per_ticket'
  | 'not_from_backfill'
  /** Speaks only when an account is installed again, of what waited when it was uninstalled. */
  | 'still_installed'
  | 'policy'
  | 'delay'
  | 'not_expired'
  /** Speaks only where it is not. */
  | 'same_answer'
  | 'has_email'
  /** Speaks only where a vendor has not answered about the person. */
  | 'vendors_answered'
  /** Speaks only where it is not. */
  | 'consent_known'
  | 'not_blocklisted'
  | 'not_unsubscribed'
  | 'no_worse_end'
  | 'no_open_ticket'
  /** Speaks only of campaigns that are a list, once Brevo was asked. */
  | 'not_on_list'
  | 'frequency_cap';

/** What one rule said, as `tajo why` shows it. */
export interface SpokenRule {
  readonly rule: CampaignRuleName;
  readonly says: 'pass' | 'wait' | 'held' | 'skip';
  readonly sentence: string;
}

export type CampaignDecision = {
  /** The rules in the order in which they were asked; the last one decided. */
  readonly rules: readonly SpokenRule[];
} & (
  | { readonly kind: 'send'; readonly campaign: Campaign }
  | { readonly kind: 'wait'; readonly until: Timestamp; readonly why: string }
  /** `by`: the other ticket whose end is awaited. `toRead`: it has to be read once more before the hold may end. */
  | {
      readonly kind: 'held';
      readonly until: Timestamp;
      readonly why: string;
      readonly by: number;
      readonly toRead?: boolean | undefined;
    }
  | { readonly kind: 'skip'; readonly by: CampaignRuleName; readonly why: string }
);
