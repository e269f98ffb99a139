import type { KeptEnd, PastTicket } from '../../../src/domain/rehearsal/rehearsal-types';
import { rehearsePerson } from '../../../src/domain/rehearsal/rehearse-person';
import { observe } from '../../../src/domain/ticket/observe';
import { unknownTicket } from '../../../src/domain/ticket/state';
import { FACTS } from '../ticket/campaign-case';
import { after, closedReading, CSAT, DAY, HOUR } from '../ticket/facts';

const CLOSED = 2 * HOUR;

/** Closed after two hours; as life has decided it then, and as it was answered at last. */
function ticket(
  ticketId: number,
  end: Pick<KeptEnd, 'outcome' | 'score'>,
  answer: { score: number; at: number },
): PastTicket {
  const survey = { id: ticketId, ticketId, score: answer.score, sentAt: after(CLOSED), scoredAt: after(answer.at) };
  const state = observe(unknownTicket(ticketId), closedReading(after(CLOSED), { id: ticketId, answer: survey }));
  const at = after(CLOSED);
  const kept = {
    ...end,
    closedAt: at,
    decidedAt: at,
    askedAt: at,
    campaign: null,
    kind: 'skip',
    by: null,
    why: '',
  } as const;
  const keptEnds = [{ ...kept, sending: null, consent: null }];
  return { ticketId, createdAt: after(ticketId), state, isWatched: true, keptEnds };
}

/** What is said of each ticket, with mail a day after a happy end. */
function said(...tickets: readonly PastTicket[]): readonly string[] {
  const campaigns = { upsell: { when: 'satisfied', delayMs: DAY, send: { templateId: 12 } } } as const;
  const person = { tickets, sends: [], consent: () => FACTS.person };
  const period = { from: after(-DAY), until: after(30 * DAY) };
  const policy = { csat: CSAT, campaigns, limits: { frequencyCap: null, holdMs: 7 * DAY } };
  return rehearsePerson(person, { policy, todaysCsat: CSAT, period }).ends.map(
    (end) => `${String(end.ticketId)} ${end.kind} ${end.by ?? ''}`,
  );
}

const SURVEY = { id: 1, ticketId: 1, sentAt: after(CLOSED) };
const HAPPY = { outcome: 'satisfied', score: 5 };

describe('a ticket that was answered otherwise after it was decided how it ended', () => {
  it('causes nothing where that came during the delay, as in life, and what it caused where it came later', () => {
    expect(said(ticket(1, HAPPY, { score: 1, at: CLOSED + HOUR }))).toEqual(['1 skip same_answer']);
    expect(said(ticket(1, HAPPY, { score: 1, at: CLOSED + 2 * DAY }))).toEqual(['1 send ']);
  });

  it('causes nothing from when on life has seen that the score was taken back, or a read has', () => {
    const answered = ticket(1, HAPPY, { score: 5, at: CLOSED });
    const takenBack = (seenAt: number, kept: Partial<KeptEnd> = {}): PastTicket => {
      const gone = { score: null, scoredAt: null };
      const seen = closedReading(after(CLOSED), { id: 1, readAt: after(seenAt), answer: { ...SURVEY, ...gone } });
      const keptEnds = answered.keptEnds.map((end) => ({ ...end, ...kept }));
      return { ...answered, state: observe(answered.state, seen), keptEnds };
    };

    expect(said(takenBack(CLOSED + HOUR))).toEqual(['1 skip same_answer']);
    expect(said(takenBack(CLOSED + 2 * DAY))).toEqual(['1 send ']);
    expect(said(takenBack(CLOSED + 2 * DAY, { by: 'same_answer', askedAt: after(CLOSED + DAY) }))).toEqual([
      '1 skip same_answer',
    ]);
  });

  it('ends worse for the campaigns of the tickets before from then on', () => {
    const worse = ticket(2, HAPPY, { score: 1, at: CLOSED + HOUR });
    const late = ticket(2, HAPPY, { score: 1, at: CLOSED + 2 * DAY });
    expect(said(ticket(1, HAPPY, { score: 5, at: CLOSED }), worse)).toEqual([
      '1 skip no_worse_end',
      '2 skip same_answer',
    ]);
    expect(said(ticket(1, HAPPY, { score: 5, at: CLOSED }), late)).toEqual(['1 send ', '2 send ']);
  });
});
