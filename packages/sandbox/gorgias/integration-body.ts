import { z } from 'zod';
import { badRequest } from './errors';

/** Hyphens; the underscores of older pages are refused (gorgias-api.md 9.2). */
const TRIGGERS = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-self-unsnoozed',
  'ticket-message-failed',
  'ticket-assignment-updated',
  'ticket-status-updated',
  'ticket-handed-over',
] as const;

export type Trigger = (typeof TRIGGERS)[number];

const webAddress = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'Not a valid URL.',
});

const http = z.looseObject({
  url: webAddress,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']),
  request_content_type: z.enum(['application/json', 'application/x-www-form-urlencoded']),
  response_content_type: z.literal('application/json'),
  form: z.union([z.record(z.string(), z.unknown()), z.string()]).nullable(),
  headers: z.record(z.string(), z.string()),
  triggers: z.partialRecord(z.enum(TRIGGERS), z.boolean()),
  hmac_secret: z.string().nullable().optional(),
});

const json = 'application/json' as const;

const created = z.object({
  name: z.string().min(1),
  type: z.literal('http'),
  description: z.string().nullable().default(null),
  http: http.extend({
    method: http.shape.method.default('POST'),
    request_content_type: http.shape.request_content_type.default(json),
    response_content_type: http.shape.response_content_type.default(json),
    form: http.shape.form.default(null),
    headers: http.shape.headers.default({}),
    triggers: http.shape.triggers.default({}),
  }),
});

/** A PUT needs the name, and the address of `http` where that is given; all else is partial (gorgias-api.md 9.1). */
const changed = z.object({
  name: z.string().min(1),
  type: z.literal('http').optional(),
  description: z.string().nullable().optional(),
  http: http.partial().required({ url: true }).optional(),
  deactivated_datetime: z.string().nullable().optional(),
});

export type NewIntegration = z.input<typeof created>;
export type IntegrationEdit = z.output<typeof changed>;

/** @throws Refused with 400 and Gorgias' way of naming the field. */
export function readNewIntegration(body: unknown): z.output<typeof created> {
  return read(created, body);
}

/** @throws Refused with 400. */
export function readIntegrationEdit(body: unknown): IntegrationEdit {
  return read(changed, body);
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined;
  const message = isMissing ? 'Missing data for required field.' : (issue?.message ?? 'Invalid input type.');
  throw badRequest(issue?.path.join('.') ?? '_schema', message);
}
