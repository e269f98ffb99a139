import { type TicketFact } from '../../../src/domain/ticket/observe';
import { outcomeOf, type Verdict } from '../../../src/domain/ticket/outcome';
import { customerOf, statusOf } from '../../../src/domain/ticket/status';
import { answerOf } from '../../../src/domain/ticket/survey';
import { after, closedReading, CSAT, DAY, event, HOUR, MINUTE, reading, SECOND, stateOf } from './facts';
import { answered, CLOSED, DEADLINE, SENT } from './life-cycle';
import type { Timestamp } from '../../../src/domain/timestamp';

function verdict(facts: readonly TicketFact[], now: Timestamp): readonly [Verdict, Verdict] {
  const at = { now, csat: CSAT };
  return [outcomeOf(stateOf(...facts), at), outcomeOf(stateOf(...[...facts].reverse()), at)];
}

const MOVED = { old_customer: { id: 1 }, new_customer: { id: 2 } };

describe('facts that are out of date or incomplete', () => {
  test('when a later read is answered from an older copy, the newer record is believed', () => {
    const state = stateOf(
      closedReading(CLOSED, { readAt: after(2 * HOUR) }),
      reading({ readAt: after(3 * HOUR), updatedAt: after(MINUTE) }),
    );

    expect(statusOf(state).phase).toBe('closed');
  });

  test('when a read that began within a minute of the answer does not show it, the answer stays', () => {
    const given = event('satisfaction-survey-responded', after(DAY), { score: 5, body_text: null });
    const later = closedReading(CLOSED, { readAt: after(DAY + 50 * SECOND), answer: SENT });

    for (const facts of [
      [answered(5, after(DAY)), later],
      [given, later],
    ]) {
      for (const result of verdict(facts, after(2 * DAY))) {
        expect(result).toMatchObject({ kind: 'outcome', outcome: 'satisfied' });
      }
    }
  });

  test('when a later read does not show the answer any more, it was taken back, and the survey still counts as sent', () => {
    const given = event('satisfaction-survey-responded', after(DAY), { score: 5, body_text: null });
    const later = closedReading(CLOSED, { readAt: after(DAY + 2 * MINUTE), answer: {} });

    for (const facts of [
      [answered(5, after(DAY)), later],
      [answered(5, after(DAY)), given, later],
    ]) {
      for (const result of verdict(facts, after(2 * DAY))) {
        expect(result).toMatchObject({ kind: 'waiting', surveySent: true });
      }
    }
  });

  test('when a score is changed to one with an older date, the one that was read last counts', () => {
    const changed = closedReading(CLOSED, { readAt: after(2 * DAY), answer: { score: 1, scoredAt: after(HOUR) } });

    for (const result of verdict([answered(5, after(DAY)), changed], after(2 * DAY))) {
      expect(result).toMatchObject({ kind: 'outcome', outcome: 'dissatisfied', score: 1 });
    }
  });

  test('when the customer changes the answer before the decision, the newer one counts, though only its event was seen', () => {
    const changed = event('satisfaction-survey-responded', after(2 * DAY), { score: 1, body_text: null });

    for (const result of verdict([answered(5, after(DAY)), changed], after(2 * DAY))) {
      expect(result).toMatchObject({ kind: 'outcome', outcome: 'dissatisfied', score: 1 });
    }
  });

  test('when the score is written on a survey without any date, it counts as given when the survey was made', () => {
    const state = stateOf(closedReading(CLOSED, { answer: { score: 4, createdAt: after(2 * HOUR) } }));

    expect(answerOf(state)).toEqual({ score: 4, at: after(2 * HOUR) });
  });

  test.each([0, 6, -1, '5', null])(
    'when the event carries %p as its score, it is treated like one without data',
    (score) => {
      const state = stateOf(closedReading(CLOSED), event('satisfaction-survey-responded', after(DAY), { score }));

      expect(answerOf(state)).toBeNull();
    },
  );

  test('when the feed has told of a skip, and not yet of the reopening after it, the closing that holds now is waited for', () => {
    const facts = [
      event('ticket-satisfaction-survey-skipped', CLOSED, { reasons: [] }),
      closedReading(after(2 * HOUR)),
    ];

    for (const result of verdict(facts, after(2 * HOUR + MINUTE))) expect(result.kind).toBe('waiting');
    const own = event('ticket-satisfaction-survey-skipped', after(2 * HOUR), { reasons: [] });
    for (const result of verdict([...facts, own], after(2 * HOUR + MINUTE)))
      expect(result).toMatchObject({ kind: 'outcome', outcome: 'no_survey' });
  });

  test('when the snooze ended a while ago and the ticket is still closed, it is closed', () => {
    const facts = [closedReading(CLOSED, { snoozedUntil: after(2 * HOUR), readAt: after(2 * HOUR + MINUTE) })];

    for (const result of verdict(facts, after(DAY))) {
      expect(result).toMatchObject({ kind: 'waiting', until: DEADLINE });
    }
  });

  test('when the ticket was moved to another customer, the newest move or read says whose it is', () => {
    const move = event('ticket-customer-updated', after(2 * HOUR), MOVED);

    expect(customerOf(stateOf(reading({ readAt: after(HOUR) }), move))).toBe(2);
    expect(customerOf(stateOf(move, reading({ readAt: after(HOUR) })))).toBe(2);
    expect(customerOf(stateOf(move, reading({ readAt: after(3 * HOUR), customerId: 3 })))).toBe(3);
  });

  test('when a move does not say to whom, nothing changes', () => {
    const moves = [null, {}, { new_customer: null }, { new_customer: { id: 'x' } }, { new_customer: { id: null } }];
    const events = moves.map((data, index) => event('ticket-customer-updated', after((2 + index) * HOUR), data));

    expect(customerOf(stateOf(reading({ readAt: after(HOUR) }), ...events))).toBe(1);
  });

  test('when the ticket was merged, and what it was merged into was merged again, the last survivor is known', () => {
    const merges = [4, 6, 5].map((hours) => ({ kind: 'merged' as const, into: hours, readAt: after(hours * HOUR) }));

    expect(statusOf(stateOf(reading({ readAt: after(HOUR) }), ...merges))).toEqual({ phase: 'merged', into: 6 });
  });

  test('when a fact is about another ticket, nothing changes', () => {
    const known = stateOf(closedReading(CLOSED));
    const others = [closedReading(CLOSED, { id: 12 }), closedReading(CLOSED, { answer: { ticketId: 12, score: 1 } })];

    expect(stateOf(closedReading(CLOSED), ...others)).toEqual(known);
  });

  test('when an event is of a type that says nothing about the ticket, nothing changes', () => {
    const noise = ['ticket-updated', 'ticket-merged', 'toString', '', 'ticket-tags-added'].map((type) =>
      event(type, after(DAY)),
    );

    expect(stateOf(closedReading(CLOSED), ...noise)).toEqual(stateOf(closedReading(CLOSED)));
  });
});
