import { MS, type Micros } from '../../time';
import { type FeedDraft, onTicket } from '../feed';
import { type TicketRecord } from '../records';
import { type WorldState } from '../state';
import { theSurvey, theTicket } from './records';
import { type ChangeOf } from './schema';

const onSurvey = (surveyId: number) => ({ objectType: 'SatisfactionSurvey', objectId: surveyId });

/** The row, or the new sending time of one that was not sent before the ticket was reopened. No event tells of it. */
export function scheduleSurvey(
  state: WorldState,
  ticket: TicketRecord,
  createdUs: Micros,
  sendUs: Micros | null,
): void {
  if (ticket.customerId === null) return;
  const known = state.surveys.get(ticket.surveyId ?? 0);
  if (known !== undefined) {
    if (known.sentUs === null) known.shouldSendUs = sendUs;
    return;
  }
  const row = {
    id: state.nextId('survey'),
    ticketId: ticket.id,
    customerId: ticket.customerId,
    score: null,
    comment: null,
    createdUs,
    shouldSendUs: sendUs,
    sentUs: null,
    scoredUs: null,
  };
  ticket.surveyId = row.id;
  state.surveys.set(row.id, row);
  state.surveysByCreated.append(row);
}

export const skipped = (ticketId: number, reasons: readonly string[]): FeedDraft =>
  onTicket(ticketId, 'ticket-satisfaction-survey-skipped', { reasons });

/** By hand; one made through the API has none of its three dates (gorgias-api.md 10). */
export function createSurvey(state: WorldState, change: ChangeOf<'createSurvey'>, us: Micros): number {
  const ticket = theTicket(state, change.ticketId);
  if (ticket.customerId === null) throw new Error(`ticket ${ticket.id} has no customer who could be asked`);
  scheduleSurvey(state, ticket, us, change.byApi ? null : us + change.surveyDelayMs * MS);
  return theSurvey(state, ticket.id).id;
}

export function skipSurvey(state: WorldState, { ticketId, reasons }: ChangeOf<'skipSurvey'>, us: Micros): number {
  theTicket(state, ticketId);
  state.feed.write(us, [skipped(ticketId, reasons)]);
  return ticketId;
}

export function excludeSurvey(state: WorldState, { ticketId }: ChangeOf<'excludeSurvey'>, us: Micros): number {
  theTicket(state, ticketId);
  state.feed.write(us, [onTicket(ticketId, 'ticket-excluded-from-csat')]);
  return ticketId;
}

export function sendSurvey(state: WorldState, { ticketId }: ChangeOf<'sendSurvey'>, us: Micros): number {
  const survey = theSurvey(state, ticketId);
  survey.sentUs = us;
  state.feed.write(us, [{ type: 'satisfaction-survey-sent', ...onSurvey(survey.id) }]);
  return survey.id;
}

/** The score is written on an old row that has no `updated_datetime`, and nothing of the ticket moves (gorgias-api.md 3.15). */
export function scoreSurvey(
  state: WorldState,
  { ticketId, score, comment }: ChangeOf<'scoreSurvey'>,
  us: Micros,
): number {
  const survey = theSurvey(state, ticketId);
  survey.sentUs ??= us - 1;
  survey.score = score;
  survey.comment = comment === null ? null : state.texts.mark(comment);
  survey.scoredUs = us;
  const data = { score, body_text: survey.comment };
  state.feed.write(us, [{ type: 'satisfaction-survey-responded', ...onSurvey(survey.id), data }]);
  return survey.id;
}

/** As a program can that replaces the survey (gorgias-api.md 3.15). No event is known that would tell of it. */
export function takeScoreBack(state: WorldState, { ticketId }: ChangeOf<'takeScoreBack'>): number {
  const survey = theSurvey(state, ticketId);
  Object.assign(survey, { score: null, comment: null, scoredUs: null });
  return survey.id;
}
