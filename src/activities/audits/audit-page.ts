import type { ContactState } from '../../brevo/types';
import { type Difference, shown } from '../../domain/audit/differences';
import { emailKey } from '../../domain/email';
import type { AuditPosition, Finding } from '../../store/types';
import type { AuditSlice, Trace } from '../../store/audits/audit-types';
import { readContactPage } from '../contacts/contact-page';
import { stateOf } from '../contacts/contact-state';
import type { ActivityDeps } from '../deps';
import { idAttributeOf, idsIn, judgeContacts } from './judge-contacts';
import { ALL_CONTACTS } from './positions';
import type { AuditSetup } from './types';

/** Compares the contacts of one page of Brevo's. What it shows of ours under another address is kept for those that will be missing. */
export async function auditPage(
  deps: ActivityDeps,
  setup: AuditSetup,
  from: Extract<AuditPosition, { phase: 'pages' }>,
): Promise<AuditSlice> {
  const { account } = setup;
  const askedAt = await deps.store.facts.now();
  const page = await readContactPage(deps, account, from.offset);
  const rows = new Map<string, ContactState>();
  for (const row of page.rows) {
    const key = emailKey(row.email);
    if (key !== null) rows.set(key, row);
  }
  const contacts = await deps.store.audits.contacts(account, [...rows.keys()]);
  // Pages move while they are read: one that another page has shown is not counted again.
  const unseen = contacts.filter(({ auditedAt }) => auditedAt === null || auditedAt < setup.since);
  const { compared, kept, findings } = await judgeContacts(deps, setup, { contacts: unseen, heldOf: rows, askedAt });
  const ours = new Set(contacts.map(({ emailKey: key }) => key));
  const isCompared = new Set(compared.map(({ emailKey: key }) => key));
  const elsewhere = await tracesIn(deps, setup, { rows, ours });
  return {
    from,
    to: page.next === null ? ALL_CONTACTS : { phase: 'pages', offset: page.next },
    looked: compared.length,
    // They are met again among those that no page has shown.
    waiting: 0,
    requests: 1,
    findings: [...findings, ...elsewhere.strangers],
    kept,
    askedAt,
    states: [...rows]
      .filter(([key]) => isCompared.has(key) || !ours.has(key))
      .map(([key, row]) => ({ ...stateOf(row, key), isAudited: isCompared.has(key) })),
    traces: elsewhere.traces,
  };
}

interface Elsewhere {
  readonly traces: readonly Trace[];
  readonly strangers: readonly Finding[];
}

/** Whose id a contact carries that stands under another address, and which contact that we wrote has another address now. */
async function tracesIn(
  deps: ActivityDeps,
  setup: AuditSetup,
  { rows, ours }: { readonly rows: ReadonlyMap<string, ContactState>; readonly ours: ReadonlySet<string> },
): Promise<Elsewhere> {
  const { audits, privacy } = deps.store;
  const { account } = setup;
  const idAttribute = idAttributeOf(setup) ?? '';
  const ids = [...rows.values()].flatMap(({ attributes }) => idsIn(attributes[idAttribute]));
  const customers = new Map((await audits.customers(account, ids)).map((customer) => [customer.id, customer]));
  const others = [...rows].filter(([key]) => !ours.has(key));
  const addresses = await audits.addressesOf(
    account,
    others.map(([, { id }]) => id),
  );
  // Brevo keeps the contact of whoever was erased here alone: it is nobody's of whom anything may be written down.
  const erased = await privacy.erasedOf(
    account,
    others.map(([key]) => key),
  );
  const traces: Trace[] = [];
  const strangers: Finding[] = [];
  for (const [key, { attributes, id: brevoId }] of rows) {
    if (erased.has(key)) continue;
    const former = addresses.get(brevoId);
    if (!ours.has(key) && former !== undefined && former !== key)
      traces.push({ emailKey: former, kind: 'readdressed' });
    const [id] = idsIn(attributes[idAttribute]);
    if (id === undefined) continue;
    const customer = customers.get(id);
    if (customer === undefined && !ours.has(key)) strangers.push(stranger(brevoId, shown(attributes[idAttribute])));
    if (customer?.ofAccount !== account || customer.emailKey === null || customer.emailKey === key) continue;
    traces.push({ emailKey: customer.emailKey, kind: 'merged' });
  }
  return { traces, strangers };
}

/** Named by its number in Brevo: it is none of ours. */
function stranger(brevoId: number, has: Difference['has']): Finding {
  const about = `contact ${String(brevoId)}`;
  return { kind: 'stranger', about, has, should: null, emailKey: '', customerId: null };
}
