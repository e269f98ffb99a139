import { z } from 'zod';
import type { AnswerOf, Call } from './call';
import { accountQuerySchema, GORGIAS_PATH } from './requests';

export const readPolicy = {
  id: 'readPolicy',
  method: 'get',
  path: `${GORGIAS_PATH}/policy`,
  summary: 'The policy of today, as `tajo.yaml` spells it: to be changed and rehearsed.',
  query: accountQuerySchema,
  answer: z
    .object({
      account: z.string(),
      policy: z.record(z.string(), z.unknown().meta({ personal: false })).meta({
        description: '`csat`, `campaigns`, `frequency_cap` (missing: none) and `hold`, with what the defaults add.',
      }),
    })
    .meta({ id: 'Policy' }),
  status: 200,
} as const satisfies Call;

export type Policy = AnswerOf<typeof readPolicy>;
