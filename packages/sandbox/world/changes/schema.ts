import { z } from 'zod';

const ticketId = z.number().int();
const customerId = z.number().int();
/** Milliseconds since 1970; default: the world's clock. A change is never put before an earlier one. */
const at = z.number().optional();

const survey = {
  /** From the making of a survey to its sending, milliseconds; Gorgias' own setting is two hours. */
  surveyDelayMs: z.number().int().min(0).default(7_200_000),
  /** Why it is skipped, in Gorgias' words. */
  reasons: z.array(z.string()).default(['There must be at least 1 message from the customer and 1 from an agent.']),
};

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
  change('openTicketByNewcomer', {
    email: z.string().nullable(),
    name: z.string().nullable().default(null),
    phone: z.string().optional(),
    channel: z.string().default('email'),
    subject: z.string().nullable().optional(),
  }),
  change('addMessage', { ticketId, from: z.enum(['customer', 'agent', 'bot', 'rule', 'note']).default('agent') }),
  change('runRule', {
    ticketId,
    rule: z.object({ id: z.number().int(), name: z.string() }).optional(),
    trigger: z.string().default('ticket-created'),
    reply: z.boolean().default(false),
    addTags: z.array(z.string().min(1)).default([]),
    failedActions: z.array(z.object({ action_name: z.string(), failure_reason: z.string() })).default([]),
  }),
  change('applyMacro', {
    ticketId,
    macro: z.object({ id: z.number().int(), name: z.string() }).optional(),
    addTags: z.array(z.string().min(1)).default([]),
  }),
  change('closeTicket', {
    ticketId,
    survey: z.enum(['create', 'skip', 'exclude', 'none']).default('create'),
    ...survey,
  }),
  change('reopenTicket', { ticketId }),
  change('touchTicket', { ticketId }),
  change('assignTicket', { ticketId, userId: z.number().int().nullable() }),
  change('setSubject', { ticketId, subject: z.string().nullable() }),
  change('handOverTicket', { ticketId }),
  change('snoozeTicket', { ticketId, until: z.number() }),
  change('wakeTicket', { ticketId }),
  change('trashTicket', { ticketId }),
  change('untrashTicket', { ticketId }),
  change('markSpam', { ticketId }),
  change('unmarkSpam', { ticketId }),
  change('addTag', { ticketId, tag: z.string().min(1) }),
  change('removeTag', { ticketId, tag: z.string().min(1) }),
  change('setTags', { ticketId, tags: z.array(z.string().min(1)) }),
  change('renameTag', { tag: z.string().min(1), name: z.string().min(1) }),
  change('mergeTags', { source: z.string().min(1), target: z.string().min(1) }),
  change('deleteTag', { tag: z.string().min(1) }),
  change('moveTicketToCustomer', { ticketId, customerId }),
  change('mergeTickets', { sourceId: ticketId, targetId: ticketId }),
  change('deleteTicket', { ticketId }),
  change('createSurvey', { ticketId, ...survey, byApi: z.boolean().default(false) }),
  change('skipSurvey', { ticketId, ...survey }),
  change('excludeSurvey', { ticketId }),
  change('sendSurvey', { ticketId }),
  change('scoreSurvey', {
    ticketId,
    score: z.number().int().min(1).max(5),
    comment: z.string().nullable().default(null),
  }),
  change('takeScoreBack', { ticketId }),
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
