import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { type BrevoContext, noteUnknownKeys } from '../context';
import { invalid, missing, outOfRange, errorReply, Refused } from '../errors';
import { type BrevoProcess } from '../model';
import { refuseUnknownLists } from './contacts';

const body = z.looseObject({
  jsonBody: z
    .array(z.looseObject({ email: z.string().optional(), attributes: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
  fileBody: z.string().optional(),
  fileUrl: z.string().optional(),
  listIds: z.array(z.number().int().positive()).optional(),
  newList: z.looseObject({ listName: z.string(), folderId: z.number().int() }).optional(),
  updateExistingContacts: z.boolean().optional(),
  emptyContactsAttributes: z.boolean().optional(),
  emailBlacklist: z.boolean().optional(),
});
const keys = [...Object.keys(body.shape), 'consentGroupIds', 'smsBlacklist', 'disableNotification', 'notifyUrl'];
const maxBytes = 10 * 1024 * 1024;

/** Taken at once, carried out later (brevo-api.md 3.6). Only `jsonBody` is played here. */
export function postImport(context: BrevoContext, request: SandboxRequest): Reply {
  const parsed = body.safeParse(request.body);
  if (!parsed.success) throw invalid(`${parsed.error.issues[0]?.path.join('.') ?? 'body'} is not valid`);
  const wanted = parsed.data;
  noteUnknownKeys(context, wanted, keys);
  for (const row of wanted.jsonBody ?? []) noteUnknownKeys(context, row, ['email', 'attributes']);
  if (Buffer.byteLength(request.rawBody) > maxBytes) throw outOfRange('The body is larger than 10 MB');
  const bodies = [wanted.jsonBody, wanted.fileBody, wanted.fileUrl].filter((part) => part !== undefined);
  if (bodies.length !== 1) throw invalid('Exactly one of jsonBody, fileBody and fileUrl is expected');
  if (wanted.jsonBody === undefined || wanted.jsonBody.length === 0) throw invalid('The sandbox imports jsonBody only');
  if ((wanted.listIds ?? []).length === 0 && wanted.newList === undefined)
    throw missing('listIds or newList is missing');
  refuseUnknownLists(context, wanted.listIds ?? []);
  const { memory, clock, importDelayMs } = context;
  const process: BrevoProcess = {
    id: memory.newId(),
    acceptedAt: clock(),
    dueAt: clock() + importDelayMs,
    rows: wanted.jsonBody.map(({ email, attributes }) => ({ email, attributes })),
    rowCount: wanted.jsonBody.length,
    listIds: [...(wanted.listIds ?? []), ...newList(context, wanted.newList)],
    updateExisting: wanted.updateExistingContacts ?? true,
    emptyAttributes: wanted.emptyContactsAttributes ?? false,
    emailBlacklist: wanted.emailBlacklist ?? false,
    done: false,
    effectiveRows: 0,
    reports: {},
    seq: request.seq,
  };
  memory.data.processes.push(process);
  return { status: 202, json: { processId: process.id } };
}

function newList(
  { memory }: BrevoContext,
  wanted: { listName: string; folderId: number } | undefined,
): readonly number[] {
  if (wanted === undefined) return [];
  const id = memory.newId();
  memory.data.lists.push({ id, name: wanted.listName, folderId: wanted.folderId });
  return [id];
}

const kinds = [
  'invalid_emails',
  'duplicate_email_id',
  'duplicate_phone_id',
  'duplicate_ext_id',
  'duplicate_contact_id',
  'duplicate_whatsapp_id',
  'duplicate_landline_number_id',
];

/** `queued`, then `processing`, then `completed`, by the clock; the reports are addresses of CSV files, or null (brevo-api.md 3.7), or numbers. */
export function getProcess({ memory, clock, switches }: BrevoContext, _request: SandboxRequest, id: number): Reply {
  const process = memory.data.processes.find((candidate) => candidate.id === id);
  if (process === undefined) throw new Refused(errorReply(404, 'invalid_parameter', 'processId is invalid'));
  const base = { id, name: 'IMPORTUSER' };
  if (!process.done) {
    const isStarted = clock() >= process.acceptedAt + (process.dueAt - process.acceptedAt) / 4;
    return { status: 200, json: { ...base, status: isStarted ? 'processing' : 'queued' } };
  }
  const report = (kind: string): string | number | null => {
    const rows = process.reports[kind] ?? 0;
    if (switches.importReports === 'numbers') return rows;
    return rows === 0 ? null : `https://import.example.com/${id}/${kind}.csv`;
  };
  const info = { import: Object.fromEntries(kinds.map((kind) => [kind, report(kind)])) };
  return { status: 200, json: { ...base, status: 'completed', info } };
}
