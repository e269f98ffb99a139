import { z } from 'zod';

const doctorCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    sentence: z.string(),
    nextStep: z
      .string()
      .nullable()
      .meta({ description: 'What to do; also where something is good but could be better.' }),
  })
  .meta({ id: 'DoctorCheck' });

export const doctorSchema = z
  .object({ ok: z.boolean(), checks: z.array(doctorCheckSchema) })
  .meta({ id: 'DoctorReport' });

export type DoctorCheck = z.output<typeof doctorCheckSchema>;
export type DoctorReport = z.output<typeof doctorSchema>;
