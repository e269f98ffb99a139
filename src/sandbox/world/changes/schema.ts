import { z } from 'zod';

const ticketId = z.number().int();
const customerId = z.number().int();
/** Milliseconds since 1970; default: the world's clock. A change is never put before an earlier one. */
const at = z.number().optional();

function change<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.strictObject({ do: z.literal(name), at, ...shape });
}

/** Everything that can happen in the sandbox' helpdesk, as data: it can be sent over HTTP, recorded, and repeated. */
export const worldChange = z.discriminatedUnion('do', [
  change('openTicket', {
    customerId,
    channel: z.string().default('email'),
    subject: z.string().nullable().optional(),
    assigneeId: z.number().int().nullable().optional(),
    agentFirst: z.boolean().default(false),
    tags: z.array(z.string()).default([]),
  }),
  change('addMessage', { ticketId, from: z.enum(['customer', 'agent', 'bot', 'rule', 'note']).default('agent') }),
  change('closeTicket', { ticketId, survey: z.enum(['create', 'skip', 'exclude']).default('create') }),
  change('reopenTicket', { ticketId }),
  change('touchTicket', { ticketId }),
  change('assignTicket', { ticketId, userId: z.number().int().nullable() }),
  change('setSubject', { ticketId, subject: z.string().nullable() }),
  change('snoozeTicket', { ticketId, until: z.number() }),
  change('trashTicket', { ticketId }),
  change('untrashTicket', { ticketId }),
  change('markSpam', { ticketId }),
  change('unmarkSpam', { ticketId }),
  change('addTag', { ticketId, tag: z.string().min(1) }),
  change('removeTag', { ticketId, tag: z.string().min(1) }),
  change('moveTicketToCustomer', { ticketId, customerId }),
  change('mergeTickets', { sourceId: ticketId, targetId: ticketId }),
  change('deleteTicket', { ticketId }),
  change('sendSurvey', { ticketId }),
  change('scoreSurvey', {
    ticketId,
    score: z.number().int().min(1).max(5),
    comment: z.string().nullable().default(null),
  }),
  change('createCustomer', {
    email: z.string().nullable().default(null),
    name: z.string().nullable().default(null),
    phone: z.string().optional(),
    externalId: z.string().nullable().default(null),
    note: z.string().nullable().default(null),
  }),
  change('updateCustomer', {
    customerId,
    name: z.string().nullable().optional(),
    externalId: z.string().nullable().optional(),
    note: z.string().nullable().optional(),
  }),
  change('setEmail', { customerId, email: z.string().nullable() }),
  change('setPhone', { customerId, phone: z.string().nullable(), type: z.string().default('phone') }),
  change('setCustomField', {
    customerId,
    fieldId: z.number().int(),
    value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  }),
  change('mergeCustomers', { sourceId: customerId, targetId: customerId }),
  change('deleteCustomer', { customerId }),
]);

export type WorldChange = z.input<typeof worldChange>;
export type ParsedChange = z.output<typeof worldChange>;
export type ChangeOf<Name extends ParsedChange['do']> = Extract<ParsedChange, { do: Name }>;
