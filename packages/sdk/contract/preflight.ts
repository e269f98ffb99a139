import { z } from 'zod';

const progressSchema = z.object({ replayed: z.number(), open: z.number(), broken: z.number() });

const brokenRunSchema = z.object({
  workflowId: z.string(),
  runId: z.string(),
  type: z.string(),
  pinnedTo: z.string().nullable(),
  why: z.string(),
});

const resultSchema = z.object({
  buildId: z.string(),
  replayed: z.number(),
  wouldBreak: z.array(brokenRunSchema).readonly(),
  stayBehind: z.array(brokenRunSchema).readonly(),
});

const failureSchema = z.object({ code: z.string(), message: z.string(), field: z.string().nullable() });

/** What the server's program says to `tajo preflight`, a line of JSON each: how far it is, and last how it ended. */
export const preflightLineSchema = z.union([
  z.object({ progress: progressSchema }),
  z.object({ result: resultSchema }),
  z.object({ failure: failureSchema }),
]);

export type PreflightLine = z.output<typeof preflightLineSchema>;
export type PreflightProgress = z.output<typeof progressSchema>;
export type PreflightRun = z.output<typeof brokenRunSchema>;
export type PreflightReport = z.output<typeof resultSchema>;
