import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { findConflicts, insertContact, mergeIntoContact, refuseConflicts, type ContactWrite } from '../contact-write';
import { type BrevoContext, noteUnknownKeys, readEmail } from '../context';
import { invalid, missing, errorReply, Refused } from '../errors';
import { type BrevoMemory } from '../memory';
import { type BrevoContact } from '../model';
import { readAttributes } from '../values';
import { findContact } from './contact-reads';

const shared = {
  ext_id: z.string().min(1).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  emailBlacklisted: z.boolean().optional(),
  smsBlacklisted: z.boolean().optional(),
  listIds: z.array(z.number().int().positive()).optional(),
};
const postBody = z.looseObject({ ...shared, email: z.string().optional(), updateEnabled: z.boolean().optional() });
const putBody = z.looseObject({ ...shared, unlinkListIds: z.array(z.number().int().positive()).optional() });
const postKeys = [...Object.keys(postBody.shape), 'smtpBlacklistSender', 'forceMerge', 'getId'];
const putKeys = [...Object.keys(putBody.shape), 'smtpBlacklistSender', 'forceMerge'];

/** The upsert: 201 with the id when created, 204 without a body when updated (brevo-api.md 3.1). */
export function postContact(context: BrevoContext, request: SandboxRequest): Reply {
  const body = readBody(postBody, request.body);
  noteUnknownKeys(context, body, postKeys);
  const { memory } = context;
  const email = body.email === undefined ? undefined : readEmail(body.email);
  if (email === null) throw invalid('Invalid email address');
  const write = readWrite(context, { ...body, email });
  const existing = findExisting(memory, write);
  if (email === undefined && write.extId === undefined && typeof write.attributes['SMS'] !== 'string') {
    throw missing('email, ext_id or attributes.SMS is missing');
  }
  if (existing !== null && body.updateEnabled !== true) {
    refuseConflicts(context, ['email'], 'create');
  }
  refuseConflicts(context, findConflicts(memory, existing, write), existing === null ? 'create' : 'update');
  if (existing === null) {
    return { status: 201, json: { id: insertContact(memory, write, context.clock()).id }, effective: true };
  }
  return { status: 204, effective: mergeIntoContact(memory, existing, write, context.clock()) };
}

/** Partial merge; the e-mail is changed through `attributes.EMAIL` (brevo-api.md 3.2). */
export function putContact(context: BrevoContext, request: SandboxRequest, identifier: string): Reply {
  const body = readBody(putBody, request.body);
  noteUnknownKeys(context, body, putKeys);
  const contact = findContact(context, request, identifier);
  const wanted = body.attributes?.['EMAIL'];
  const email = typeof wanted === 'string' ? readEmail(wanted) : undefined;
  if (email === null) throw invalid('Invalid email address');
  const write = { ...readWrite(context, { ...body, email }), unlinkListIds: body.unlinkListIds };
  refuseUnknownLists(context, body.unlinkListIds ?? []);
  refuseConflicts(context, findConflicts(context.memory, contact, write), 'update');
  return {
    status: 204,
    headers: { 'content-type': 'text/plain' },
    effective: mergeIntoContact(context.memory, contact, write, context.clock()),
  };
}

function readBody<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(`${parsed.error.issues[0]?.path.join('.') ?? 'body'} is not valid`);
}

type ContactBody = Pick<
  z.output<typeof postBody>,
  'email' | 'ext_id' | 'attributes' | 'listIds' | 'emailBlacklisted' | 'smsBlacklisted'
>;

function readWrite(context: BrevoContext, body: ContactBody): ContactWrite {
  refuseUnknownLists(context, body.listIds ?? []);
  return {
    email: body.email,
    extId: body.ext_id,
    attributes: readAttributes(context.memory, body.attributes ?? {}, { badPhone: 'refuse', empty: 'erase text' }),
    listIds: body.listIds,
    emailBlacklisted: body.emailBlacklisted,
    smsBlacklisted: body.smsBlacklisted,
  };
}

export function refuseUnknownLists({ memory, switches }: BrevoContext, ids: readonly number[]): void {
  const unknown = ids.filter((id) => !memory.data.lists.some((list) => list.id === id));
  if (unknown.length > 0)
    throw new Refused(errorReply(400, switches.listGone, `List ID does not exist: ${unknown.join(', ')}`));
}

/** By e-mail where there is one; the other identifiers find a contact only without it. */
function findExisting(memory: BrevoMemory, { email, extId, attributes }: ContactWrite): BrevoContact | null {
  if (email !== undefined) return memory.ownerOf('email', email);
  if (extId !== undefined) return memory.ownerOf('ext_id', extId);
  const phone = attributes['SMS'];
  return typeof phone === 'string' ? memory.ownerOf('SMS', phone) : null;
}

/** Deleting forgets the suppression too (brevo-api.md 3.5). */
export function deleteContact(context: BrevoContext, request: SandboxRequest, identifier: string): Reply {
  context.memory.remove(findContact(context, request, identifier));
  context.memory.data.effectiveChanges += 1;
  return { status: 204, effective: true };
}
