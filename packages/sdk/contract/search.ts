import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

const TEXT_HELP = 'must be 2 to 254 characters: the number of a ticket or customer, or how an address or a name begins';

/** What is searched for may be an address: it travels in the body, which is logged nowhere. */
const searchBodySchema = z
  .strictObject({
    text: z
      .string({ error: TEXT_HELP })
      .trim()
      .max(254, TEXT_HELP)
      .refine((text) => text.length >= 2 || /^\d+$/.test(text), TEXT_HELP)
      .meta({ example: 'ada@' }),
  })
  .meta({ id: 'SearchRequest' });

const foundTicketSchema = z
  .object({
    ticketId: z.number(),
    subject: z.string().nullable().meta({ personal: true }),
    status: z.string(),
    channel: z.string(),
    createdAt: z.string(),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'FoundTicket' });

const foundPersonSchema = z
  .object({
    customerId: z.number(),
    name: z.string().nullable().meta({ personal: true }),
    email: z.string().nullable().meta({ personal: true }),
    tickets: z.array(z.number()).meta({ description: 'The newest three.' }),
  })
  .meta({ id: 'FoundPerson' });

export const search = {
  id: 'search',
  method: 'post',
  path: `${GORGIAS_PATH}/search`,
  summary:
    'Tickets and people by number, or by how an address, a name or a last name begins. With the read-only key by number alone.',
  changes: false,
  query: accountQuerySchema,
  body: searchBodySchema,
  answer: z
    .object({
      account: z.string(),
      tickets: z.array(foundTicketSchema).meta({ description: 'One at most: by its number.' }),
      people: z.array(foundPersonSchema).meta({ description: '20 at most.' }),
      more: z.boolean().meta({ description: 'There are more people than are listed.' }),
    })
    .meta({ id: 'Found' }),
  status: 200,
} as const satisfies Call;

export type Found = AnswerOf<typeof search>;
