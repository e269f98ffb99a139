import type { Write } from './chronicle';
import { wasErased } from './erased-truth';
import type { TicketTruth, Truth } from './truth';

const NAMES = {
  opened: 'SUPPORT_TICKET_OPENED',
  resolved: 'SUPPORT_TICKET_RESOLVED',
  reopened: 'SUPPORT_TICKET_REOPENED',
  survey_sent: 'CSAT_SURVEY_SENT',
  survey_answered: 'CSAT_SUBMITTED',
} as const;

/** (3) Each happening is on the timeline once. */
export function lackingEvents({ scene, journal }: Truth, ticket: TicketTruth): readonly string[] {
  const { chronicle, sandbox } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const [answered] = ticket.scores;
  const times = {
    opened: [ticket.createdAt],
    resolved: ticket.closings,
    reopened: ticket.reopenings,
    survey_sent: ticket.surveySentAt === null ? [] : [ticket.surveySentAt],
    survey_answered: answered === undefined ? [] : [answered.at],
  };
  return Object.entries(NAMES).flatMap(([kind, name]) => {
    const happened = times[kind as keyof typeof NAMES];
    const told = sandbox.brevo.state
      .events()
      .filter((event) => event.name === name && event.properties['ticket_id'] === ticket.id);
    // One told twice is another rule's.
    const published = [...new Set(told.map(({ properties }) => properties['event_key']))];
    const refused = new Set(
      chronicle.writes
        .filter((write) => isEvent(write, name, ticket.id) && journal.get(write.seq)?.status === 400)
        .map(({ body }) => String((body as EventBody).event_properties?.event_key)),
    );
    const atLeast = happened.filter((at) => at >= watchedFrom).length - refused.size;
    if (published.length <= happened.length && published.length >= atLeast) return [];
    return [
      `(3) ${name} of ticket ${String(ticket.id)} was told ${String(published.length)} times and happened ${String(happened.length)} times, ${String(atLeast)} of them to be told`,
    ];
  });
}

interface EventBody {
  readonly event_name?: string;
  readonly event_properties?: { readonly ticket_id?: number; readonly event_key?: string };
}

function isEvent({ path, body }: Write, name: string, ticketId: number): boolean {
  const said = (body ?? {}) as EventBody;
  return path === '/v3/events' && said.event_name === name && said.event_properties?.ticket_id === ticketId;
}

/** (3) Each customer is announced; whoever is so twice is another rule's. */
export function lackingCustomers({ scene, journal }: Truth): readonly string[] {
  const { chronicle, sandbox } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const name = 'SUPPORT_CUSTOMER_CREATED';
  return [...chronicle.met].flatMap(([id, email]) => {
    if (wasErased(scene, email)) return [];
    const createdAt = (sandbox.world.customers.get(id)?.createdUs ?? 0) / 1_000;
    const published = sandbox.brevo.state
      .events()
      .some((event) => event.name === name && event.properties['customer_id'] === id);
    const isRefused = chronicle.writes.some(
      ({ seq, body }) => (body as EventBody | undefined)?.event_name === name && journal.get(seq)?.status === 400,
    );
    const isDue = createdAt >= watchedFrom && !isRefused;
    return isDue && !published ? [`(3) ${name} of ${String(id)} was not told`] : [];
  });
}
