import type { PastTicket } from '../../../src/domain/rehearsal/rehearsal-types';
import { rehearsePerson } from '../../../src/domain/rehearsal/rehearse-person';
import { observe } from '../../../src/domain/ticket/observe';
import { unknownTicket } from '../../../src/domain/ticket/state';
import { FACTS } from '../ticket/campaign-case';
import { after, closedReading, CSAT, DAY, HOUR } from '../ticket/facts';

/** Somebody's ticket that was opened at the start, and closed and rated in one moment. */
function rated(ticketId: number, at: number, score: number): PastTicket {
  const answer = { id: ticketId, ticketId, score, sentAt: after(at), scoredAt: after(at) };
  const state = observe(unknownTicket(ticketId), closedReading(after(at), { id: ticketId, answer }));
  return { ticketId, createdAt: after(0), state, isWatched: true, keptEnds: [] };
}

/** What is said of each ticket, in the order in which it is said. */
function said(...tickets: readonly PastTicket[]): readonly string[] {
  const campaigns = { sorry: { when: 'dissatisfied', delayMs: 0, send: { templateId: 12 } } } as const;
  const person = { tickets, sends: [], consent: () => FACTS.person };
  const period = { from: after(-DAY), until: after(30 * DAY) };
  const policy = { csat: CSAT, campaigns, limits: FACTS.limits };
  return rehearsePerson(person, { policy, todaysCsat: CSAT, period }).ends.map(
    ({ ticketId, kind }) => `${String(ticketId)} ${kind}`,
  );
}

describe('a ticket that was closed shortly before the rehearsed time is over', () => {
  /** Without a survey's answer, by a policy that waits so long for one. */
  const judged = (waitMs: number) => {
    const state = observe(unknownTicket(1), closedReading(after(DAY), { id: 1 }));
    const ticket = { ticketId: 1, createdAt: after(0), state, isWatched: true, keptEnds: [] };
    const person = { tickets: [ticket], sends: [], consent: () => FACTS.person };
    const policy = { csat: { ...CSAT, waitMs }, campaigns: {}, limits: FACTS.limits };
    const period = { from: after(0), until: after(2 * DAY) };
    return rehearsePerson(person, { policy, todaysCsat: CSAT, period });
  };

  it('is not decided yet by a policy that still waits, and has ended by one that does not', () => {
    expect(judged(3 * DAY)).toEqual({
      ends: [],
      undecided: [{ ticketId: 1, closedAt: after(DAY), until: after(4 * DAY) }],
    });
    expect(judged(HOUR)).toMatchObject({ ends: [{ outcome: 'no_answer' }], undecided: [] });
  });
});

describe('of several campaigns of a person that may leave in one moment', () => {
  it('that of the ticket which ends in it comes before those that waited for it, as in life', () => {
    expect(said(rated(1, HOUR, 1), rated(2, 3 * HOUR, 1))).toEqual(['2 send', '1 skip']);
  });

  it('those that waited come by their numbers, whichever ended first', () => {
    expect(said(rated(30, HOUR, 1), rated(20, 2 * HOUR, 1), rated(40, 3 * HOUR, 3))).toEqual([
      ...['40 skip', '20 send', '30 skip'],
    ]);
  });
});
