import { createHash } from 'node:crypto';
import { allowedLists } from '../../domain/consent';
import type { ContactFacts } from '../../domain/contact';
import { type MappingRules, project, type Projection } from '../../domain/projection';
import type { DueContact, QuarantineEntry } from '../../store/types';

/** One contact whose projection differs from what Brevo was last told. */
export interface Change {
  readonly emailKey: string;
  readonly dueVersion: number;
  readonly customerId: number;
  readonly attributes: Projection['attributes'];
  /** Attribute that holds the phone, and its value: it may have to be dropped. */
  readonly phone: { readonly attribute: string } | null;
  readonly lists: readonly number[];
  /** Lists that we put the contact on, or that exclude each other, and that it must leave. */
  readonly leave: readonly number[];
  readonly hash: string;
  readonly knownToBrevo: boolean;
  /** An import could not do it. */
  readonly alone: boolean;
}

/** What is to be done with a slice of due contacts. */
export interface ChangePlan {
  readonly changes: readonly Change[];
  /** Nobody has the address any more: the contact leaves our lists, Brevo keeps the rest. */
  readonly gone: readonly { readonly due: DueContact; readonly leave: readonly number[] }[];
  readonly unchanged: readonly DueContact[];
  readonly held: readonly DueContact[];
  readonly quarantine: readonly QuarantineEntry[];
  /** Customers whose mapping was looked at, so that entries of earlier attempts can go. */
  readonly mapped: readonly string[];
}

/** Pure: compares what Brevo should hold with what it was last told. */
export function planChanges(
  due: readonly DueContact[],
  facts: readonly ContactFacts[],
  rules: MappingRules,
): ChangePlan {
  const byKey = new Map(facts.map((fact) => [fact.emailKey, fact]));
  const plan = {
    changes: [] as Change[],
    gone: [] as { due: DueContact; leave: readonly number[] }[],
    unchanged: [] as DueContact[],
    held: [] as DueContact[],
    quarantine: [] as QuarantineEntry[],
    mapped: [] as string[],
  };
  for (const contact of due) {
    const fact = byKey.get(contact.emailKey);
    if (fact === undefined || fact.customer === null) {
      if (contact.lists.length > 0) plan.gone.push({ due: contact, leave: contact.lists });
      else plan.unchanged.push(contact);
      continue;
    }
    const key = String(fact.customer.id);
    plan.mapped.push(key);
    const projection = project(fact, fact.customer, rules);
    if (projection === 'invalid_email') {
      plan.held.push(contact);
      plan.quarantine.push({ kind: 'contact', key, step: 'map', cause: 'invalid_email', held: true });
      continue;
    }
    const consented = allowedLists(projection.lists, contact.brevo);
    plan.quarantine.push(...valuesDropped(key, projection, consented.suppressed));
    const change = toChange(contact, fact.customer.id, projection, consented.allowed, rules);
    if (change.hash === contact.hash) plan.unchanged.push(contact);
    else plan.changes.push(change);
  }
  return plan;
}

function toChange(
  contact: DueContact,
  customerId: number,
  projection: Projection,
  lists: readonly number[],
  rules: MappingRules,
): Change {
  const phoneField = rules.fields.find((field) => field.target === 'phone');
  const phone =
    phoneField !== undefined && phoneField.attribute in projection.attributes ? phoneField.attribute : undefined;
  return {
    emailKey: contact.emailKey,
    dueVersion: contact.dueVersion,
    customerId,
    attributes: projection.attributes,
    phone: phone === undefined ? null : { attribute: phone },
    lists,
    leave: listsToLeave(contact, lists, rules),
    hash: hashOf(projection.attributes, lists),
    knownToBrevo: contact.hash !== null || contact.brevo !== null || contact.lists.length > 0,
    alone: contact.alone === true,
  };
}

/** What we added and no longer want; and of satisfied and dissatisfied always the other one, whoever added it. */
function listsToLeave(contact: DueContact, lists: readonly number[], rules: MappingRules): readonly number[] {
  const { satisfiedCustomers, dissatisfiedCustomers } = rules.lists;
  const exclusive = [satisfiedCustomers, dissatisfiedCustomers].filter((list) => list !== null);
  const onExclusive = exclusive.filter((list) => contact.brevo?.lists.includes(list) === true);
  return [...new Set([...contact.lists, ...onExclusive])].filter((list) => !lists.includes(list)).sort((a, b) => a - b);
}

function valuesDropped(key: string, projection: Projection, suppressed: readonly number[]): readonly QuarantineEntry[] {
  const values = projection.dropped.map(({ cause, attribute }) => ({ cause, detail: attribute }));
  const lists = suppressed.map((list) => ({ cause: 'no_consent' as const, detail: `list ${String(list)}` }));
  return [...values, ...lists].map((entry) => ({ kind: 'contact', key, step: 'map', held: false, ...entry }));
}

function hashOf(attributes: Projection['attributes'], lists: readonly number[]): string {
  const sorted = Object.keys(attributes)
    .sort()
    .map((name) => [name, attributes[name]]);
  return createHash('sha256')
    .update(JSON.stringify([sorted, lists]))
    .digest('base64');
}
