import { type CustomerRecord, type TicketRecord } from '../records';

/** Ids that were there before the connector came: a request by id meets 301 or 404, no list ever shows them. */
export interface GoneRecords {
  readonly mergedCustomers: Map<number, number>;
  readonly deletedCustomers: Set<number>;
  readonly mergedTickets: Map<number, number>;
  readonly deletedTickets: Set<number>;
}

/** Generated tickets have even ids, so that the odd one after it can be a ticket that is gone. */
export function goneTicketId(ticketId: number): number {
  return ticketId + 1;
}

/** About one in two hundred of everything, beside the records that are listed. */
export function createGoneRecords(customers: readonly CustomerRecord[], tickets: readonly TicketRecord[]): GoneRecords {
  const gone: GoneRecords = {
    mergedCustomers: new Map(),
    deletedCustomers: new Set(),
    mergedTickets: new Map(),
    deletedTickets: new Set(),
  };
  const firstId = customers[0]?.id ?? 0;
  for (let index = 0; index < customers.length; index += 200) {
    const survivor = customers[(index * 37 + 11) % customers.length];
    gone.deletedCustomers.add(firstId - 2 * index - 1);
    if (survivor !== undefined) gone.mergedCustomers.set(firstId - 2 * index - 2, survivor.id);
  }
  for (let index = 0; index < tickets.length; index += 400) {
    const ticket = tickets[index];
    if (ticket !== undefined) gone.mergedTickets.set(goneTicketId(ticket.id), ticket.id);
  }
  return gone;
}
