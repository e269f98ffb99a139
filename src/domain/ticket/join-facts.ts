import { latest, plus, type Timestamp } from '../timestamp';
import { type Mark, type SurveyLevel, type TicketLevel } from './state';

/**
 * Far above what people do, so that two machines which close and reopen a ticket in turn cannot fill the workflow's state. The oldest
 * are kept: they are the ones that were published, and which ones they are does not depend on the order of arrival.
 */
const MAX_TIMES = 200;

/** A read that began so shortly after another one, or after an answer, may still be from before it. */
const UNDER_WAY_MS = 60_000;

/** The moments with one more. */
export function withTime(times: readonly Timestamp[], at: Timestamp): readonly Timestamp[] {
  if (times.includes(at)) return times;
  return [...times, at].sort().slice(0, MAX_TIMES);
}

export function newestMark<Kind extends Mark>(known: Kind | null | undefined, mark: Kind): Kind {
  return newest(known, mark, ({ at, id }) => [at, String(id).padStart(16, '0')]);
}

export function newestLevel(known: TicketLevel | null, level: TicketLevel): TicketLevel {
  return newest(known, level, ({ updatedAt, readAt }) => [updatedAt, readAt]);
}

/**
 * What was read last counts: a score that is changed later may have an older date (spec 3), and one that is gone was taken back. A read from
 * before an answer undoes it never, nor does one that was under way when it was given. That it was sent is undone by nothing.
 */
export function newestSurvey(known: SurveyLevel | null, survey: SurveyLevel): SurveyLevel {
  if (known === null) return survey;
  const sentAt = (known.sentAt ?? '') > (survey.sentAt ?? '') ? known.sentAt : survey.sentAt;
  return newest({ ...known, sentAt }, { ...survey, sentAt }, (one) => [shownAt(one)]);
}

/** As of when it shows the survey. */
function shownAt({ answeredAt, readAt }: SurveyLevel): Timestamp {
  return answeredAt === null ? readAt : plus(latest(answeredAt, readAt), UNDER_WAY_MS);
}

/** The greater by rank; equals are told apart by their content, so that the order of arrival never matters. */
function newest<Fact>(known: Fact | null | undefined, fact: Fact, rank: (fact: Fact) => readonly string[]): Fact {
  if (known === null || known === undefined) return fact;
  const [left, right] = [ranked(known, rank), ranked(fact, rank)];
  const difference = left.findIndex((part, index) => part !== right[index]);
  return (left[difference] ?? '') >= (right[difference] ?? '') ? known : fact;
}

function ranked<Fact>(fact: Fact, rank: (fact: Fact) => readonly string[]): readonly string[] {
  return [...rank(fact), JSON.stringify(fact)];
}
