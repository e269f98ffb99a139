import { allowedLists } from '../../domain/contact/consent';
import type { ContactFacts } from '../../domain/contact/contact';
import { UNIQUE_ATTRIBUTES } from '../../domain/contact/mapping-types';
import { normaliseEmail } from '../../domain/email';
import {
  type ListMapping,
  type MappingRules,
  meantLists,
  project,
  type Projection,
} from '../../domain/contact/projection';
import type { DueContact, QuarantineEntry } from '../../store/types';
import { heldBack, keptOff, valuesDropped } from './contact-entries';
import { projectionHash } from './projection-hash';

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
  /** Left whoever put the contact there: see {@link Projection.shutOut}. */
  readonly shutOut: readonly number[];
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
  /** A repair: of all this nothing else is written. */
  readonly only?: OnlyThis;
  /** Missing: nothing of it is another account's, too. */
  readonly spared?: Spared;
}

/** What other accounts that write to the same Brevo account have of a contact: it stays (`shared-brevo.ts`). */
export interface Spared {
  /** Lists that they want it on. */
  readonly lists: readonly number[];
  /** Attributes that were to be emptied. */
  readonly attributes: readonly string[];
  /** Whose these attributes are: they write them anew. */
  readonly accounts: readonly string[];
}

/** What a repair writes of a contact, whatever else it should hold. */
export interface OnlyThis {
  readonly attributes: readonly string[];
  readonly join: readonly number[];
  readonly leave: readonly number[];
}

/** A contact that we put on lists and that leaves them now. */
export interface Gone {
  readonly due: DueContact;
  /** The contact in Brevo: its host in ASCII. */
  readonly email: string;
  readonly leave: readonly number[];
  /** Attributes that we sent and that nobody is the source of any more. Empty where somebody is, who is only not to be written to. */
  readonly clear: readonly string[];
  /** As in {@link Change}. */
  readonly spared?: Spared;
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

/**
 * What a contact should hold as a change, although nothing of it has changed since it was published; with `only` nothing but that is written.
 * Null: it is nobody's, or not to be written to.
 */
export function changeAnyway(
  contact: DueContact,
  facts: ContactFacts | undefined,
  { rules, only }: { readonly rules: MappingRules; readonly only: OnlyThis | null },
): Change | null {
  const customer = facts?.customer ?? null;
  if (facts === undefined || customer === null) return null;
  const projection = project(facts, customer, rules);
  if (typeof projection === 'string') return null;
  return toChange(contact, { customerId: customer.id, projection, rules, ...(only === null ? {} : { only }) });
}

/** The values that a change writes. */
export function valuesOf({ attributes, only }: Pick<Change, 'attributes' | 'only'>): Projection['attributes'] {
  if (only === undefined) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => only.attributes.includes(name)));
}

function toChange(
  contact: DueContact,
  {
    customerId,
    projection,
    rules,
    only,
  }: {
    readonly customerId: number;
    readonly projection: Projection;
    readonly rules: MappingRules;
    readonly only?: OnlyThis;
  },
): Change {
  const { email, attributes, lists: wanted, shutOut } = projection;
  const isMeant = (name: string): boolean => only?.attributes.includes(name) ?? true;
  const change = {
    emailKey: contact.emailKey,
    email,
    dueVersion: contact.dueVersion,
    customerId,
    attributes,
    wanted,
    shutOut,
    identifiers: UNIQUE_ATTRIBUTES.filter((name) => Object.hasOwn(attributes, name) && isMeant(name)),
    clear: cleared(contact, attributes, rules).filter(isMeant),
    alone: contact.alone === true,
    ...(only === undefined ? {} : { only }),
  };
  return { ...change, ...consented({ ...change, due: contact }, contact.brevo, rules) };
}

type Consented = Pick<Change, 'lists' | 'join' | 'leave' | 'hash' | 'knownToBrevo' | 'due'>;

/** The change with Brevo's own state of the contact as it is now; null: Brevo does not know them. */
export function withConsent(change: Change, brevo: DueContact['brevo'], rules: ListMapping): Change {
  return { ...change, ...consented(change, brevo, rules) };
}

function consented(
  {
    wanted,
    shutOut,
    attributes,
    due,
    only,
    spared,
  }: Pick<Change, 'wanted' | 'shutOut' | 'attributes' | 'due' | 'only' | 'spared'>,
  brevo: DueContact['brevo'],
  rules: ListMapping,
): Consented {
  const contact = { ...due, brevo };
  const isOn = (list: number): boolean => due.lists.includes(list) || brevo?.lists.includes(list) === true;
  // An answer that says nothing of consent is no withdrawal: it puts nobody on a list, and takes nobody off one.
  const meant = meantLists(wanted, due.lists, rules);
  const lists = brevo?.consentUnknown === true ? meant.filter(isOn) : allowedLists(meant, brevo).allowed;
  // Whom somebody has taken off a list that stays as it is, is not put back.
  const isJoined = (list: number): boolean => wanted.includes(list) && brevo?.lists.includes(list) !== true;
  const staying = allowedLists(spared?.lists ?? [], brevo).allowed;
  const leave = only?.leave.filter((list) => !lists.includes(list)) ?? listsToLeave(contact, lists, shutOut);
  return {
    lists,
    join: lists.filter((list) => isJoined(list) && (only?.join.includes(list) ?? true)),
    leave: leave.filter((list) => !staying.includes(list)),
    hash: projectionHash(attributes, lists),
    knownToBrevo: contact.hash !== null || brevo !== null || contact.lists.length > 0,
    due: contact,
  };
}

/** What we added and no longer want; and of satisfied and dissatisfied what the score rules out, whoever added it. */
function listsToLeave(contact: DueContact, lists: readonly number[], shutOut: readonly number[]): readonly number[] {
  const byOthers = shutOut.filter((list) => contact.brevo?.lists.includes(list) === true);
  return [...new Set([...contact.lists, ...byOthers])].filter((list) => !lists.includes(list)).sort((a, b) => a - b);
}
