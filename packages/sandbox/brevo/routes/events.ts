import { z } from 'zod';
import { type Reply, type SandboxRequest } from '../../http/types';
import { insertContact, mergeIntoContact } from '../contact-write';
import { type BrevoContext, noteUnknownKeys, readEmail, readOffsetQuery } from '../context';
import { invalid, Refused } from '../errors';
import { type BrevoContact } from '../model';
import { readAttributes } from '../values';

const name = /^[A-Za-z0-9_-]{1,255}$/;
const identifiers = z.strictObject({
  contact_id: z.number().int().optional(),
  email_id: z.string().optional(),
  ext_id: z.string().optional(),
  phone_id: z.string().optional(),
  whatsapp_id: z.string().optional(),
  landline_number_id: z.string().optional(),
});
const event = z.looseObject({
  event_name: z.string().regex(name),
  identifiers: identifiers.refine((ids) => Object.keys(ids).length > 0),
  event_date: z.iso.datetime({ offset: true }).optional(),
  event_properties: z.record(z.string().regex(name), z.unknown()).optional(),
  contact_properties: z.record(z.string(), z.unknown()).optional(),
  object: z.looseObject({ type: z.string().optional() }).optional(),
});
const keys = Object.keys(event.shape);
const maxPropertiesBytes = 50 * 1024;

/** 204 means accepted. There is no id and no dedupe: the same body again is a second event (brevo-api.md 3.18). */
export function postEvent(context: BrevoContext, request: SandboxRequest): Reply {
  const fault = takeEvent(context, request.body);
  if (fault !== null) throw invalid(fault);
  return { status: 204, effective: true };
}

/** @returns What is wrong with the event, or null when it has been taken. */
function takeEvent(context: BrevoContext, body: unknown): string | null {
  const parsed = event.safeParse(body);
  if (!parsed.success) return `${parsed.error.issues[0]?.path.join('.') ?? 'event'} is not valid`;
  const wanted = parsed.data;
  noteUnknownKeys(context, wanted, keys);
  const properties = wanted.event_properties ?? {};
  if (Buffer.byteLength(JSON.stringify(properties)) > maxPropertiesBytes)
    return 'event_properties are larger than 50 KB';
  const email = wanted.identifiers.email_id;
  if (email !== undefined && readEmail(email) === null) return 'identifiers.email_id is not valid';
  const now = context.clock();
  const contact = contactOf(context, wanted.identifiers, now);
  const contactProperties = wanted.contact_properties ?? {};
  if (contact !== null && Object.keys(contactProperties).length > 0) {
    const attributes = readAttributes(context.memory, contactProperties, { badPhone: 'drop', empty: 'erase text' });
    mergeIntoContact(context.memory, contact, { attributes }, now);
  }
  context.memory.data.events.push({
    name: wanted.event_name,
    contactId: contact?.id ?? null,
    date: wanted.event_date ?? new Date(now).toISOString(),
    properties,
    contactProperties,
    identifiers: wanted.identifiers,
    objectType: wanted.object?.type ?? null,
    receivedAt: now,
  });
  return null;
}

/** `contact_id` wins over the others; an unknown e-mail becomes a contact, where that is switched on (brevo-api.md 3.18). */
function contactOf(context: BrevoContext, ids: z.output<typeof identifiers>, now: number): BrevoContact | null {
  const { memory } = context;
  if (ids.contact_id !== undefined) return memory.contacts.get(ids.contact_id) ?? null;
  if (ids.email_id !== undefined) {
    const email = readEmail(ids.email_id) ?? '';
    const known = memory.ownerOf('email', email);
    return known === null && context.createContactsFromEvents
      ? insertContact(memory, { email, attributes: {} }, now)
      : known;
  }
  if (ids.ext_id !== undefined) return memory.ownerOf('ext_id', ids.ext_id);
  return memory.ownerOf('SMS', (ids.phone_id ?? '').replace(/\D/g, ''));
}

const batch = z.strictObject({ events: z.array(z.unknown()).min(1).max(200) });

/** 202 when all were taken, 207 for some, 400 for none; a bare array is the shape of before 2026-04-21 (brevo-api.md 3.19). */
export function postEventBatch(context: BrevoContext, { body }: SandboxRequest): Reply {
  const parsed = batch.safeParse(body);
  if (!parsed.success) throw invalid('events must hold 1 to 200 events');
  const { events } = parsed.data;
  const errors = events.flatMap((item, index) => {
    const message = takeEvent(context, item);
    return message === null ? [] : [{ eventIndex: [index], message }];
  });
  const failed = errors.length;
  if (failed === 0) return { status: 202, json: { message: 'accepted', count: events.length }, effective: true };
  const counts = {
    total_events: events.length,
    successful_events: events.length - failed,
    failed_events: failed,
    errors,
  };
  if (failed === events.length) throw new Refused({ status: 400, json: { status: 'failed', ...counts } });
  return { status: 207, json: { status: 'partial_success', ...counts }, effective: true };
}

/** Newest first; the two dates belong together (brevo-api.md 3.20). */
export function listEvents(context: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 100, max: 10_000 });
  const [names, contactIds, types] = [
    query.getAll('event_name'),
    query.getAll('contact_id').map(Number),
    query.getAll('object_type'),
  ];
  const [from, to] = readPeriod(context, query);
  const visibleUntil = context.clock() - context.eventDelayMs;
  const rows = context.memory.data.events.filter((row) => {
    const at = Date.parse(row.date);
    return (
      row.receivedAt <= visibleUntil &&
      at >= from &&
      at <= to &&
      (names.length === 0 || names.includes(row.name)) &&
      (contactIds.length === 0 || contactIds.includes(row.contactId ?? -1)) &&
      (types.length === 0 || types.includes(row.objectType ?? ''))
    );
  });
  rows.sort((one, other) => Date.parse(other.date) - Date.parse(one.date));
  const events = rows.slice(page.offset, page.offset + page.limit).map((row) => ({
    contact_id: row.contactId,
    event_name: row.name,
    event_date: row.date,
    ...(row.objectType === null ? {} : { object_type: row.objectType }),
    event_properties: row.properties,
    contact_properties: row.contactProperties,
  }));
  return { status: 200, json: { count: rows.length, events } };
}

const sixMonthsMs = 183 * 86_400_000;

function readPeriod({ clock }: BrevoContext, query: URLSearchParams): readonly [number, number] {
  const [start, end] = [query.get('startDate'), query.get('endDate')];
  if (start === null && end === null) return [clock() - sixMonthsMs, clock()];
  if (start === null || end === null) throw invalid('startDate and endDate must be given together');
  // A bare day as the end means the whole of it.
  const [from, to] = [Date.parse(start), Date.parse(end.length === 10 ? `${end}T23:59:59.999Z` : end)];
  if (Number.isNaN(from) || Number.isNaN(to)) throw invalid('startDate or endDate is not a date');
  return [from, to];
}
