import { type Reply, type SandboxRequest } from '../../http/types';
import { offsetTime } from '../../time';
import { type BrevoContext, readOffsetQuery } from '../context';
import { invalid, notFound } from '../errors';
import { type BrevoContact } from '../model';

const identifierTypes: Readonly<Record<string, string>> = {
  email_id: 'email',
  ext_id: 'ext_id',
  phone_id: 'SMS',
  whatsapp_id: 'WHATSAPP',
  landline_number_id: 'LANDLINE_NUMBER',
};

/** Without `identifierType` only an e-mail and a numeric id are understood (brevo-api.md 4.2). */
export function findContact({ memory }: BrevoContext, { query }: SandboxRequest, encoded: string): BrevoContact {
  const identifier = decodeURIComponent(encoded);
  const type = query.get('identifierType') ?? (/^\d+$/.test(identifier) ? 'contact_id' : 'email_id');
  const known = identifierTypes[type];
  if (known === undefined && type !== 'contact_id') throw invalid('identifierType is not valid');
  const value =
    known === 'email' ? identifier.trim().toLowerCase() : known === 'SMS' ? identifier.replace(/\D/g, '') : identifier;
  const contact =
    known === undefined ? (memory.contacts.get(Number(identifier)) ?? null) : memory.ownerOf(known, value);
  if (contact === null) throw notFound('Contact does not exist');
  return contact;
}

export function getContact(context: BrevoContext, request: SandboxRequest, identifier: string): Reply {
  const contact = findContact(context, request, identifier);
  return { status: 200, json: { ...viewContact(context, contact), statistics: {} } };
}

export function listContacts(context: BrevoContext, { query }: SandboxRequest): Reply {
  const page = readOffsetQuery(query, { limit: 50, max: 1_000 });
  return pageOf(context, query, { page, keep: () => true });
}

interface ContactPage {
  readonly page: ReturnType<typeof readOffsetQuery>;
  readonly keep: (contact: BrevoContact) => boolean;
}

/** Sorted by creation; `modifiedSince` and `createdSince` include the moment itself (brevo-api.md 3.4). */
export function pageOf(context: BrevoContext, query: URLSearchParams, { page, keep }: ContactPage): Reply {
  const modifiedSince = readTime(query, 'modifiedSince');
  const createdSince = readTime(query, 'createdSince');
  const rows: BrevoContact[] = [];
  for (const contact of context.memory.contacts.values()) {
    if (contact.modifiedAt >= modifiedSince && contact.createdAt >= createdSince && keep(contact)) rows.push(contact);
  }
  if (!page.ascending) rows.reverse();
  const contacts = rows.slice(page.offset, page.offset + page.limit).map((contact) => viewContact(context, contact));
  return { status: 200, json: { contacts, count: rows.length } };
}

function readTime(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null) return Number.NEGATIVE_INFINITY;
  const at = Date.parse(text.replace(/ (\d{2}:\d{2})$/, '+$1'));
  if (Number.isNaN(at)) throw invalid(`Invalid ${name} date format`);
  return at;
}

/** `listUnsubscribed` may be absent, null or filled; some keys are documented nowhere (brevo-api.md 3.3). */
function viewContact({ utcOffset }: BrevoContext, contact: BrevoContact): Readonly<Record<string, unknown>> {
  const unsubscribed =
    contact.listUnsubscribed === null && contact.id % 2 === 0 ? {} : { listUnsubscribed: contact.listUnsubscribed };
  return {
    id: contact.id,
    ...(contact.email === null ? {} : { email: contact.email }),
    ...(contact.extId === null ? {} : { ext_id: contact.extId }),
    emailBlacklisted: contact.emailBlacklisted,
    smsBlacklisted: contact.smsBlacklisted,
    whatsappBlacklisted: false,
    createdAt: offsetTime(contact.createdAt, utcOffset),
    modifiedAt: offsetTime(contact.modifiedAt, utcOffset),
    listIds: contact.listIds,
    ...unsubscribed,
    attributes: contact.attributes,
    subscriptions: {},
  };
}
