import type { PastTicket, RehearsedEnd } from '../../../src/domain/rehearsal/rehearsal-types';
import { rehearsePerson } from '../../../src/domain/rehearsal/rehearse-person';
import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { unknownTicket } from '../../../src/domain/ticket/state';
import { FACTS } from '../ticket/campaign-case';
import { after, CSAT, DAY } from '../ticket/facts';

export function ticket(ticketId: number, ...facts: readonly TicketFact[]): PastTicket {
  const state = facts.reduce(observe, unknownTicket(ticketId));
  return { ticketId, createdAt: after(0), state, isWatched: true, keptEnds: [] };
}

/** What their tickets would have caused, with mail for the unhappy and for those who did not answer. */
export function rehearse(...tickets: readonly PastTicket[]): readonly RehearsedEnd[] {
  const campaigns = {
    sorry: { when: 'dissatisfied', delayMs: 0, send: { templateId: 12 } },
    remind: { when: 'no_answer', delayMs: 0, send: { templateId: 13 } },
  } as const;
  const person = { tickets, sends: [], consent: () => FACTS.person };
  const period = { from: after(-DAY), until: after(60 * DAY) };
  const limits = { frequencyCap: null, holdMs: 30 * DAY };
  return rehearsePerson(person, { policy: { csat: CSAT, campaigns, limits }, todaysCsat: CSAT, period }).ends;
}
