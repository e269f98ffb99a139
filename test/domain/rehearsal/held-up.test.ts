import { compareWithLife, type DifferenceCause } from '../../../src/domain/rehearsal/compare-with-life';
import type { KeptEnd, PastTicket, PersonPast } from '../../../src/domain/rehearsal/rehearsal-types';
import { rehearsePerson } from '../../../src/domain/rehearsal/rehearse-person';
import { FACTS } from '../ticket/campaign-case';
import { after, closedReading, CSAT, DAY, event, MINUTE, SECOND } from '../ticket/facts';
import { ticket } from './one-person';

const CLOSED = 10 * MINUTE;
const REOPENED = CLOSED + 2 * MINUTE;

/** Closed, rated well and a campaign due a minute later, and reopened a minute after that; life asked last at `askedAt`. */
function reopened(askedAt: number, said: Pick<KeptEnd, 'kind' | 'by' | 'sending'>): PastTicket {
  const closedAt = after(CLOSED);
  const answer = { id: 1, ticketId: 1, score: 5, sentAt: closedAt, scoredAt: closedAt };
  const facts = [closedReading(closedAt, { id: 1, answer }), event('ticket-reopened', after(REOPENED))];
  const life = {
    closedAt,
    decidedAt: closedAt,
    askedAt: after(askedAt),
    outcome: 'satisfied',
    score: 5,
    why: '',
    consent: null,
  };
  return { ...ticket(1, ...facts), keptEnds: [{ ...life, campaign: 'upsell', ...said }] }; // prettier-ignore
}

function causes(...tickets: readonly PastTicket[]): readonly (DifferenceCause | null)[] {
  const period = { from: after(-DAY), until: after(DAY) };
  const person: PersonPast = { tickets, sends: [], consent: () => FACTS.person };
  const campaigns = { upsell: { when: 'satisfied', delayMs: MINUTE, send: { event: 'UPSELL' } } } as const;
  const limits = { frequencyCap: null, holdMs: DAY };
  const rehearsed = rehearsePerson(person, {
    policy: { csat: CSAT, campaigns, limits },
    todaysCsat: CSAT,
    period,
  }).ends;
  return compareWithLife(rehearsed, { person, ...period, watchedFrom: after(-DAY) }).map(({ cause }) => cause);
}

describe('a campaign that was due before its ticket was reopened', () => {
  const skipped = { kind: 'skip', by: 'still_ended', sending: null } as const;

  it('and that life came to only afterwards was held up, by however little', () => {
    expect(causes(reopened(REOPENED + 5 * SECOND, skipped))).toEqual(['late']);
  });

  it('differs for a reason that nobody knows where life asked before the reopening', () => {
    expect(causes(reopened(REOPENED - 30 * SECOND, skipped))).toEqual(['unexplained']);
  });

  it('differs for a reason that nobody knows where another rule has decided than the late moment explains', () => {
    expect(causes(reopened(REOPENED + 5 * SECOND, { ...skipped, by: 'no_worse_end' }))).toEqual(['unexplained']);
  });

  it('and that life has sent agrees', () => {
    expect(causes(reopened(CLOSED + MINUTE, { kind: 'send', by: null, sending: 'sent' }))).toEqual([null]);
  });
});
