import { after, closedReading, event, HOUR, reading } from '../ticket/facts';
import { rehearse, ticket } from './one-person';

const unhappyAt = (ms: number) => {
  const at = after(ms);
  const answer = { id: 2, ticketId: 2, score: 1, sentAt: at, scoredAt: at };
  return ticket(2, closedReading(at, { id: 2, answer }));
};

/** Its record of today knows nothing of it; the feed does. */
describe.each([
  ['the trash', 'ticket-trashed', 'ticket-untrashed'],
  ['spam', 'ticket-marked-spam', 'ticket-unmarked-spam'],
] as const)('an open ticket that was in %s for a while', (_where, away, back) => {
  const open = [HOUR / 4, 6 * HOUR].map((ms) => reading({ id: 1, readAt: after(ms) }));
  const held = ticket(1, ...open, event(away, after(HOUR)), event(back, after(5 * HOUR)));
  const endOf = (at: number) => rehearse(held, unhappyAt(at)).find(({ ticketId }) => ticketId === 2);

  it('holds nobody meanwhile', () => {
    expect(endOf(2 * HOUR)).toMatchObject({ kind: 'send', heldBy: null, at: after(2 * HOUR) });
  });

  it('lets go when it gets there', () => {
    expect(endOf(HOUR / 2)).toMatchObject({ kind: 'send', heldBy: 1, at: after(HOUR) });
  });

  it('holds again afterwards', () => {
    expect(endOf(5.5 * HOUR)).toMatchObject({ heldBy: 1 });
    expect(endOf(5.5 * HOUR)?.at).not.toBe(after(5.5 * HOUR));
  });
});
