import { answeredSince } from '../../../src/domain/ticket/answered-since';
import type { Outcome } from '../../../src/domain/ticket/state';
import { after, CSAT, DAY } from './facts';

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
    expect(answeredSince(responded(score), decision, CSAT)).toEqual(expected);
  });

  test('nothing', () => {
    expect(answeredSince({ survey: null, responded: null }, { outcome: 'satisfied', score: 5 }, CSAT)).toBeNull();
  });
});
