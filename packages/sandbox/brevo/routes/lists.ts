import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { mergeIntoContact } from '../contact-write';
import { type BrevoContext, readOffsetQuery } from '../context';
import { invalid, missing, notFound, outOfRange } from '../errors';
import { type BrevoContact, type BrevoListRecord } from '../model';
import { pageOf } from './contact-reads';

export function listFolders({ memory }: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 10, max: 50 });
  const folders = inOrder(memory.data.folders, page.ascending).slice(page.offset, page.offset + page.limit);
  const counts = { uniqueSubscribers: 0, totalSubscribers: 0, totalBlacklisted: 0 };
  return {
    status: 200,
    json: { count: memory.data.folders.length, folders: folders.map((row) => ({ ...row, ...counts })) },
  };
}

function inOrder<Row>(rows: readonly Row[], ascending: boolean): readonly Row[] {
  return ascending ? rows : [...rows].reverse();
}

const named = z.looseObject({ name: z.string().min(1), folderId: z.number().int().optional() });

export function createFolder({ memory }: BrevoContext, { body }: SandboxRequest): Reply {
  const parsed = named.safeParse(body);
  if (!parsed.success) throw missing('name is missing');
  const id = memory.newId();
  memory.data.folders.push({ id, name: parsed.data.name });
  return { status: 201, json: { id }, effective: true };
}

/** `totalSubscribers` and `totalBlacklisted` stand frozen at 0 (brevo-api.md 3.10). */
export function listLists({ memory }: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 10, max: 50 });
  const sizes = new Map<number, number>();
  for (const { listIds } of memory.contacts.values()) for (const id of listIds) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const view = (row: BrevoListRecord) => ({
    ...row,
    uniqueSubscribers: sizes.get(row.id) ?? 0,
    totalSubscribers: 0,
    totalBlacklisted: 0,
  });
  const lists = inOrder(memory.data.lists, page.ascending)
    .slice(page.offset, page.offset + page.limit)
    .map(view);
  return { status: 200, json: { lists, count: memory.data.lists.length } };
}

export function createList({ memory }: BrevoContext, { body }: SandboxRequest): Reply {
  const parsed = named.safeParse(body);
  if (!parsed.success || parsed.data.folderId === undefined) throw missing('name or folderId is missing');
  const { name, folderId } = parsed.data;
  if (!memory.data.folders.some(({ id }) => id === folderId)) throw notFound('Folder ID does not exist');
  const id = memory.newId();
  memory.data.lists.push({ id, name, folderId });
  return { status: 201, json: { id }, effective: true };
}

function refuseUnknownList({ memory }: BrevoContext, id: number): void {
  if (!memory.data.lists.some((list) => list.id === id)) throw notFound('List ID does not exist');
}

export function listMembers(context: BrevoContext, { query }: SandboxRequest, listId: number): Reply {
  refuseUnknownList(context, listId);
  const page = readOffsetQuery(query, { limit: 50, max: 500 });
  return pageOf(context, query, { page, keep: ({ listIds }) => listIds.includes(listId) });
}

const members = z.union([
  z.strictObject({ emails: z.array(z.string()).min(1) }),
  z.strictObject({ ids: z.array(z.number().int()).min(1) }),
  z.strictObject({ extIds: z.array(z.string()).min(1) }),
]);

type Wanted = string | number;

function readMembers(
  { memory }: BrevoContext,
  body: unknown,
): { wanted: readonly Wanted[]; find: (key: Wanted) => BrevoContact | null } {
  const parsed = members.safeParse(body);
  if (!parsed.success) throw invalid('Exactly one of emails, ids and extIds is expected');
  if ('emails' in parsed.data) {
    return { wanted: parsed.data.emails, find: (key) => memory.ownerOf('email', String(key).trim().toLowerCase()) };
  }
  if ('ids' in parsed.data) return { wanted: parsed.data.ids, find: (key) => memory.contacts.get(Number(key)) ?? null };
  return { wanted: parsed.data.extIds, find: (key) => memory.ownerOf('ext_id', String(key)) };
}

/**
 * Partial success is a success with `failure[]`; when every one fails it is a 400 whose text does not say why: a repeated request after
 * a lost answer looks like a failure (brevo-api.md 3.9).
 */
export function moveMembers(
  context: BrevoContext,
  { body }: SandboxRequest,
  listId: number,
  verb: 'add' | 'remove',
): Reply {
  refuseUnknownList(context, listId);
  const { wanted, find } = readMembers(context, body);
  if (wanted.length > 150) throw outOfRange('At most 150 contacts can be moved at once');
  const [success, failure]: [Wanted[], Wanted[]] = [[], []];
  for (const key of wanted) {
    const contact = find(key);
    const isIn = contact?.listIds.includes(listId) ?? false;
    if (contact === null || isIn === (verb === 'add')) {
      failure.push(key);
      continue;
    }
    const change = verb === 'add' ? { listIds: [listId] } : { unlinkListIds: [listId] };
    mergeIntoContact(context.memory, contact, { attributes: {}, ...change }, context.clock());
    success.push(key);
  }
  if (success.length > 0) return { status: 201, json: { contacts: { success, failure } }, effective: true };
  throw invalid(`Contact already ${verb === 'add' ? 'in' : 'removed from'} list and/or does not exist`);
}
