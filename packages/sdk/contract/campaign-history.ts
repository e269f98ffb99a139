import { z } from 'zod';
import { wholeNumber } from './whole-number';
import type { AnswerOf, Call } from './call';
import { fateSchema } from './fates';
import { stoppedShape } from './period';
import { accountQuerySchema, GORGIAS_PATH, timeSchema } from './requests';

/** Both are given, or there is nothing to compare. */
const isInOrder = ({ since, until }: { since?: string | undefined; until?: string | undefined }): boolean =>
  since === undefined || until === undefined || Date.parse(since) < Date.parse(until);

export const campaignsQuerySchema = accountQuerySchema.extend({
  campaign: z
    .string({ error: 'must be given once' })
    .max(100, 'must be the name of a campaign')
    .optional()
    .meta({ description: 'Only this one; a name that nobody knows is refused with the nearest.' }),
  fate: fateSchema.optional(),
  since: timeSchema.optional().meta({
    description: 'Of tickets that were closed since, and of what programs asked for since; 30 days back when missing.',
  }),
  until: timeSchema.optional().meta({
    description: 'Of tickets that were closed before, and of what programs asked for before; now when missing.',
  }),
  limit: wholeNumber({ from: 1, to: 5000 })
    .default(50)
    .meta({ description: 'The newest so many campaigns one by one; the groups count all.' }),
});

const common = {
  campaign: z.string().nullable().meta({ description: 'Null: no campaign is for how the ticket ended.' }),
  fate: fateSchema,
  reason: z.string().meta({ description: 'A sentence; names nobody. Of a group: of the newest.' }),
  nextAt: z.string().nullable().meta({
    description:
      'Leaving, waiting or held: when it is asked again by itself, of what is held at the latest, of a group the first; null: when somebody says so, or at any moment.',
  }),
};

const groupSchema = z
  .object({
    ...common,
    campaigns: z.number(),
    byPrograms: z.number().meta({ description: 'So many of them programs asked for; `funnel` has those apart.' }),
    tickets: z.array(z.number()).meta({ description: 'The newest ten.' }),
  })
  .meta({ id: 'CampaignGroup' });

const entrySchema = z
  .object({
    ...common,
    at: z.string().meta({ description: 'When this was said last.' }),
    by: z.enum(['policy', 'program']).meta({ description: 'Who wanted it.' }),
    ticketId: z.number().nullable(),
    lateScore: z
      .object({
        score: z.number().meta({ description: '1 to 5.' }),
        at: z.string(),
        sentence: z.string().meta({ description: 'What follows from it; names nobody.' }),
      })
      .nullable()
      .default(null)
      .meta({ description: 'The score that came when its end had been decided without one: it sends nothing.' }),
  })
  .meta({ id: 'CampaignEntry' });

const historySchema = z
  .object({
    account: z.string(),
    since: z.string(),
    until: z.string().nullable().default(null).meta({ description: 'Null: now.' }),
    ...stoppedShape,
    groups: z.array(groupSchema).meta({ description: 'By campaign and reason, the most frequent first.' }),
    campaigns: z.array(entrySchema).meta({ description: 'One by one, the newest first.' }),
  })
  .meta({ id: 'CampaignHistory' });

export const listCampaigns = {
  id: 'listCampaigns',
  method: 'get',
  path: `${GORGIAS_PATH}/campaigns`,
  summary:
    'What was sent, waits, is held, was skipped or given up, by campaign and reason, with the tickets. Names nobody.',
  query: campaignsQuerySchema.refine(isInOrder, { error: 'must lie after since', path: ['until'] }),
  answer: historySchema,
  status: 200,
} as const satisfies Call;

export type CampaignHistory = AnswerOf<typeof listCampaigns>;
