import { judgeAddress } from './address';
import { type AttributeValue, convert, type DropCause } from './attribute-value';
import type { ContactCustomer, ContactFacts } from './contact';
import type { ResolvedField } from './mapping-types';
import { tagKey } from './tag';
import type { CustomFieldValue } from '../records';
import { ALL_SYNCED, isSynced, type Synced, tagSources, type TagSource } from './synced';

/** Which Brevo lists follow from which facts. */
export interface ListRules {
  readonly allSupportContacts: number | null;
  readonly satisfiedCustomers: number | null;
  readonly dissatisfiedCustomers: number | null;
  /** On it is whom marketing waits for: somebody with a ticket that is open for no longer than this (spec 5b). Missing: nobody. */
  readonly openSupport?: { readonly list: number; readonly atMostMs: number } | null;
  readonly satisfiedFrom: number;
  readonly dissatisfiedTo: number;
  /** {@link tagKey} of a tag -> list id. */
  readonly tagLists: ReadonlyMap<string, number>;
  /** Whose tags count; missing: those of the tickets. */
  readonly tagsFrom?: readonly TagSource[];
}

export interface MappingRules {
  readonly fields: readonly ResolvedField[];
  readonly lists: ListRules;
  /** Of phone numbers without a country code; null: such a number is dropped. */
  readonly phoneCountry: string | null;
  /** Patterns of addresses that are nobody's. */
  readonly exclude: readonly string[];
  /** What is computed of what is not read has no value. Missing: everything is read. */
  readonly synced?: Synced;
}

/** What of the mapping lists follow from. */
export type ListMapping = Pick<MappingRules, 'lists' | 'synced'>;

/** What Brevo should hold about one contact. */
export interface Projection {
  /** As Brevo takes it, which is not always the key of the contact. */
  readonly email: string;
  /** Without empty values: what was sent before and is not among them is emptied in a way of its own. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Ascending; before consent is looked at. */
  readonly lists: readonly number[];
  /** Lists that their score shuts them out of, whoever put them there; none of somebody who never gave one. */
  readonly shutOut: readonly number[];
  readonly dropped: readonly { readonly cause: DropCause; readonly attribute: string }[];
}

/** Why there is no contact: the address cannot be one of a Brevo contact, or the configuration leaves it out. */
export type NoProjection = 'invalid_email' | 'excluded';

/** The contact as the mapping wants it, or the reason why the record waits in quarantine. */
export function project(
  facts: ContactFacts,
  customer: ContactCustomer,
  rules: MappingRules,
): Projection | NoProjection {
  const verdict = judgeAddress(customer.email, rules.exclude);
  if (verdict.kind !== 'address') return verdict.kind;
  const attributes: Record<string, AttributeValue> = {};
  const dropped: { cause: DropCause; attribute: string }[] = [];
  for (const field of rules.fields) {
    if (field.kind === 'email') continue;
    const converted = convert(sourceValue(field, { facts, customer, rules }), field.target, {
      options: field.options,
      phoneCountry: rules.phoneCountry,
    });
    if (converted.kind === 'value') attributes[field.attribute] = converted.value;
    if (converted.kind === 'dropped') dropped.push({ cause: converted.cause, attribute: field.attribute });
  }
  const lists = listsOf(facts, rules);
  return { email: verdict.email, attributes, lists, shutOut: shutOutOf(facts, rules, lists), dropped };
}

function listsOf(facts: ContactFacts, { lists: rules, synced = ALL_SYNCED }: MappingRules): readonly number[] {
  const lists = new Set<number>();
  if (rules.allSupportContacts !== null) lists.add(rules.allSupportContacts);
  const score = synced.satisfactionSurveys ? facts.lastScore : null;
  if (score !== null && score >= rules.satisfiedFrom && rules.satisfiedCustomers !== null)
    lists.add(rules.satisfiedCustomers);
  if (score !== null && score <= rules.dissatisfiedTo && rules.dissatisfiedCustomers !== null)
    lists.add(rules.dissatisfiedCustomers);
  const { openSupport } = rules;
  if (openSupport !== null && openSupport !== undefined && isBeingHelped(facts, openSupport.atMostMs, synced))
    lists.add(openSupport.list);
  for (const tag of tagsOf(facts, tagSources(rules.tagsFrom ?? TAGS_FROM, synced))) {
    const list = rules.tagLists.get(tagKey(tag));
    if (list !== undefined) lists.add(list);
  }
  return [...lists].sort((a, b) => a - b);
}

const TAGS_FROM: readonly TagSource[] = ['tickets'];

/** The two lists that nobody may be on together. */
export function exclusiveLists({ satisfiedCustomers, dissatisfiedCustomers }: ListRules): readonly number[] {
  return [satisfiedCustomers, dissatisfiedCustomers].filter((list) => list !== null);
}

/** With a score always the other list, with one in between both; without a score nothing speaks against what somebody else has done. */
function shutOutOf(
  { lastScore }: ContactFacts,
  { lists, synced = ALL_SYNCED }: MappingRules,
  wanted: readonly number[],
): readonly number[] {
  if (lastScore === null || !synced.satisfactionSurveys) return [];
  return exclusiveLists(lists).filter((list) => !wanted.includes(list));
}

/**
 * Lists of which is not known who belongs on them, because what they follow from is not read: whoever is on one stays, and nobody is put there
 * by it.
 */
export function keptLists({ lists, synced = ALL_SYNCED }: ListMapping): readonly number[] {
  const from = lists.tagsFrom ?? TAGS_FROM;
  return [
    ...(synced.satisfactionSurveys ? [] : exclusiveLists(lists)),
    ...(synced.tags && tagSources(from, synced).length === from.length ? [] : lists.tagLists.values()),
  ];
}

/** Wanted by the facts, and where we have put somebody on a list that stays as it is. Ascending. */
export function meantLists(wanted: readonly number[], on: readonly number[], rules: ListMapping): readonly number[] {
  const kept = keptLists(rules);
  const staying = on.filter((list) => kept.includes(list));
  return [...new Set([...wanted, ...staying])].sort((a, b) => a - b);
}

/** Marketing waits for them: they have an open ticket, and not one that nobody closes for ever. */
export function isBeingHelped(
  { openForMs }: Pick<ContactFacts, 'openForMs'>,
  atMostMs: number,
  { tickets }: Pick<Synced, 'tickets'>,
): boolean {
  return tickets && openForMs !== null && openForMs < atMostMs;
}

/** The tags of a contact, each once, from the places that the configuration names. */
export function tagsOf(facts: ContactFacts, from: readonly TagSource[]): ReadonlySet<string> {
  return new Set([
    ...(from.includes('tickets') ? facts.tags : []),
    ...(from.includes('shopify') ? (facts.shopTags ?? []) : []),
  ]);
}

interface Known {
  readonly facts: ContactFacts;
  readonly customer: ContactCustomer;
  readonly rules: Pick<MappingRules, 'synced'>;
}

function sourceValue(field: ResolvedField, { facts, customer, rules }: Known): CustomFieldValue {
  if (field.customFieldId !== undefined) return customer.customFields[String(field.customFieldId)] ?? null;
  const computed = COMPUTED.get(field.source);
  if (computed !== undefined)
    return isSynced(field.source, rules.synced ?? ALL_SYNCED) ? computed(facts, customer) : null;
  return customer.shopValues[field.source] ?? null;
}

type Source = (facts: ContactFacts, customer: ContactCustomer) => CustomFieldValue;

const COMPUTED: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['id', (_facts, customer) => customer.id],
  ['email', (_facts, customer) => customer.email],
  ['name', (_facts, customer) => customer.name],
  ['firstname', (_facts, customer) => customer.firstname],
  ['lastname', (_facts, customer) => customer.lastname],
  ['language', (_facts, customer) => customer.language],
  ['timezone', (_facts, customer) => customer.timezone],
  ['note', (_facts, customer) => customer.note],
  ['external_id', (_facts, customer) => customer.externalId],
  ['created_datetime', (_facts, customer) => customer.createdAt],
  ['phone', (_facts, customer) => customer.phone],
  ['nb_tickets', (facts) => facts.nbTickets],
  ['last_ticket_date', (facts) => facts.lastTicketAt],
  ['last_ticket_channel', (facts) => facts.lastTicketChannel],
  ['avg_response_time', (facts) => roundedMinutes(facts.avgResponseMinutes)],
  ['last_satisfaction_score', (facts) => facts.lastScore],
  ['satisfaction_count', (facts) => facts.scoredSurveys],
  ['open_tickets', (facts) => facts.openTickets],
]);

/** Hundredths of a minute: finer differences are noise of floating-point sums and would rewrite contacts. */
function roundedMinutes(minutes: number | null): number | null {
  return minutes === null ? null : Math.round(minutes * 100) / 100;
}
