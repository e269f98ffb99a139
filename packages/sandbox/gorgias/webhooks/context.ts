import { customerDetail } from '../views/customer';
import { messageView } from '../views/message';
import { ticketDetail } from '../views/ticket';
import { type World } from '../../world/world';
import { type TemplateContext } from './template';
import { type Occasion } from './triggers';

/** What a template sees: the ticket with its messages and survey, and the message if that is the occasion. Null when it is gone. */
export function contextOf(world: World, { ticketId, messageId }: Occasion, domain: string): TemplateContext | null {
  const ticket = world.tickets.get(ticketId);
  if (ticket === undefined) return null;
  const messages = world.messagesOf(ticketId);
  const survey = world.surveys.get(ticket.surveyId ?? 0) ?? null;
  const customer = world.customers.get(ticket.customerId ?? 0);
  const detail = ticketDetail(world.state, ticket, { messages, survey });
  const message = messages.find(({ id }) => id === messageId);
  return {
    ticket: {
      ...detail,
      customer: customer === undefined ? null : customerDetail(customer, true),
      account: { domain },
    },
    message: message === undefined ? {} : messageView(world.state, ticket, message),
  };
}
