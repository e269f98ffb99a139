import { isConnectorError } from '../../domain/errors/connector-error';
import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';

const ANSWERED = 'satisfaction-survey-responded';
const SURVEY_EVENTS = new Set([ANSWERED, 'satisfaction-survey-sent']);

/**
 * Which ticket each survey event is about: the event has only the survey's id. A survey that is not known, or that was answered, is read:
 * its score moves no other list (gorgias-api.md 3.15).
 */
export async function ticketsOfSurveys(
  deps: ActivityDeps,
  account: string,
  events: readonly FeedEvent[],
): Promise<ReadonlyMap<number, number>> {
  const surveyEvents = events.filter(
    ({ objectType, type }) => objectType === 'SatisfactionSurvey' && SURVEY_EVENTS.has(type),
  );
  const ids = [...new Set(surveyEvents.map(({ objectId }) => objectId))];
  if (ids.length === 0) return new Map();
  const found = new Map(await deps.store.ticketReader.ticketsOfSurveys(account, ids));
  const answered = new Set(surveyEvents.filter(({ type }) => type === ANSWERED).map(({ objectId }) => objectId));
  for (const id of ids.filter((known) => answered.has(known) || !found.has(known))) {
    const ticketId = await readSurvey(deps, account, id);
    if (ticketId !== null) found.set(id, ticketId);
  }
  return found;
}

async function readSurvey(deps: ActivityDeps, account: string, id: number): Promise<number | null> {
  try {
    const survey = await deps.gorgias(account, 'feed').getSurvey(id);
    await deps.store.facts.storeSurveys(account, [survey], null);
    return survey.ticketId;
  } catch (thrown) {
    if (isConnectorError(thrown, 'gorgias.not_found')) return null;
    throw thrown;
  }
}
