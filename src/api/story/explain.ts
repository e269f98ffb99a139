import type { AccountRow, Store } from '../../store/types';
import type { PutAside } from '../../store/tickets/stories';
import { ticketWorkflowId } from '../../workflows/messages';
import type { Why } from '../../../packages/sdk/contract/tickets';
import { whyUnfit as unfitAt } from '../../domain/contact/address';
import { emailKey } from '../../domain/email';
import { listWords } from '../../domain/list-name';
import { auditReasons, listsLost, unlikeTold } from './audit-reasons';
import { personErasure, ticketErasure } from './erasure-reasons';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import { timestampOf } from '../../domain/timestamp';
import { accountStanding } from './account-standing';
import { requestEntries, ticketEntries } from './ticket-entries';
import { type Asked, headlineOf, type KnownTicket, nextLookAt, readKnown, snoozedUntil } from './ticket-now';
import { ticketReasons, unfitReason } from './ticket-reasons';

export interface StorySources {
  readonly store: Store;
  readonly uiUrl: string | null;
  /** Of Temporal, which its web interface asks for in every address. */
  readonly namespace: string;
  /** Addresses that nobody is written to at. */
  readonly exclude: readonly string[];
  readonly csat: CsatPolicy;
  /** The name of the configuration's file; `tajo.yaml` when missing. */
  readonly settingsFile?: string;
}

const MOST_TICKETS = 20;
/** Campaigns that programs asked for without a ticket: the newest. */
const MOST_REQUESTS = 100;

/** The story of one ticket. Reads the store only. */
export async function explainTicket(sources: StorySources, row: AccountRow, ticketId: number): Promise<Why> {
  const { store } = sources;
  const { account } = row;
  const { reasons: ofAccount, isStopped } = await accountStanding(store, row, sources.settingsFile);
  const ticket = await store.stories.ticket(account, ticketId);
  if (ticket === null) {
    const why = (await ticketErasure(store, account, ticketId)) ?? unknownTicket(ticketId);
    return { ...nothing(row, 'ticket'), reasons: [...ofAccount, why] };
  }
  const [known, notes, details, listNames] = await Promise.all([
    readKnown(store, account, ticket),
    store.tickets.notes(account, ticketId),
    store.ticketReader.details(account, ticketId),
    store.contacts.listNames(account),
  ]);
  const { emailKey, customerId } = details ?? { emailKey: null, customerId: null };
  const contact = emailKey === null ? null : await readContact(store, account, emailKey);
  const customers = customerId === null ? [] : [customerId];
  const whyUnfit = emailKey === null ? null : unfitAt(emailKey, sources.exclude);
  const asked = { now: timestampOf(new Date()), csat: sources.csat, isStopped };
  const shown = shownTicket(sources, row, { known, asked, whyUnfit });
  return {
    ...nothing(row, 'ticket'),
    reasons: [...ofAccount, ...shown.reasons],
    tickets: [shown],
    customers: customers.map((id) => ({ id, mergedInto: null, deletedAt: null })),
    contact: contact === null ? null : copyContact(contact),
    story: ticketEntries({
      ...known,
      notes,
      csat: asked.csat,
      listNames: Object.fromEntries(listNames),
      publishedAt: contact?.publishedAt ?? null,
    }),
    quarantine: putAside(await store.stories.putAside(account, { tickets: [ticketId], customers })),
  };
}

/** Everything about a person: the contact, the customers with the address, their tickets. Reads the store only. */
export async function explainPerson(sources: StorySources, row: AccountRow, email: string): Promise<Why> {
  const { store } = sources;
  const { account } = row;
  const [contact, customers, standing] = await Promise.all([
    readContact(store, account, email),
    store.stories.customers(account, email),
    accountStanding(store, row, sources.settingsFile),
  ]);
  const asked = { now: timestampOf(new Date()), csat: sources.csat, isStopped: standing.isStopped };
  const erasure = await personErasure(store, account, email);
  const whyUnfit = unfitAt(email, sources.exclude);
  const ids = customers.map(({ id }) => id);
  const rows = await store.stories.ticketsOf(account, ids, MOST_TICKETS + 1);
  const tickets = await Promise.all(rows.slice(0, MOST_TICKETS).map((ticket) => readKnown(store, account, ticket)));
  const person = { emailKey: emailKey(email), customerIds: ids };
  const requests = await store.campaignRequests.ofPerson(account, person, MOST_REQUESTS);
  const aside = await store.stories.putAside(account, {
    tickets: tickets.map(({ ticket }) => ticket.ticketId),
    customers: ids,
  });
  return {
    ...nothing(row, 'person'),
    reasons: [
      ...standing.reasons,
      ...(erasure === null ? [] : [erasure]),
      ...(erasure !== null && customers.length === 0 ? [] : personReasons(customers.length, { contact, whyUnfit })),
      ...(await auditReasons(store, account, email)),
    ],
    tickets: tickets.map((known) => shownTicket(sources, row, { known, asked, whyUnfit })),
    more: rows.length > MOST_TICKETS,
    customers: customers.map(({ id, mergedInto, deletedAt }) => ({ id, mergedInto, deletedAt })),
    contact: contact === null ? null : copyContact(contact),
    story: requestEntries(requests),
    quarantine: putAside(aside),
  };
}

type Contact = NonNullable<Awaited<ReturnType<typeof readContact>>>;

async function readContact({ stories, contacts, audits }: Store, account: string, email: string) {
  const contact = await stories.contact(account, email);
  if (contact === null) return null;
  const told = [...contact.lists, ...(contact.brevo?.unsubscribedFrom ?? [])];
  const names = [...(await contacts.listNames(account))].filter(([id]) => told.includes(id));
  const unlike = await unlikeTold({ audits }, account, { email, publishedAt: contact.publishedAt });
  return { ...contact, listNames: Object.fromEntries(names), unlike };
}

const BLOCKLISTED = 'Brevo has blocklisted the contact';
const LEFT =
  'The customer was blocklisted in Brevo at an address that they have left, which goes with them, and nobody has said otherwise since';
const DELETED = 'The contact was blocklisted in Brevo before it was deleted there, and nobody has said otherwise since';

function personReasons(
  customers: number,
  { contact, whyUnfit }: { readonly contact: Contact | null; readonly whyUnfit: string | null },
): string[] {
  if (whyUnfit !== null && customers > 0) return [unfitReason(whyUnfit)];
  if (customers === 0 && contact === null) return ['No Gorgias customer with this address is known.'];
  if (customers === 0) return ['No Gorgias customer has this address any more; the contact has left our lists.'];
  if (contact === null) return ['The customer is known; the contact is written by the next sync.'];
  return [
    ...(contact.brevo?.blocklisted === true
      ? [
          `${contact.leftBlocklisted ? LEFT : contact.deletedBlocklisted ? DELETED : BLOCKLISTED}: attributes are written, lists and campaigns are not.`,
        ]
      : []),
    ...(contact.brevo !== null && contact.brevo.unsubscribedFrom.length > 0
      ? [`The person left ${lists(contact.brevo.unsubscribedFrom, contact.listNames)} and is not put back.`]
      : []),
    publication(contact),
  ];
}

function publication({ publishedAt, due, importing, unlike }: Contact): string {
  if (importing) return 'The contact is in an import that Brevo has not confirmed yet.';
  if (due) return 'The contact has changed and is written by the next sync.';
  if (publishedAt === null) return 'The contact was never written: see quarantine.';
  return unlike.length === 0
    ? 'The contact is as Brevo was told.'
    : 'Brevo was told all of the contact, and does not have it like that any more: the last audit of it says what differs.';
}

function lists(ids: readonly number[], names: Contact['listNames']): string {
  return `${ids.length === 1 ? 'list' : 'lists'} ${listWords(ids, names)}`;
}

function nothing({ account }: AccountRow, about: Why['about']): Why {
  return {
    account,
    about,
    asOf: new Date().toISOString(),
    reasons: [],
    tickets: [],
    more: false,
    customers: [],
    contact: null,
    story: [],
    quarantine: [],
  };
}

function unknownTicket(ticketId: number): string {
  return `Nothing is known of a ticket ${String(ticketId)}: no list, feed or webhook has told of it, or one has just now: that takes up to half a minute.`;
}

/** Where Temporal's web interface shows a workflow. */
function workflowUrl({ uiUrl, namespace }: StorySources): (workflowId: string) => string | null {
  const space = encodeURIComponent(namespace);
  return (id) =>
    uiUrl === null ? null : `${uiUrl.replace(/\/+$/, '')}/namespaces/${space}/workflows/${encodeURIComponent(id)}`;
}

interface Shown {
  readonly known: KnownTicket;
  readonly asked: Asked;
  readonly whyUnfit: string | null;
}

function shownTicket(
  sources: StorySources,
  row: AccountRow,
  { known, asked, whyUnfit }: Shown,
): Why['tickets'][number] {
  const { ticket, outbox } = known;
  const { ticketId, status, channel, createdAt, closedAt, outcome } = ticket;
  const { isStopped } = asked;
  const id = ticketWorkflowId(row.account, ticketId);
  const headline = headlineOf(known, asked);
  return {
    ticketId,
    status,
    channel,
    createdAt,
    closedAt,
    snoozedUntil: snoozedUntil(known, asked),
    outcome,
    reasons: ticketReasons(ticket, { publishFrom: row.publishFrom, headline, isStopped, whyUnfit, outbox }),
    stage: STAGES.find((stage) => stage === ticket.stage) ?? null,
    waitingUntil: nextLookAt(known, asked),
    // Of a ticket that no workflow was ever about, Temporal's pages say "not found".
    workflow: { id, ui: ticket.stage === null ? null : workflowUrl(sources)(id) },
  };
}

const STAGES = ['open', 'waiting', 'held', 'ended'] as const;

function copyContact({
  brevo,
  lists: on,
  listNames,
  publishedAt,
  due,
  importing,
  unlike,
}: Contact): NonNullable<Why['contact']> {
  return {
    publishedAt,
    due,
    importing,
    lists: [...on],
    listNames,
    lostLists: [...listsLost(unlike)],
    brevo: brevo === null ? null : { ...brevo, unsubscribedFrom: [...brevo.unsubscribedFrom] },
  };
}

function putAside(entries: readonly PutAside[]): Why['quarantine'] {
  return entries.map((entry) => ({ ...entry }));
}
