import { type Micros } from '../../time';
import { type WorldState } from '../state';
import { theSurvey } from './records';
import { type ChangeOf } from './schema';

const onSurvey = (surveyId: number) => ({ objectType: 'SatisfactionSurvey', objectId: surveyId });

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
