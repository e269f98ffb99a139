import { type Timestamp } from '../../../src/domain/records';
import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { decide, decisionOf, outcomeOf, type Verdict } from '../../../src/domain/ticket/outcome';
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

function moved(state: TicketState, facts: readonly TicketFact[]): TicketState {
  return facts.reduce(observe, state);
}
