import type { Survey, Ticket } from '../records';
import type { Timestamp } from '../timestamp';

/** How support ended for the customer. `no_survey`: none was sent; `no_answer`: none came in time. */
export type Outcome = 'satisfied' | 'neutral' | 'dissatisfied' | 'no_answer' | 'no_survey';

/** Why a ticket has no outcome, and will have none as it stands. `unknown`: nothing was read yet. */
export type NoOutcome = 'unknown' | 'open' | 'snoozed' | 'spam' | 'trashed' | 'deleted' | 'merged';

/**
 * What is known about one ticket: the state of its workflow. Plain JSON, and blind: times, numbers and ids, no subject, comment or name.
 *
 * All of it but `decision` and `told` is a set of facts that only grows, or the newest of a kind. Both can be joined in any
 * order and any number of times, which is why webhooks, feed and reads may come late, twice or crosswise (docs/decisions/0004-ticket-state.md).
 */
export interface TicketState {
  readonly ticketId: number;
  /** The newest reading; by `updatedAt`, then by when it was read. */
  readonly level: TicketLevel | null;
  /** When a read was last answered with 404. */
  readonly notFoundAt: Timestamp | null;
  /** The newest read that was answered with 301. */
  readonly mergedInto: { readonly ticketId: number; readonly readAt: Timestamp } | null;
  /** The newest feed event of each type that says how the ticket stands. */
  readonly marks: Readonly<Partial<Record<MarkType, Mark>>>;
  readonly history: TicketHistory;
  readonly movedTo: (Mark & { readonly customerId: number }) | null;
  readonly survey: SurveyLevel | null;
  /** The newest answer that the feed told of; null as score: it came without data. */
  readonly responded: (Mark & { readonly score: number | null }) | null;
  readonly skipped: (Mark & { readonly reasons: readonly string[] }) | null;
  readonly decision: Decision | null;
  readonly told: readonly PublishedEvent[];
}

/** What a read of the ticket showed. */
export type TicketLevel = Pick<
  Ticket,
  'customerId' | 'status' | 'spam' | 'createdAt' | 'closedAt' | 'snoozedUntil' | 'trashedAt'
> & {
  /** Where Gorgias did not say it, the time of the read. */
  readonly updatedAt: Timestamp;
  readonly readAt: Timestamp;
};

/** What a read of its survey showed. `answeredAt` and `score` are both null until the customer answers. */
export interface SurveyLevel extends Pick<Survey, 'id' | 'sentAt' | 'score'> {
  readonly answeredAt: Timestamp | null;
  readonly readAt: Timestamp;
}

export interface Mark {
  readonly at: Timestamp;
  /** Id of the feed event. */
  readonly id: number;
}

export const MARK_TYPES = [
  'ticket-created',
  'ticket-closed',
  'ticket-reopened',
  'ticket-snoozed',
  'ticket-self-unsnoozed',
  'ticket-trashed',
  'ticket-untrashed',
  'ticket-marked-spam',
  'ticket-unmarked-spam',
  'ticket-deleted',
  'ticket-excluded-from-csat',
  'satisfaction-survey-sent',
] as const;

export type MarkType = (typeof MARK_TYPES)[number];

/** Moments at which something is known to have happened, each once, oldest first. */
export interface TicketHistory {
  /** `closed_datetime` of every read that showed the ticket closed. */
  readonly closedByLevel: readonly Timestamp[];
  readonly closedByEvent: readonly Timestamp[];
  readonly reopened: readonly Timestamp[];
  /** Snoozing too is reported as a closing; these moments tell the two apart. */
  readonly snoozed: readonly Timestamp[];
  readonly woken: readonly Timestamp[];
}

/** An outcome that stands, whatever comes later, until the ticket is reopened. */
export interface Decision {
  readonly outcome: Outcome;
  readonly score: number | null;
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
}

/** A timeline event that has got its number. `of` is the moment that it is recognised by when better facts come. */
export interface PublishedEvent {
  readonly kind: TimelineKind;
  readonly ordinal: number;
  readonly at: Timestamp;
  readonly of: Timestamp;
}

export type TimelineKind = 'opened' | 'resolved' | 'reopened' | 'survey_sent' | 'survey_answered';

export function unknownTicket(ticketId: number): TicketState {
  return {
    ticketId,
    level: null,
    notFoundAt: null,
    mergedInto: null,
    marks: {},
    history: { closedByLevel: [], closedByEvent: [], reopened: [], snoozed: [], woken: [] },
    movedTo: null,
    survey: null,
    responded: null,
    skipped: null,
    decision: null,
    told: [],
  };
}
