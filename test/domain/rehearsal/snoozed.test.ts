import type { PastTicket } from '../../../src/domain/rehearsal/rehearsal-types';
import { awakeAt } from '../../../src/domain/ticket/status';
import { after, closedReading, CSAT, DAY, event, HOUR, reading } from '../ticket/facts';
import { rehearse, ticket } from './one-person';

const answer = { id: 2, ticketId: 2, score: 1, sentAt: after(2 * HOUR), scoredAt: after(2 * HOUR) };
const unhappy = ticket(2, closedReading(after(2 * HOUR), { id: 2, answer }));

const ASLEEP = {
  ...{ id: 1, status: 'closed', updatedAt: after(HOUR), closedAt: after(HOUR), readAt: after(HOUR) },
} as const;

/** Gorgias reports a snoozed ticket as closed since its snooze began, and one that nobody has woken stays so. */
describe.each([
  ['with the event of its snooze', [event('ticket-snoozed', after(HOUR))]],
  ['by its record alone', []],
])('a ticket that was snoozed and is closed when it wakes, known %s', (_how, events) => {
  const asleep = (until: number): PastTicket => {
    const seen = [after(HOUR), after(until + HOUR)].map((readAt) =>
      reading({ ...ASLEEP, snoozedUntil: after(until), readAt }),
    );
    return ticket(1, ...events, ...seen);
  };

  it('holds the campaigns of the person for as long as it sleeps, and until its own end is known', () => {
    const [own, other] = [1, 2].map((id) =>
      rehearse(asleep(3 * HOUR), unhappy).find(({ ticketId }) => ticketId === id),
    );

    expect(own).toMatchObject({ outcome: 'no_answer', at: after(HOUR + CSAT.waitMs) });
    expect(other).toMatchObject({ kind: 'send', heldBy: 1, at: after(HOUR + CSAT.waitMs) });
  });

  it('has its end when it wakes, where the wait for an answer is over by then', () => {
    const [own, other] = [1, 2].map((id) => rehearse(asleep(9 * DAY), unhappy).find(({ ticketId }) => ticketId === id));

    expect(own).toMatchObject({ outcome: 'no_answer', at: awakeAt(after(9 * DAY)) });
    expect(other).toMatchObject({ kind: 'send', heldBy: 1, at: awakeAt(after(9 * DAY)) });
  });

  it('is called snoozed for as long as it sleeps, and open once it woke', () => {
    const sentAt = after(50 * DAY);
    const late = ticket(2, closedReading(sentAt, { id: 2, answer: { ...answer, sentAt, scoredAt: sentAt } }));
    const awake = { id: 1, readAt: after(40 * DAY), updatedAt: after(40 * DAY) };
    const woken = ticket(1, ...events, reading({ ...ASLEEP, snoozedUntil: after(20 * DAY) }), reading(awake));
    const whyHeld = (holder: PastTicket): string | undefined =>
      rehearse(holder, late).find(({ ticketId }) => ticketId === 2)?.why;

    expect(whyHeld(asleep(70 * DAY))).toBe('ticket 1 of the customer is snoozed');
    expect(whyHeld(woken)).toBe('ticket 1 of the customer is open');
  });
});
