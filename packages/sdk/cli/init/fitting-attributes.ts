import { nearMiss } from '../../../../src/config/file/nearest';
import { creatableType, fit } from '../../../../src/config/rules/attribute-fit';
import { isSourceField, SOURCE_FIELDS, UNIQUE_ATTRIBUTES } from '../../../../src/domain/contact/mapping-types';
import type { Offers } from '../../client/insight-types';

type Field = Offers['fields'][number];
type Attribute = Offers['attributes'][number];

/** What the shipped mapping calls them; names differ in accounts of other languages (Brevo's French ones say PRENOM and NOM). */
const STANDARD: Readonly<Record<string, readonly string[]>> = {
  id: ['GORGIAS_ID'],
  firstname: ['FIRSTNAME', 'PRENOM', 'VORNAME'],
  lastname: ['LASTNAME', 'NOM', 'NACHNAME'],
  nb_tickets: ['TICKET_COUNT'],
  last_ticket_date: ['LAST_SUPPORT_DATE'],
  last_ticket_channel: ['LAST_SUPPORT_CHANNEL'],
  avg_response_time: ['AVG_RESPONSE_TIME'],
  last_satisfaction_score: ['CSAT_SCORE'],
  satisfaction_count: ['CSAT_RESPONSES'],
  open_tickets: ['OPEN_TICKETS'],
};

/** The fields that every account has: each with the attribute of its name that takes its values, or a name that is free. */
export function standardMapping({ attributes }: Pick<Offers, 'attributes'>): Readonly<Record<string, string>> {
  const mapped = Object.entries(STANDARD).map(([source, names]) => {
    const value = isSourceField(source) ? SOURCE_FIELDS[source] : 'text';
    const known = names.find((name) => attributes.some((one) => sameName(one, name) && takes(one, value)));
    return [source, known ?? freeName(names[0] ?? source.toUpperCase(), attributes)] as const;
  });
  const { id, firstname, lastname, ...figures } = Object.fromEntries(mapped);
  return {
    ...(id !== undefined && { id }),
    email: 'email',
    ...(firstname !== undefined && { firstname }),
    ...(lastname !== undefined && { lastname }),
    phone: 'SMS',
    ...figures,
  };
}

/** Custom fields that a mapping can name: not one that is called like a field of every account, and none of two with one name. */
export function mappableFields({ fields }: Pick<Offers, 'fields'>): readonly Field[] {
  return fields.filter(
    ({ name }) => name !== '' && !isSourceField(name) && fields.filter((one) => one.name === name).length === 1,
  );
}

/** Attributes that take the values of a field without a loss, and are not `taken` by another field. */
export function fittingAttributes(
  { type }: Field,
  { attributes }: Pick<Offers, 'attributes'>,
  taken: ReadonlySet<string>,
): readonly string[] {
  return attributes
    .filter((one) => takes(one, type) && !taken.has(one.name.toUpperCase()))
    .filter(({ name }) => /^[A-Z][A-Z0-9_]{0,49}$/.test(name) && !UNIQUE_ATTRIBUTES.includes(name))
    .map(({ name }) => name);
}

/** The attribute that fits a field by name and type; else the name of one that will be made. */
export function bestAttribute(field: Field, offers: Pick<Offers, 'attributes'>, taken: ReadonlySet<string>): string {
  const own = attributeNameOf(field.name);
  const fitting = fittingAttributes(field, offers, taken);
  const same = fitting.find((name) => bare(name) === bare(own)) ?? nearMiss(own, fitting);
  return same ?? freeName(own, [...offers.attributes, ...[...taken].map((name) => ({ name }))]);
}

/** Of which type Brevo gets an attribute that is made for a field. */
export function madeType({ type }: Field): string {
  return { text: 'text', float: 'number', date: 'date', boolean: 'yes or no' }[creatableType(type)];
}

function takes(attribute: Attribute, value: Field['type']): boolean {
  return !('misfit' in fit(attribute, value));
}

function sameName({ name }: Pick<Attribute, 'name'>, wanted: string): boolean {
  return name.toUpperCase() === wanted;
}

/** `prénom_2` -> `PRENOM_2`: what Brevo allows of a name. */
function attributeNameOf(field: string): string {
  const name = field
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '');
  return (/^[A-Z]/.test(name) ? name : `GORGIAS_${name}`).slice(0, 50);
}

/** Another one of this name takes other values. */
function freeName(name: string, taken: readonly Pick<Attribute, 'name'>[]): string {
  const isTaken = (one: string): boolean => taken.some((attribute) => sameName(attribute, one));
  if (!isTaken(name)) return name;
  const stem = `GORGIAS_${name}`.slice(0, 46);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? stem : `${stem}_${String(number)}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function bare(name: string): string {
  return name.replace(/_/g, '');
}
