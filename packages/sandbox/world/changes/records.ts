import { type Micros } from '../../time';
import { type CustomerRecord, type SurveyRecord, type TicketRecord } from '../records';
import { type WorldState } from '../state';

export function theTicket(state: WorldState, id: number): TicketRecord {
  const ticket = state.tickets.get(id);
  if (ticket === undefined) throw new Error(`the sandbox has no ticket ${id}`);
  return ticket;
}

export function theCustomer(state: WorldState, id: number): CustomerRecord {
  const customer = state.customers.get(id);
  if (customer === undefined) throw new Error(`the sandbox has no customer ${id}`);
  return customer;
}

export function theSurvey(state: WorldState, ticketId: number): SurveyRecord {
  const survey = state.surveys.get(theTicket(state, ticketId).surveyId ?? 0);
  if (survey === undefined) throw new Error(`ticket ${ticketId} has no satisfaction survey`);
  return survey;
}

/** Moves the row to the newest end of the `updated_datetime` list. */
export function moveTicket(state: WorldState, ticket: TicketRecord, us: Micros): void {
  ticket.updatedUs = us;
  state.ticketsByUpdated.append(ticket);
}

export function moveCustomer(state: WorldState, customer: CustomerRecord, us: Micros): void {
  customer.updatedUs = us;
  state.customersByUpdated.append(customer);
}

export function* ticketsOf(state: WorldState, customerId: number): Generator<TicketRecord> {
  for (const ticket of state.tickets.values()) if (ticket.customerId === customerId) yield ticket;
}
