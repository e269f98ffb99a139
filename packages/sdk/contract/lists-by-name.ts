import { z } from 'zod';

/** What each list that the settings give by name comes to, as Brevo is now. */
export const listsByNameSchema = z
  .array(
    z
      .object({
        setting: z
          .string()
          .meta({ description: 'Without `connectors.gorgias`.', example: 'lists.satisfied_customers' }),
        name: z.string(),
        id: z.number().nullable().meta({ description: 'Null: the first sync makes it, or the name has a fault.' }),
        sentence: z
          .string()
          .meta({ description: 'Goes on after the name, without a full stop.', example: 'is list 36' }),
      })
      .meta({ id: 'ListByName' }),
  )
  .default([])
  .meta({ description: 'What each list that the settings give by name comes to in Brevo.' });
