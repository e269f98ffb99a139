import { z } from 'zod';
import type { AnswerOf, Call } from './call';

const doctorCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    sentence: z.string(),
    code: z.string().optional().meta({ description: 'Of the list of errors; missing where all is well.' }),
    nextStep: z
      .string()
      .nullable()
      .meta({ description: 'What to do; also where something is good but could be better.' }),
  })
  .meta({ id: 'DoctorCheck' });

const doctorSchema = z.object({ ok: z.boolean(), checks: z.array(doctorCheckSchema) }).meta({ id: 'DoctorReport' });

export const examineConnector = {
  id: 'examineConnector',
  method: 'get',
  path: '/v1/doctor',
  summary:
    'What the connector finds when it looks at itself. Answers 200 also when something is wrong; calls no vendor.',
  answer: doctorSchema,
  status: 200,
} as const satisfies Call;

export type DoctorCheck = z.output<typeof doctorCheckSchema>;
export type DoctorReport = AnswerOf<typeof examineConnector>;
