import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { type BrevoContext, noteUnknownKeys, readEmail, readOffsetQuery } from '../context';
import { duplicate, invalid, missing, notFound, errorReply, Refused } from '../errors';
import { type BrevoMail } from '../model';

const person = z.looseObject({ email: z.string(), name: z.string().max(70).optional() });
const mail = z.looseObject({
  templateId: z.number().int().positive().optional(),
  sender: z.looseObject({}).optional(),
  to: z.array(person).min(1).max(99),
  subject: z.string().optional(),
  htmlContent: z.string().optional(),
  textContent: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  tags: z.array(z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  scheduledAt: z.string().optional(),
});
const keys = [...Object.keys(mail.shape), 'cc', 'bcc', 'replyTo', 'batchId', 'attachment', 'messageVersions'];

/** How long a key is remembered (brevo-api.md 3.22). */
const windowMs = 30 * 60_000;

export function postMail(context: BrevoContext, { body }: SandboxRequest): Reply {
  const parsed = mail.safeParse(body);
  if (!parsed.success) throw invalid(`${parsed.error.issues[0]?.path.join('.') ?? 'body'} is not valid`);
  const wanted = parsed.data;
  noteUnknownKeys(context, wanted, keys);
  refuseImpossible(context, wanted);
  const now = context.clock();
  const messageId = `<${new Date(now).toISOString().slice(0, 16).replace(/\D/g, '')}.${context.memory.newId()}@smtp-relay.mailin.fr>`;
  const isDryRun = header(wanted, 'x-sib-sandbox') === 'drop';
  const idempotencyKey = header(wanted, 'idempotencykey') ?? header(wanted, 'idempotency-key');
  if (isDryRun) return { status: 201, json: { messageId } };
  claim(context, idempotencyKey);
  const to = wanted.to.map(({ email }) => email.toLowerCase());
  const blocked = context.memory.data.blocked.map(({ email }) => email);
  const record: BrevoMail = {
    messageId,
    to,
    templateId: wanted.templateId ?? null,
    params: wanted.params ?? {},
    tags: wanted.tags ?? [],
    idempotencyKey,
    delivered: !to.every((email) => blocked.includes(email)),
    at: now,
  };
  context.memory.data.mails.push(record);
  return { status: wanted.scheduledAt === undefined ? 201 : 202, json: { messageId }, effective: true };
}

function header(wanted: z.output<typeof mail>, name: string): string | null {
  return Object.entries(wanted.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

function refuseImpossible({ memory, switches }: BrevoContext, wanted: z.output<typeof mail>): void {
  if (!switches.smtpActivated) {
    throw new Refused(
      errorReply(403, 'permission_denied', 'Unable to send email. Your SMTP account is not yet activated.'),
    );
  }
  if (!switches.hasCredits) throw new Refused(errorReply(402, 'not_enough_credits', 'not enough credits'));
  if (wanted.to.some(({ email }) => readEmail(email) === null)) throw invalid('email is not valid in to');
  if (wanted.templateId !== undefined) {
    const template = memory.data.templates.find(({ id }) => id === wanted.templateId);
    if (template === undefined) throw invalid('Template ID does not exist');
    if (!template.isActive) throw invalid('Template is not active');
  } else if (
    wanted.sender === undefined ||
    wanted.subject === undefined ||
    (wanted.htmlContent ?? wanted.textContent) === undefined
  ) {
    throw missing('templateId, or sender, subject and content are missing');
  }
}

/** A replay is refused; the first answer is not given again (brevo-api.md 2, point 6). */
function claim({ memory, clock, switches }: BrevoContext, key: string | null): void {
  if (key === null) return;
  const usedAt = memory.data.idempotencyKeys[key];
  if (usedAt !== undefined && clock() - usedAt < windowMs) {
    throw duplicate(switches.duplicateStyle, 'idempotencyKey already used');
  }
  memory.data.idempotencyKeys[key] = clock();
}

export function listTemplates({ memory }: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 50, max: 1_000 });
  const status = query.get('templateStatus');
  const rows = memory.data.templates.filter(({ isActive }) => status === null || String(isActive) === status);
  const templates = rows.slice(page.offset, page.offset + page.limit).map((row) => ({
    ...row,
    subject: row.name,
    testSent: false,
    // A text, unlike every other id (brevo-api.md 14).
    sender: { name: 'Shop', email: 'shop@example.com', id: '1' },
    replyTo: 'shop@example.com',
    toField: '',
    tag: '',
    htmlContent: '<p></p>',
    createdAt: '2026-10-02T01:01:14.000Z',
    modifiedAt: '2026-10-02T01:01:14.000Z',
  }));
  return { status: 200, json: { count: rows.length, templates } };
}

/** The transactional blocklist: another one than `emailBlacklisted` (brevo-api.md 3.24). */
export function listBlocked({ memory }: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 50, max: 100 });
  const contacts = memory.data.blocked.slice(page.offset, page.offset + page.limit).map(({ email, reason, at }) => ({
    email,
    senderEmail: 'shop@example.com',
    reason: { code: reason, message: 'Blocked' },
    blockedAt: new Date(at).toISOString(),
  }));
  return { status: 200, json: { count: memory.data.blocked.length, contacts } };
}

export function deleteBlocked({ memory }: BrevoContext, _request: SandboxRequest, encoded: string): Reply {
  const email = decodeURIComponent(encoded).toLowerCase();
  const index = memory.data.blocked.findIndex((row) => row.email === email);
  if (index === -1) throw notFound('Contact is not blocked');
  memory.data.blocked.splice(index, 1);
  return { status: 204, effective: true };
}
