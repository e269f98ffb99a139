import type { ContactState } from '../../brevo/types';
import {
  absentContact,
  type AuditRules,
  compareContact,
  type Compared,
  type Evidence,
  wholeContact,
} from '../../domain/audit/compare-contact';
import { type Difference, DIFFERENCES, shown } from '../../domain/audit/differences';
import { allowedLists } from '../../domain/contact/consent';
import type { ContactFacts } from '../../domain/contact/contact';
import {
  exclusiveLists,
  keptLists,
  type MappingRules,
  meantLists,
  project,
  type Projection,
} from '../../domain/contact/projection';
import { plus, type Timestamp } from '../../domain/timestamp';
import type { AuditedContact, Finding, StoredFinding } from '../../store/types';
import { factsOf, mappingRules } from '../contacts/contact-facts';
import { projectionHash } from '../contacts/projection-hash';
import { lostAttributes } from '../contacts/read-back';
import { type Wishes, wishesOfOthers } from '../contacts/shared-brevo';
import type { ActivityDeps } from '../deps';
import { ofOthersToo } from './of-others-too';
import { ourLists } from './prepare-audit';
import type { AuditSetup } from './types';
import { unmoved } from './unmoved';

/** What Brevo answered for a contact; null: it does not know them. One that it was not asked for is missing. */
export type HeldOf = ReadonlyMap<string, ContactState | null>;

export interface JudgedContacts {
  /** Those that can be compared: nobody has written to them, or marked them, since Brevo was asked. */
  readonly compared: readonly AuditedContact[];
  readonly findings: readonly Finding[];
  readonly kept: ReadonlyMap<string, number>;
}

/**
 * Compares contacts with what Brevo answered for them, asked at `askedAt` by the database's clock. Whoever is about to be written, or was
 * written meanwhile, is not compared: Brevo's answer is older than what is known of them.
 */
export async function judgeContacts(
  deps: ActivityDeps,
  setup: AuditSetup,
  { contacts, heldOf, askedAt }: { readonly contacts: readonly AuditedContact[] } & Answers,
): Promise<JudgedContacts> {
  const known = await knowledgeOf(deps, setup, { contacts, heldOf });
  const compared = await unmoved(deps, setup, { contacts, askedAt });
  const findings: Finding[] = [];
  const kept = new Map<string, number>();
  for (const contact of compared) {
    const facts = known.facts.get(contact.emailKey);
    const { differences, kept: right } = judgeContact(known, { contact, facts, held: heldOf.get(contact.emailKey) });
    const of = { emailKey: contact.emailKey, customerId: facts?.customer?.id ?? null };
    findings.push(...differences.map((difference) => ({ ...difference, ...of })));
    for (const name of right) kept.set(name, (kept.get(name) ?? 0) + 1);
  }
  return { compared, findings, kept };
}

interface Answers {
  readonly heldOf: HeldOf;
  readonly askedAt: Timestamp;
}

interface Knowledge {
  readonly setup: AuditSetup;
  readonly mapping: MappingRules;
  readonly rules: AuditRules;
  readonly facts: ReadonlyMap<string, ContactFacts>;
  readonly lastFound: ReadonlyMap<string, readonly StoredFinding[]>;
  readonly traces: ReadonlySet<string>;
  /** Customers whose contacts wait in quarantine. */
  readonly aside: ReadonlySet<number>;
  /** What other accounts of the same Brevo have of them. */
  readonly wishes: Wishes;
  /** How far Brevo's clock is ahead. */
  readonly aheadMs: number;
}

async function knowledgeOf(
  deps: ActivityDeps,
  setup: AuditSetup,
  { contacts, heldOf }: { readonly contacts: readonly AuditedContact[]; readonly heldOf: HeldOf },
): Promise<Knowledge> {
  const { account, auditId } = setup;
  const { audits, brevoProofs } = deps.store;
  const keys = contacts.map(({ emailKey }) => emailKey);
  const mapping = await mappingRules(deps, setup);
  const kept = keptLists(mapping);
  const facts = await factsOf(deps, setup, keys);
  const customerIds = facts.flatMap(({ customer }) => (customer === null ? [] : [customer.id]));
  const idAttribute = idAttributeOf(setup);
  const heldIds = [...heldOf.values()].flatMap((held) => idsIn(held?.attributes[idAttribute ?? '']));
  const [lastFindings, traces, customers, aside, proofs] = [
    await audits.lastFindings(account, keys),
    await audits.traces(account, auditId, keys),
    await audits.customers(account, heldIds),
    await audits.held(account, customerIds),
    await brevoProofs.all(account),
  ];
  return {
    setup,
    mapping,
    aside,
    wishes: await wishesOfOthers(deps, account, keys),
    aheadMs: deps.clockAheadMs('brevo') ?? 0,
    rules: {
      targets: targetsOf(setup),
      lostInImports: lostAttributes(mapping, proofs),
      idAttribute,
      lists: ourLists(mapping.lists).filter((list) => !setup.goneLists.includes(list) && !kept.includes(list)),
      exclusive: exclusiveLists(mapping.lists),
      knownIds: new Set(customers.filter(({ ofAccount }) => ofAccount === account).map(({ id }) => String(id))),
    },
    facts: new Map(facts.map((fact) => [fact.emailKey, fact])),
    lastFound: byKey(lastFindings),
    traces: new Set(traces.map(({ emailKey, kind }) => `${kind}/${emailKey}`)),
  };
}

/** An attribute that is gone holds nothing for anybody. */
function targetsOf({ fields, goneAttributes }: AuditSetup): AuditRules['targets'] {
  const there = fields.filter(({ kind, attribute }) => kind !== 'email' && !goneAttributes.includes(attribute));
  return new Map(there.map(({ attribute, target }) => [attribute, target]));
}

/** The attribute that tells whose contact it is; null: the mapping sends no id. */
export function idAttributeOf({ fields }: Pick<AuditSetup, 'fields'>): string | null {
  return fields.find(({ source }) => source === 'id')?.attribute ?? null;
}

/** An attribute's value as the id of a customer. */
export function idsIn(value: unknown): readonly number[] {
  const id = Number(shown(value) ?? NaN);
  return Number.isSafeInteger(id) && id > 0 ? [id] : [];
}

function byKey(findings: readonly StoredFinding[]): ReadonlyMap<string, readonly StoredFinding[]> {
  const map = new Map<string, StoredFinding[]>();
  for (const finding of findings) map.set(finding.emailKey, [...(map.get(finding.emailKey) ?? []), finding]);
  return map;
}

interface Subject {
  readonly contact: AuditedContact;
  readonly facts: ContactFacts | undefined;
  readonly held: ContactState | null | undefined;
}

const NOTHING: Compared = { differences: [], kept: [] };
const only = (difference: Difference): Compared => ({ differences: [difference], kept: [] });

function judgeContact(known: Knowledge, { contact, facts, held }: Subject): Compared {
  const customer = facts?.customer ?? null;
  const wanted = facts === undefined || customer === null ? null : project(facts, customer, known.mapping);
  if (wanted === null || typeof wanted === 'string') {
    return isLeftOver(known, contact, wanted === null) && held ? only(wholeContact('nobodys')) : NOTHING;
  }
  if (contact.hash === null)
    return customer !== null && known.aside.has(customer.id) ? NOTHING : only(wholeContact('never_written'));
  if (held === undefined) return NOTHING;
  if (held === null) {
    const isTraced = (kind: string): boolean => known.traces.has(`${kind}/${contact.emailKey}`);
    const wasSeen = contact.brevo !== null;
    return only(absentContact({ isReaddressed: isTraced('readdressed'), isMerged: isTraced('merged'), wasSeen }));
  }
  if (isStale(known, { contact, wanted, held, sent: sentOf(known, facts) })) return only(wholeContact('stale'));
  const goes = (list: number): boolean => !known.setup.goneLists.includes(list);
  const there = { ...contact, lists: contact.lists.filter(goes) };
  const { written, rules } = ofOthersToo(known.wishes.get(contact.emailKey) ?? [], there, known.rules);
  const evidence = evidenceOf(known, contact, held);
  return compareContact({ written, wanted, held, evidence }, rules);
}

/** Somebody who is nobody's has left our lists and lost our values; whoever is only not to be written to has left the lists. */
function isLeftOver({ rules }: Knowledge, { hash, lists, sent }: AuditedContact, isNobody: boolean): boolean {
  if (hash === 'gone' || hash === null) return false;
  return lists.length > 0 || (isNobody && sent.some((name) => rules.targets.has(name)));
}

interface Sent {
  readonly contact: AuditedContact;
  readonly wanted: Projection;
  readonly held: ContactState;
  /** What may have been sent: with attributes that are gone or do not fit any more, and without. */
  readonly sent: readonly Projection['attributes'][];
}

/** What it should hold is not what it was sent last, and nothing has marked it. */
function isStale({ setup, mapping }: Knowledge, { contact, wanted, held, sent }: Sent): boolean {
  const { lists, brevo, hash } = contact;
  const isGone = (list: number): boolean => setup.goneLists.includes(list);
  const meant = meantLists(wanted.lists, lists, mapping).filter((list) => lists.includes(list) || isGone(list));
  if (!sent.some((values) => [lists, meant].some((on) => projectionHash(values, on) === hash))) return true;
  const now = { blacklisted: held.emailBlacklisted || held.consentUnknown, unsubscribed: held.listUnsubscribed };
  const { allowed } = allowedLists(allowedLists(wanted.lists, brevo).allowed, now);
  return allowed.some((list) => !lists.includes(list) && !isGone(list));
}

function sentOf({ setup, mapping }: Knowledge, facts: ContactFacts | undefined): readonly Projection['attributes'][] {
  const { fields, goneAttributes, misfits } = setup;
  const there = fields.filter(({ attribute }) => !goneAttributes.includes(attribute));
  const variants = misfits.length + goneAttributes.length === 0 ? [fields] : [[...fields, ...misfits], fields, there];
  return variants.flatMap((some) => {
    const projection = facts?.customer ? project(facts, facts.customer, { ...mapping, fields: some }) : 'excluded';
    return typeof projection === 'string' ? [] : [projection.attributes];
  });
}

/** Clocks differ, and Brevo works on a write for a moment after it has answered. */
const DOUBTFUL_MS = 10_000;

function evidenceOf(
  { lastFound, aheadMs }: Knowledge,
  { emailKey, writtenAt, wholeAt, auditedAt, readAt, brevo }: AuditedContact,
  held: ContactState,
): Evidence {
  const isAfter = (at: Timestamp | null): boolean => at !== null && wholeAt !== null && at >= wholeAt;
  const found = lastFound.get(emailKey) ?? [];
  // Then nothing of it was compared.
  const wasWhole = found.some(({ about, kind }) => about === '' && DIFFERENCES[kind].repair !== 'never');
  return {
    lastFound: isAfter(auditedAt) && !wasWhole ? found.filter(({ state }) => state !== 'repaired') : null,
    repaired: found.filter(({ state }) => state === 'repaired').map(({ about }) => about),
    seenOn: isAfter(readAt) ? (brevo?.lists ?? null) : null,
    changedSince:
      held.modifiedAt !== null && writtenAt !== null && held.modifiedAt > plus(writtenAt, DOUBTFUL_MS + aheadMs),
  };
}
