import { z } from 'zod';
import type { Door } from './call';

/** For load balancers, Prometheus and readers. */
export const checkHealth = {
  id: 'checkHealth',
  method: 'get',
  path: '/healthz',
  summary: 'Is the process alive?',
  answer: z.object({ status: z.literal('ok') }).meta({ id: 'Health' }),
} as const satisfies Door & { readonly answer: z.ZodType };

/** Answers 503, with the same fields, when one of them is away. */
export const checkReadiness = {
  id: 'checkReadiness',
  method: 'get',
  path: '/readyz',
  summary: 'Can Temporal and the store be reached?',
  answer: z.object({ temporal: z.boolean(), store: z.boolean() }).meta({ id: 'Readiness' }),
} as const satisfies Door & { readonly answer: z.ZodType };

export const readMetrics = {
  id: 'readMetrics',
  method: 'get',
  path: '/metrics',
  summary: 'Metrics for Prometheus.',
} as const satisfies Door;

export const describeApi = {
  id: 'describeApi',
  method: 'get',
  path: '/openapi.json',
  summary: 'This description.',
} as const satisfies Door;
