import type { Db } from '../database/connection';
import type { AutomationFigures, AutomationReport } from './automation-types';
import { type Asked, failuresWithin, keyOf, runsWithin } from './runs-within';
import { csatOf, scoresOf, ticketsWithin } from './tickets-within';

/** What ran since, how often, on how many tickets, and how satisfied the customers of these and of the other tickets were. */
export async function automationReport(db: Db, asked: Asked): Promise<AutomationReport> {
  const ran = await runsWithin(db, asked);
  const failures = await failuresWithin(db, asked);
  const touched = new Set(ran.flatMap(({ tickets }) => [...tickets.keys()]));
  const scored = new Map<number, number>();
  let active = 0;
  for await (const alike of ticketsWithin(db, asked, touched)) {
    active += alike.tickets.length;
    for (const [ticketId, score] of alike.scored) scored.set(ticketId, score);
  }
  const all = scoresOf([...scored.values()]);
  const automations = ran.map(({ kind, id, name, runs, firstAt, lastAt, tickets }): AutomationFigures => {
    const own = scoresOf([...tickets.keys()].flatMap((ticketId) => scored.get(ticketId) ?? []));
    return {
      kind,
      id,
      name,
      firstAt,
      lastAt,
      runs,
      tickets: tickets.size,
      ticketShare: active === 0 ? 0 : tickets.size / active,
      failures: failures.get(keyOf({ kind, id })) ?? [],
      csatWith: csatOf(own),
      csatWithout: csatOf({ responses: all.responses - own.responses, scores: all.scores - own.scores }),
    };
  });
  const runsWithoutTicket = ran.reduce((sum, { alone }) => sum + alone, 0);
  return { activeTickets: active, runsWithoutTicket, csat: csatOf(all), automations };
}
