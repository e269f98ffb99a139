import { DAY, HOUR, MINUTE, type Micros } from '../../time';
import { type ResolvedWorldOptions } from '../options';
import { type CustomerRecord, type TicketRecord } from '../records';
import { type PastSpan } from './customers';
import { type TicketFactory } from './tickets';

const year = 365 * DAY;

export interface TicketPlan {
  readonly options: ResolvedWorldOptions;
  readonly customers: readonly CustomerRecord[];
  readonly factory: TicketFactory;
  readonly past: PastSpan;
  readonly nowUs: Micros;
}

/** Tickets in the order of their ids and of `created_datetime`; nobody writes before their customer record exists. */
export function generateTickets(plan: TicketPlan): TicketRecord[] {
  if (plan.customers.length === 0) return [];
  const active = planActive(plan);
  const old = plan.options.tickets - active.length;
  const tickets: TicketRecord[] = [];
  for (let index = 0; index < old; index += 1) {
    const at = (index + plan.factory.random.next()) / old;
    const createdUs = Math.floor(plan.past.startUs + (plan.past.endUs - MINUTE - plan.past.startUs) * at);
    tickets.push(createOld(plan, index, createdUs));
  }
  for (const [offset, { customer, createdUs, pastMessages }] of active.entries()) {
    tickets.push(
      plan.factory.create({ index: old + offset, customer, createdUs, latestUs: plan.nowUs - 1_000, pastMessages }),
    );
  }
  return tickets;
}

function createOld({ customers, factory, past }: TicketPlan, index: number, createdUs: Micros): TicketRecord {
  const known = countCreatedBefore(customers, createdUs);
  const { random } = factory;
  // A third of the tickets come from a few people who write often.
  const place = Math.floor((random.chance(0.33) ? random.next() ** 3 : random.next()) * known);
  const customer = customers[place] ?? customers[0];
  if (customer === undefined) throw new Error('a ticket needs a customer');
  const earliest = Math.max(createdUs, customer.createdUs);
  return factory.create({
    index,
    customer,
    createdUs: earliest,
    latestUs: past.endUs,
    pastMessages: factory.messageCount(),
  });
}

function countCreatedBefore(customers: readonly CustomerRecord[], us: Micros): number {
  let low = 0;
  let high = customers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((customers[middle]?.createdUs ?? 0) <= us) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

interface ActiveTicket {
  readonly customer: CustomerRecord;
  readonly createdUs: Micros;
  readonly pastMessages: number;
}

/** Shares out exactly the wanted number of messages over exactly the wanted number of customers. */
function planActive({ options, customers, factory, nowUs }: TicketPlan): readonly ActiveTicket[] {
  if (options.active === undefined) return [];
  const people = spread(customers, Math.min(options.active.customers, options.tickets, options.active.messages));
  const sizes: number[] = [];
  let left = options.active.messages;
  while (left > 0 && sizes.length < options.tickets && people.length > 0) {
    const others = Math.max(0, people.length - sizes.length - 1);
    const size = Math.max(1, Math.min(factory.messageCount(), left - others));
    sizes.push(size);
    left -= size;
  }
  const spanUs = year - 5 * DAY;
  return sizes.flatMap((pastMessages, index) => {
    const customer = people[index % people.length];
    const at = (index + factory.random.next()) / sizes.length;
    const createdUs = Math.floor(nowUs - spanUs + (spanUs - HOUR) * at);
    return customer === undefined ? [] : [{ customer, createdUs, pastMessages }];
  });
}

function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, index) => items[Math.floor((index * items.length) / wanted)]).filter(
    (item) => item !== undefined,
  );
}
