import type { CustomerRecord, SurveyRecord, TicketRecord } from '../../packages/sandbox/world/records';
import type { World } from '../../packages/sandbox/world/world';

/**
 * What Brevo must hold, computed straight from the sandbox Gorgias' truth and the mapping of the specification. Shares no code with the
 * connector: a misunderstanding must be able to show.
 */
export interface ExpectedContact {
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly lists: readonly number[];
  /** Digits, when the customer was active enough to be looked up; several people may claim one. */
  readonly phone: string | null;
}

const DAY_MS = 86_400_000;
const VIP_FIELD = '319830';
const TYPE_FIELD = '319831';

/** What is not in the shipped mapping, and may be added to it. */
export interface Extras {
  /** List of everybody with an open ticket; with it goes OPEN_TICKETS. */
  readonly openSupport?: number;
  /** First and last name for themselves, instead of the full name as the first. */
  readonly namesApart?: true;
  /** Attribute -> id of the custom field. */
  readonly fields?: Readonly<Record<string, string>>;
}

export function expectedContacts(
  world: World,
  startedAtMs: number,
  extras: Extras = {},
): ReadonlyMap<string, ExpectedContact> {
  const since = Math.floor((startedAtMs - 365 * DAY_MS) / DAY_MS) * DAY_MS * 1_000;
  const byEmail = new Map<string, CustomerRecord[]>();
  for (const customer of world.customers.values()) {
    const email = customer.email?.trim().toLowerCase() ?? '';
    if (email !== '') byEmail.set(email, [...(byEmail.get(email) ?? []), customer]);
  }
  const tickets = groupBy([...world.tickets.values()], (ticket) => ticket.customerId ?? 0);
  const surveys = groupBy([...world.surveys.values()], (survey) => survey.customerId);
  const expected = new Map<string, ExpectedContact>();
  for (const [email, people] of byEmail) {
    const own = people
      .flatMap((person) => tickets.get(person.id) ?? [])
      .filter((ticket) => !ticket.spam && ticket.trashedUs === null);
    const scored = people.flatMap((person) => surveys.get(person.id) ?? []).filter((survey) => survey.score !== null);
    const everyTicket = people.flatMap((person) => tickets.get(person.id) ?? []);
    const contact = withMore(contactOf(world, people, own, everyTicket, scored, since), people, extras);
    expected.set(email, extras.openSupport === undefined ? contact : withOpen(contact, own, extras.openSupport));
  }
  return expected;
}

function contactOf(
  world: World,
  people: readonly CustomerRecord[],
  tickets: readonly TicketRecord[],
  everyTicket: readonly TicketRecord[],
  scored: readonly SurveyRecord[],
  sinceUs: number,
): ExpectedContact {
  const person = [...people].sort((a, b) => newer(a.updatedUs, b.updatedUs, a.id, b.id))[0]!;
  const newest = [...tickets].sort((a, b) => newer(a.createdUs, b.createdUs, a.id, b.id))[0];
  const lastScore = [...scored].sort((a, b) => newer(a.scoredUs ?? 0, b.scoredUs ?? 0, a.id, b.id))[0]?.score ?? null;
  const minutes = tickets
    .filter((ticket) => ticket.createdUs >= sinceUs)
    .flatMap((ticket) => responseMinutes(world, ticket));
  const active =
    person.updatedUs >= sinceUs ||
    everyTicket.some((ticket) => ticket.customerId === person.id && ticket.updatedUs >= sinceUs);
  const all: Record<string, string | number | boolean | null | undefined> = {
    GORGIAS_ID: String(person.id),
    FIRSTNAME: person.name?.trim() === '' ? null : person.name?.trim(),
    TICKET_COUNT: tickets.length,
    LAST_SUPPORT_DATE: newest === undefined ? null : new Date(newest.createdUs / 1_000).toISOString().slice(0, 10),
    LAST_SUPPORT_CHANNEL: newest?.channel,
    AVG_RESPONSE_TIME:
      minutes.length === 0 ? null : Math.round((minutes.reduce((a, b) => a + b, 0) / minutes.length) * 100) / 100,
    CSAT_SCORE: lastScore,
    CSAT_RESPONSES: scored.length,
    CUSTOMER_TYPE: person.fields[TYPE_FIELD],
    VIP_STATUS: person.fields[VIP_FIELD],
  };
  return {
    attributes: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
    ),
    lists: [
      35,
      ...(lastScore !== null && lastScore >= 4 ? [36] : []),
      ...(lastScore !== null && lastScore <= 2 ? [37] : []),
    ],
    phone: active ? phoneOf(person) : null,
  };
}

/** What the same person says of these. */
function withMore(
  contact: ExpectedContact,
  people: readonly CustomerRecord[],
  { namesApart, fields = {} }: Extras,
): ExpectedContact {
  const person = [...people].sort((a, b) => newer(a.updatedUs, b.updatedUs, a.id, b.id))[0]!;
  const names = { FIRSTNAME: person.firstname.trim(), LASTNAME: person.lastname.trim() };
  const more = [
    ...(namesApart === true ? Object.entries(names) : []),
    ...Object.entries(fields).map(([attribute, id]) => [attribute, person.fields[id]] as const),
  ].filter(([, value]) => value !== undefined && value !== '');
  const { FIRSTNAME: name, ...others } = contact.attributes;
  const own = namesApart === true || name === undefined ? others : contact.attributes;
  return { ...contact, attributes: { ...own, ...Object.fromEntries(more) } as ExpectedContact['attributes'] };
}

/** Open or snoozed now; the list lets go of whoever has no such ticket from the last fourteen days. */
function withOpen(contact: ExpectedContact, tickets: readonly TicketRecord[], list: number): ExpectedContact {
  const nowUs = Date.now() * 1_000;
  const open = tickets.filter(({ status, snoozeUs }) => status === 'open' || (snoozeUs !== null && snoozeUs > nowUs));
  const waits = open.some(({ createdUs }) => createdUs > nowUs - 14 * DAY_MS * 1_000);
  return {
    ...contact,
    attributes: { ...contact.attributes, OPEN_TICKETS: open.length },
    lists: waits ? [...contact.lists, list] : contact.lists,
  };
}

function responseMinutes(world: World, ticket: TicketRecord): readonly number[] {
  const messages = [...world.messagesOf(ticket.id)].sort((a, b) => -newer(a.createdUs, b.createdUs, a.id, b.id));
  const asked = messages.find((message) => message.kind === 'customer');
  if (asked === undefined) return [];
  const answered = messages.find((message) => message.kind === 'agent' && message.createdUs > asked.createdUs);
  return answered === undefined ? [] : [(answered.createdUs - asked.createdUs) / 60_000_000];
}

function phoneOf(person: CustomerRecord): string | null {
  const kinds = ['phone', 'sms', 'whatsapp'];
  const live = person.channels.filter((channel) => kinds.includes(channel.type) && channel.deletedUs === null);
  const byKind = [...live].sort((a, b) => kinds.indexOf(a.type) - kinds.indexOf(b.type));
  const address = (byKind.find((channel) => channel.preferred) ?? byKind[0])?.address;
  if (address === undefined || /[a-z]/i.test(address)) return null;
  const digits = address.replace(/\D/g, '').replace(/^00/, '');
  // Without its country code a number is nobody's: no test sets phone_country.
  const international = /^\s*(\+|00)/.test(address);
  return international && digits.length >= 8 && digits.length <= 15 ? digits : null;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => number): ReadonlyMap<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Newest first, the higher id among equals. */
function newer(aUs: number, bUs: number, aId: number, bId: number): number {
  return aUs === bUs ? bId - aId : bUs - aUs;
}
