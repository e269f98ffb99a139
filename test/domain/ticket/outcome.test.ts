import { type Timestamp } from '../../../src/domain/timestamp';
import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { decide, decisionOf, knowableAt, outcomeOf, type Verdict } from '../../../src/domain/ticket/outcome';
import { type TicketState, unknownTicket } from '../../../src/domain/ticket/state';
import { after, closedReading, CSAT, DAY, event, HOUR, MINUTE, reading, stateOf, TICKET_ID } from './facts';
import { answered, CLOSED, DEADLINE, LIFE_CYCLE, SENT, skipped } from './life-cycle';

function verdict(state: TicketState, now: Timestamp): Verdict {
  return outcomeOf(state, { now, csat: CSAT });
}

describe('the outcome of a ticket', () => {
  test.each(LIFE_CYCLE)('when $when, the verdict is $then.kind', ({ facts, now, then }) => {
    expect(verdict(stateOf(...facts), now)).toMatchObject(then);
    expect(verdict(stateOf(...[...facts].reverse()), now)).toMatchObject(then);
  });

  test('when the thresholds are other ones, the score is judged by them', () => {
    const csat = { waitMs: DAY, satisfiedFrom: 5, dissatisfiedTo: 3 };
    const outcomes = [5, 4, 3].map((score) =>
      outcomeOf(stateOf(answered(score, after(5 * HOUR))), { now: after(DAY), csat }),
    );

    expect(outcomes).toMatchObject([{ outcome: 'satisfied' }, { outcome: 'neutral' }, { outcome: 'dissatisfied' }]);
  });

  test('when the outcome is decided, a later score changes what is known and not what was decided', () => {
    const decided = decide(stateOf(closedReading(CLOSED, { answer: SENT })), { now: DEADLINE, csat: CSAT });
    const late = stateOf(answered(1, after(9 * DAY)));
    const known = { ...decided, survey: late.survey };

    expect(verdict(known, after(9 * DAY))).toMatchObject({ kind: 'outcome', isDecided: true, outcome: 'no_answer' });
    expect(decide(known, { now: after(9 * DAY), csat: CSAT })).toBe(known);
    expect(known.survey?.score).toBe(1);
  });

  test('when there is no outcome yet, deciding changes nothing', () => {
    const open = stateOf(reading({ readAt: after(MINUTE) }));

    expect(decide(open, { now: after(HOUR), csat: CSAT })).toBe(open);
    expect(decisionOf(unknownTicket(TICKET_ID))).toBeNull();
  });

  test('when it is reopened after the decision and closed again, it is decided anew', () => {
    const closed = stateOf(answered(5, after(5 * HOUR)));
    const decided = decide(closed, { now: after(5 * HOUR), csat: CSAT });
    const reopened = moved(decided, [event('ticket-reopened', after(6 * HOUR))]);
    const again = moved(reopened, [
      closedReading(after(8 * HOUR), { answer: { ...SENT, score: 5, scoredAt: after(5 * HOUR) } }),
    ]);

    expect(decisionOf(decided)).toMatchObject({ outcome: 'satisfied', decidedAt: after(5 * HOUR) });
    expect(decisionOf(reopened)).toBeNull();
    expect(verdict(reopened, after(7 * HOUR))).toMatchObject({ kind: 'none', why: 'open' });
    expect(verdict(again, after(8 * HOUR))).toMatchObject({
      kind: 'outcome',
      isDecided: false,
      closedAt: after(8 * HOUR),
    });
  });

  test('when the record of the closing is read after the decision on its event, the decision stands', () => {
    const early = decide(stateOf(event('ticket-closed', after(HOUR + 40)), skipped(after(HOUR + 50))), {
      now: after(2 * HOUR),
      csat: CSAT,
    });
    const read = moved(early, [closedReading(CLOSED)]);

    expect(decisionOf(read)).toMatchObject({ outcome: 'no_survey' });
  });
});

describe('when the outcome could have been known at the earliest', () => {
  /** Decided long after everything had happened: nobody was there before. */
  const DECIDED = after(30 * DAY);

  function knowable(...facts: readonly TicketFact[]): Timestamp {
    const state = decide(stateOf(...facts), { now: DECIDED, csat: CSAT });
    return knowableAt(state, decisionOf(state)!, CSAT);
  }

  test('without an answer it is the end of the wait', () => {
    expect(knowable(closedReading(CLOSED, { answer: SENT }))).toBe(DEADLINE);
  });

  test('with an answer it is the moment of the answer, by the record and by the event', () => {
    expect(knowable(answered(5, after(5 * HOUR)))).toBe(after(5 * HOUR));
    expect(
      knowable(
        closedReading(CLOSED),
        event('satisfaction-survey-responded', after(DAY), { score: 1, body_text: null }),
      ),
    ).toBe(after(DAY));
  });

  test('with an answer from before the closing it is the closing', () => {
    const early = closedReading(CLOSED, { answer: { sentAt: after(0), score: 5, scoredAt: after(MINUTE) } });

    expect(knowable(early)).toBe(CLOSED);
  });

  test('without a survey it is the moment at which none was to be sent any more', () => {
    expect(knowable(closedReading(CLOSED), skipped(after(2 * HOUR)))).toBe(after(2 * HOUR));
    expect(knowable(closedReading(CLOSED), event('ticket-excluded-from-csat', after(MINUTE)))).toBe(CLOSED);
    expect(knowable(closedReading(CLOSED), event('ticket-excluded-from-csat', after(2 * DAY)))).toBe(after(2 * DAY));
  });

  test('a score that comes after the decision changes nothing, and neither does a longer wait', () => {
    const decided = decide(stateOf(closedReading(CLOSED, { answer: SENT })), { now: DEADLINE, csat: CSAT });
    const known = { ...decided, survey: stateOf(answered(1, after(9 * DAY))).survey };
    const satisfied = decide(stateOf(answered(5, after(5 * HOUR))), { now: after(5 * HOUR), csat: CSAT });
    const changed = { ...satisfied, survey: stateOf(answered(1, after(6 * HOUR))).survey };

    expect(knowableAt(known, decisionOf(known)!, { ...CSAT, waitMs: 60 * DAY })).toBe(DEADLINE);
    expect(knowableAt(changed, decisionOf(changed)!, CSAT)).toBe(after(5 * HOUR));
  });

  test('when the feed has told of it after the look as of which it is decided, it is decided at that later moment', () => {
    const early = decide(stateOf(answered(5, after(5 * HOUR))), { now: after(4 * HOUR), csat: CSAT });

    expect(decisionOf(early)).toMatchObject({ outcome: 'satisfied', decidedAt: after(5 * HOUR) });
    expect(knowableAt(early, decisionOf(early)!, CSAT)).toBe(after(5 * HOUR));
  });
});

function moved(state: TicketState, facts: readonly TicketFact[]): TicketState {
  return facts.reduce(observe, state);
}
