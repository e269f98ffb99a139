import { type FeedEvent, type Survey, type Ticket } from '../../../src/domain/records';
import { timestampOf, type Timestamp } from '../../../src/domain/timestamp';
import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { type CsatPolicy } from '../../../src/domain/ticket/outcome';
import { type TicketState, unknownTicket } from '../../../src/domain/ticket/state';

export const TICKET_ID = 4711;
export const SURVEY_ID = 99;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const CSAT: CsatPolicy = { waitMs: 7 * DAY, satisfiedFrom: 4, dissatisfiedTo: 2 };

const START = Date.parse('2026-11-22T10:00:00Z');

/** So many milliseconds after 22 November 2026, 10:00 UTC. */
export function after(ms: number): Timestamp {
  return timestampOf(START + ms);
}

export interface Reading extends Partial<Ticket> {
  readonly readAt: Timestamp;
  readonly answer?: Partial<Survey> | null;
}

/** The ticket as a read shows it: open, created at the start and last changed when it was read, unless said otherwise. */
export function reading({ readAt, answer = null, ...fields }: Reading): TicketFact {
  const ticket: Ticket = {
    id: TICKET_ID,
    customerId: 1,
    status: 'open',
    channel: 'email',
    via: 'email',
    subject: 'Where is my parcel?',
    assigneeUserId: null,
    assigneeName: null,
    tags: [],
    spam: false,
    createdAt: after(0),
    updatedAt: readAt,
    closedAt: null,
    snoozedUntil: null,
    trashedAt: null,
    ...fields,
  };
  return { kind: 'ticket', ticket, survey: answer === null ? null : survey(answer), readAt };
}

export function closedReading(closedAt: Timestamp, fields: Omit<Reading, 'readAt'> & { readAt?: Timestamp } = {}) {
  return reading({ readAt: closedAt, updatedAt: closedAt, status: 'closed', closedAt, ...fields });
}

function survey(fields: Partial<Survey> = {}): Survey {
  return {
    id: SURVEY_ID,
    ticketId: TICKET_ID,
    customerId: 1,
    score: null,
    comment: null,
    createdAt: after(0),
    shouldSendAt: null,
    sentAt: null,
    scoredAt: null,
    ...fields,
  };
}

/** An event of the feed; ids ascend with time, as Gorgias' do. */
export function event(type: string, createdAt: Timestamp, data: FeedEvent['data'] = null): TicketFact {
  const isOfSurvey = type.startsWith('satisfaction-survey-');
  return {
    kind: 'event',
    event: {
      id: Date.parse(createdAt) * 1000 + Number(createdAt.slice(23, -1)),
      type,
      objectType: isOfSurvey ? 'SatisfactionSurvey' : 'Ticket',
      objectId: isOfSurvey ? SURVEY_ID : TICKET_ID,
      data,
      context: null,
      userId: null,
      createdAt,
    },
  };
}

export function stateOf(...facts: readonly TicketFact[]): TicketState {
  return facts.reduce(observe, unknownTicket(TICKET_ID));
}
