import { answeredSince } from '../../../src/domain/ticket/answered-since';
import type { Outcome } from '../../../src/domain/ticket/state';
import { after, CSAT, DAY, HOUR, SURVEY_ID } from './facts';

const DECIDED = after(HOUR);

const responded = (score: number) => ({ survey: null, responded: { at: after(DAY), id: 1, score } });

describe('what a customer has answered since it was decided how the ticket ended', () => {
  test.each<[string, { outcome: Outcome; score: number | null }, number, object | null]>([
    ['another score of another end', { outcome: 'satisfied', score: 5 }, 1, { score: 1, outcome: 'dissatisfied' }],
    ['a better one', { outcome: 'dissatisfied', score: 1 }, 5, { score: 5, outcome: 'satisfied' }],
    ['a first one', { outcome: 'no_answer', score: null }, 3, { score: 3, outcome: 'neutral' }],
    ['one that nobody had asked for', { outcome: 'no_survey', score: null }, 2, { score: 2, outcome: 'dissatisfied' }],
    ['another score of the same end', { outcome: 'satisfied', score: 5 }, 4, null],
    ['the same score', { outcome: 'satisfied', score: 5 }, 5, null],
    ['the same score under other thresholds', { outcome: 'satisfied', score: 3 }, 3, null],
  ])('%s', (_what, decision, score, expected) => {
    expect(answeredSince(responded(score), { ...decision, decidedAt: DECIDED }, CSAT)).toEqual(expected);
  });

  const DECISION = { outcome: 'satisfied', score: 5, decidedAt: DECIDED } as const;
  const NONE = { id: SURVEY_ID, sentAt: null, score: null, answeredAt: null };
  const five = { at: DECIDED, id: 1, score: 5 };

  test('nothing', () => {
    expect(answeredSince({ survey: null, responded: null }, DECISION, CSAT)).toBeNull();
  });

  test.each([
    ['the score of the record', null],
    ['the score that an event told of', five],
  ])('%s was taken back, as a read after the decision shows', (_what, event) => {
    const read = (at: number) => ({ survey: { ...NONE, readAt: after(at) }, responded: event });
    const none = { score: null, outcome: 'no_answer' };

    expect(answeredSince(read(2 * DAY), DECISION, CSAT)).toEqual(none);
    expect(answeredSince(read(-DAY), DECISION, CSAT)).toBeNull();
    expect(answeredSince(read(2 * DAY), { outcome: 'no_answer', score: null, decidedAt: DECIDED }, CSAT)).toBeNull();
  });

  test('an answer came whose data is not known yet, and nothing was taken back', () => {
    const unread = { at: after(2 * DAY), id: 2, score: null };
    expect(answeredSince({ survey: { ...NONE, readAt: after(DAY) }, responded: unread }, DECISION, CSAT)).toBeNull();
  });
});
