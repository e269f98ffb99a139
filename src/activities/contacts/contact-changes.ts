import { createHash } from 'node:crypto';
import { allowedLists } from '../../domain/contact/consent';
import type { ContactFacts } from '../../domain/contact/contact';
import { UNIQUE_ATTRIBUTES } from '../../domain/contact/mapping-types';
import { normaliseEmail } from '../../domain/email';
import { type MappingRules, type NoProjection, project, type Projection } from '../../domain/contact/projection';
import type { DueContact, QuarantineEntry } from '../../store/types';

/** One contact whose projection differs from its publication. */
export interface Change {
  /** The contact in the store. */
  readonly emailKey: string;
  /** The contact in Brevo: its host in ASCII. */
  readonly email: string;
  readonly dueVersion: number;
  readonly customerId: number;
  readonly attributes: Projection['attributes'];
  /** Unique identifiers among the attributes, for which another contact may stand: they may have to be dropped. */
  readonly identifiers: readonly string[];
  /** Attributes that we sent and that have no value any more. */
  readonly clear: readonly string[];
  /** Wanted by the facts, before consent. */
  readonly wanted: readonly number[];
  /** Those that consent allows. */
  readonly lists: readonly number[];
  /** Those of them that Brevo does not have the contact on yet, as far as is known: joining one needs a consent of now. */
  readonly join: readonly number[];
  /** Lists that we put the contact on, or that exclude each other, and that it must leave. */
  readonly leave: readonly number[];
  readonly hash: string;
  readonly due: DueContact;
  readonly knownToBrevo: boolean;
  /** An import could not do it. */
  readonly alone: boolean;
}

/** A contact that we put on lists and that leaves them now. */
export interface Gone {
  readonly due: DueContact;
  /** The contact in Brevo: its host in ASCII. */
  readonly email: string;
  readonly leave: readonly number[];
  /** Attributes that we sent and that nobody is the source of any more. Empty where somebody is, who is only not to be written to. */
  readonly clear: readonly string[];
}

/** What is to be done with a slice of due contacts. */
export interface ContactChanges {
  readonly changes: readonly Change[];
  /** Nobody has the address any more, or nobody is to be written to at it. */
  readonly gone: readonly Gone[];
  readonly unchanged: readonly DueContact[];
  readonly held: readonly DueContact[];
  readonly quarantine: readonly QuarantineEntry[];
  /** Customers whose mapping was looked at, so that entries of earlier attempts can go. */
  readonly mapped: readonly string[];
}

/** Pure: compares what Brevo should hold with the last publication. */
export function compareContacts(
  due: readonly DueContact[],
  facts: readonly ContactFacts[],
  rules: MappingRules,
): ContactChanges {
  const byKey = new Map(facts.map((fact) => [fact.emailKey, fact]));
  const contactChanges = {
    changes: [] as Change[],
    gone: [] as Gone[],
    unchanged: [] as DueContact[],
    held: [] as DueContact[],
    quarantine: [] as QuarantineEntry[],
    mapped: [] as string[],
  };
  for (const contact of due) {
    const fact = byKey.get(contact.emailKey);
    if (fact === undefined || fact.customer === null) {
      const clear = cleared(contact, {}, rules);
      if (contact.lists.length + clear.length > 0) contactChanges.gone.push(toGone(contact, clear));
      else contactChanges.unchanged.push(contact);
      continue;
    }
    const key = String(fact.customer.id);
    contactChanges.mapped.push(key);
    const projection = project(fact, fact.customer, rules);
    if (typeof projection === 'string') {
      contactChanges.quarantine.push(heldBack(key, projection));
      // Written while its address was another or was not left out: it must not stay on lists that campaigns go to.
      if (contact.lists.length > 0) contactChanges.gone.push(toGone(contact, []));
      else contactChanges.held.push(contact);
      continue;
    }
    const change = toChange(contact, { customerId: fact.customer.id, projection, rules });
    contactChanges.quarantine.push(...valuesDropped(key, projection), ...keptOff(change));
    if (change.hash === contact.hash) contactChanges.unchanged.push(contact);
    else contactChanges.changes.push(change);
  }
  return contactChanges;
}

function toGone(due: DueContact, clear: readonly string[]): Gone {
  return { due, email: normaliseEmail(due.emailKey) ?? due.emailKey, leave: due.lists, clear };
}

/** A line that was taken out of the mapping clears nothing: the attribute is not ours any more. */
function cleared(
  { sent }: DueContact,
  attributes: Projection['attributes'],
  { fields }: Pick<MappingRules, 'fields'>,
): readonly string[] {
  return sent.filter((name) => !Object.hasOwn(attributes, name) && fields.some(({ attribute }) => attribute === name));
}

function heldBack(key: string, cause: NoProjection): QuarantineEntry {
  return { kind: 'contact', key, step: 'map', cause, held: true };
}

function toChange(
  contact: DueContact,
  {
    customerId,
    projection,
    rules,
  }: { readonly customerId: number; readonly projection: Projection; readonly rules: MappingRules },
): Change {
  const { email, attributes, lists: wanted } = projection;
  const change = {
    emailKey: contact.emailKey,
    email,
    dueVersion: contact.dueVersion,
    customerId,
    attributes,
    wanted,
    identifiers: UNIQUE_ATTRIBUTES.filter((name) => Object.hasOwn(attributes, name)),
    clear: cleared(contact, attributes, rules),
    alone: contact.alone === true,
  };
  return { ...change, ...consented({ ...change, due: contact }, contact.brevo, rules) };
}

type Consented = Pick<Change, 'lists' | 'join' | 'leave' | 'hash' | 'knownToBrevo' | 'due'>;

/** The change with Brevo's own state of the contact as it is now; null: Brevo does not know them. */
export function withConsent(change: Change, brevo: DueContact['brevo'], rules: Pick<MappingRules, 'lists'>): Change {
  return { ...change, ...consented(change, brevo, rules) };
}

function consented(
  { wanted, attributes, due }: Pick<Change, 'wanted' | 'attributes' | 'due'>,
  brevo: DueContact['brevo'],
  rules: Pick<MappingRules, 'lists'>,
): Consented {
  const contact = { ...due, brevo };
  const { allowed: lists } = allowedLists(wanted, brevo);
  return {
    lists,
    join: lists.filter((list) => brevo?.lists.includes(list) !== true),
    leave: listsToLeave(contact, lists, rules),
    hash: hashOf(attributes, lists),
    knownToBrevo: contact.hash !== null || brevo !== null || contact.lists.length > 0,
    due: contact,
  };
}

/** What we added and no longer want; and of satisfied and dissatisfied always the other one, whoever added it. */
function listsToLeave(
  contact: DueContact,
  lists: readonly number[],
  rules: Pick<MappingRules, 'lists'>,
): readonly number[] {
  const { satisfiedCustomers, dissatisfiedCustomers } = rules.lists;
  const exclusive = [satisfiedCustomers, dissatisfiedCustomers].filter((list) => list !== null);
  const onExclusive = exclusive.filter((list) => contact.brevo?.lists.includes(list) === true);
  return [...new Set([...contact.lists, ...onExclusive])].filter((list) => !lists.includes(list)).sort((a, b) => a - b);
}

function valuesDropped(key: string, projection: Projection): readonly QuarantineEntry[] {
  return projection.dropped.map(({ cause, attribute: detail }) => ({
    kind: 'contact',
    key,
    step: 'map',
    held: false,
    cause,
    detail,
  }));
}

/** Lists that the contact is wanted on and has left, or is blocked from. */
export function keptOff({ customerId, wanted, lists }: Change): readonly QuarantineEntry[] {
  return wanted
    .filter((list) => !lists.includes(list))
    .map((list) => ({
      kind: 'contact',
      key: String(customerId),
      step: 'map',
      held: false,
      cause: 'no_consent',
      detail: `list ${String(list)}`,
    }));
}

function hashOf(attributes: Projection['attributes'], lists: readonly number[]): string {
  const sorted = Object.keys(attributes)
    .sort()
    .map((name) => [name, attributes[name]]);
  return createHash('sha256')
    .update(JSON.stringify([sorted, lists]))
    .digest('base64');
}
