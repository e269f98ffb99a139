import { mix } from '../random';
import { DAY, MS, SECOND, type Micros } from '../time';
import { type PastEvent } from './feed';
import { type MessageRecord, type SurveyRecord, type TicketRecord } from './records';
import { RULE_ID } from './staff';

/** Gorgias keeps its feed for twelve months (gorgias-api.md 3.18). */
const retention: Micros = 365 * DAY;

interface Past {
  readonly tickets: Iterable<TicketRecord>;
  readonly surveyOf: (ticket: TicketRecord) => SurveyRecord | null;
  readonly messagesOf: (ticket: TicketRecord) => readonly MessageRecord[];
  readonly nowUs: Micros;
  readonly seed: number;
}

/** The feed of the last twelve months in the recorded sequences, told from the tickets as they stand. */
export function historyOf({ tickets, surveyOf, messagesOf, nowUs, seed }: Past): PastEvent[] {
  const events: PastEvent[] = [];
  for (const ticket of tickets) {
    if (ticket.updatedUs < nowUs - retention) continue;
    const ofTicket = [
      ...opening(ticket, messagesOf(ticket)),
      ...closing(ticket, surveyOf(ticket)),
      ...rating(surveyOf(ticket)),
    ];
    for (const { cause, ...event } of ofTicket) {
      if (event.us >= nowUs - retention && event.us < nowUs)
        events.push({ ...event, context: mix(seed, ticket.id, cause) });
    }
  }
  return events;
}

type CausedEvent = Omit<PastEvent, 'context'> & { readonly cause: number };

function opening(ticket: TicketRecord, messages: readonly MessageRecord[]): CausedEvent[] {
  const onTicket = { objectType: 'Ticket', objectId: ticket.id, cause: 1 };
  const at = ticket.createdUs;
  const ofTicket: CausedEvent[] = [{ ...onTicket, type: 'ticket-created', us: at }];
  for (const { id, kind, createdUs } of messages) {
    const message = { type: 'ticket-message-created', objectType: 'TicketMessage', objectId: id, cause: id };
    ofTicket.push(
      { ...message, us: createdUs + MS },
      { ...onTicket, cause: id, type: 'ticket-updated', us: createdUs + 2 * MS },
    );
    if (kind === 'rule') ofTicket.push(ruleRun(id, createdUs));
  }
  if (ticket.assigneeId !== null) {
    const data = { assignee_user_id: ticket.assigneeId };
    ofTicket.push({ ...onTicket, type: 'ticket-assigned', us: at + 3 * MS, data, userId: ticket.assigneeId });
  }
  if (ticket.tagIds.length > 0) {
    ofTicket.push({
      ...onTicket,
      type: 'ticket-tags-added',
      us: at + 4 * MS,
      data: { tags_added: [...ticket.tagIds] },
    });
  }
  return ofTicket;
}

function ruleRun(cause: number, us: Micros): CausedEvent {
  const data = {
    id: RULE_ID,
    name: 'Auto reply',
    type: 'user',
    priority: 1,
    event_types: ['ticket-created'],
    failed_actions: [],
  };
  return { type: 'rule-executed', objectType: 'Rule', objectId: RULE_ID, us, cause, data };
}

function closing(ticket: TicketRecord, survey: SurveyRecord | null): CausedEvent[] {
  if (ticket.closedUs === null) return [];
  const base = { objectType: 'Ticket', objectId: ticket.id, cause: 2, userId: ticket.assigneeId };
  const ofTicket: CausedEvent[] = [
    { ...base, type: 'ticket-updated', us: ticket.closedUs },
    { ...base, type: 'ticket-closed', us: ticket.closedUs + MS },
  ];
  if (survey !== null) return ofTicket;
  const data = { reasons: ['There must be at least 1 message from the customer and 1 from an agent.'] };
  return [...ofTicket, { ...base, type: 'ticket-satisfaction-survey-skipped', us: ticket.closedUs + SECOND, data }];
}

function rating(survey: SurveyRecord | null): CausedEvent[] {
  if (survey === null) return [];
  const base = { objectType: 'SatisfactionSurvey', objectId: survey.id };
  const ofTicket: CausedEvent[] = [];
  if (survey.sentUs !== null) ofTicket.push({ ...base, type: 'satisfaction-survey-sent', us: survey.sentUs, cause: 3 });
  if (survey.scoredUs !== null) {
    const data = { score: survey.score, body_text: survey.comment };
    ofTicket.push({ ...base, type: 'satisfaction-survey-responded', us: survey.scoredUs, cause: 4, data });
  }
  return ofTicket;
}
