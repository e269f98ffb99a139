import { ConnectorError } from '../../domain/errors/connector-error';
import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { setAsideRead } from '../set-aside';

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
  const unknown = ids.filter((known) => answered.has(known) || !found.has(known));
  for (const [id, ticketId] of await readSurveys(deps, account, unknown)) found.set(id, ticketId);
  return found;
}

/** The tickets of those that could be read. One that cannot is set aside: the feed is everybody's, and goes on. */
export async function readSurveys(
  deps: ActivityDeps,
  account: string,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  const { facts } = deps.store;
  const { all } = await eachRecord(deps, {
    account,
    items: ids,
    about: (id) => `survey/${String(id)}`,
    work: async (id) => {
      const survey = await deps.gorgias(account, 'feed').getSurvey(id);
      await facts.storeSurveys(account, [survey], null);
      found.set(id, survey.ticketId);
    },
    without: async (id, { disposition, error }) => {
      // Deleted, most likely with its ticket.
      if (disposition === 'known')
        await deps.store.quarantine.replace(account, { kind: 'survey', step: 'read', keys: [String(id)] }, []);
      else await setAsideRead(deps, account, { kind: 'survey', key: String(id), error });
    },
  });
  if (!all) throw new ConnectorError('gorgias.unavailable', 'Gorgias does not answer for every survey yet');
  return found;
}
