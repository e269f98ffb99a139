import { type FeedEvent, type Survey, type Ticket } from '../records';
import { type Timestamp } from '../timestamp';
import { newestLevel, newestSurvey, withTime } from './join-facts';
import { observeEvent } from './observe-event';
import { levelPhase } from './status';
import { type SurveyLevel, type TicketLevel, type TicketState } from './state';

/**
 * Something learnt about the ticket: a *level* (what a read answered) or an *edge* (an event of the feed). `readAt` is when the request was
 * made, by Gorgias' clock where its answer tells it: it is compared with the times of events.
 */
export type TicketFact =
  | {
      readonly kind: 'ticket';
      readonly ticket: Ticket;
      /** Null: the ticket had none. */
      readonly survey: Survey | null;
      readonly readAt: Timestamp;
    }
  | { readonly kind: 'survey'; readonly survey: Survey; readonly readAt: Timestamp }
  /** 404. */
  | { readonly kind: 'not_found'; readonly readAt: Timestamp }
  /** 301. */
  | { readonly kind: 'merged'; readonly into: number; readonly readAt: Timestamp }
  /** Of the ticket or of its survey: survey events carry the survey's id, so that the caller must know whose it is. */
  | { readonly kind: 'event'; readonly event: FeedEvent };

/** The state with one more fact. Facts may come in any order and any number of times. A fact about another ticket changes nothing. */
export function observe(state: TicketState, fact: TicketFact): TicketState {
  switch (fact.kind) {
    case 'ticket':
      return fact.ticket.id === state.ticketId ? observeTicket(state, fact) : state;
    case 'survey':
      return observeSurvey(state, fact.survey, fact.readAt);
    case 'not_found':
      return { ...state, notFoundAt: later(state.notFoundAt, fact.readAt) };
    case 'merged':
      return observeMerge(state, { ticketId: fact.into, readAt: fact.readAt });
    case 'event':
      return observeEvent(state, fact.event);
  }
}

function observeTicket(state: TicketState, fact: Extract<TicketFact, { kind: 'ticket' }>): TicketState {
  const level = levelOf(fact.ticket, fact.readAt);
  const seen = { ...state, level: newestLevel(state.level, level), history: historyWith(state.history, level) };
  return fact.survey === null ? seen : observeSurvey(seen, fact.survey, fact.readAt);
}

function levelOf(ticket: Ticket, readAt: Timestamp): TicketLevel {
  const { customerId, status, spam, createdAt, updatedAt: toldAt, closedAt, snoozedUntil, trashedAt } = ticket;
  const updatedAt = toldAt ?? readAt;
  return { customerId, status, spam, createdAt, updatedAt, closedAt, snoozedUntil, trashedAt, readAt };
}

function historyWith(history: TicketState['history'], level: TicketLevel): TicketState['history'] {
  if (level.closedAt === null) return history;
  switch (levelPhase(level)) {
    case 'open':
      return history;
    case 'snoozed':
      return { ...history, snoozed: withTime(history.snoozed, level.closedAt) };
    case 'closed':
      return { ...history, closedByLevel: withTime(history.closedByLevel, level.closedAt) };
  }
}

function observeSurvey(state: TicketState, survey: Survey, readAt: Timestamp): TicketState {
  if (survey.ticketId !== state.ticketId) return state;
  const { id, sentAt, score } = survey;
  // A survey made by API has no dates at all (gorgias-api.md 10).
  const answeredAt = score === null ? null : (survey.scoredAt ?? survey.createdAt);
  const read: SurveyLevel = { id, sentAt, score, answeredAt, readAt };
  return { ...state, survey: newestSurvey(state.survey, read) };
}

function observeMerge(state: TicketState, merge: NonNullable<TicketState['mergedInto']>): TicketState {
  const known = state.mergedInto;
  const isNewer =
    known === null || merge.readAt > known.readAt || (merge.readAt === known.readAt && merge.ticketId > known.ticketId);
  return isNewer ? { ...state, mergedInto: merge } : state;
}

function later(known: Timestamp | null, at: Timestamp): Timestamp {
  return known !== null && known > at ? known : at;
}
