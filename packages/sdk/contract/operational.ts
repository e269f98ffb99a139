import { z } from 'zod';

export const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });
export const readinessSchema = z.object({ temporal: z.boolean(), store: z.boolean() }).meta({ id: 'Readiness' });
