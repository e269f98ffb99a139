import {
  isShopPath,
  isSourceField,
  SOURCE_FIELDS,
  type SourceField,
  UNIQUE_ATTRIBUTES,
} from '../../domain/contact/mapping-types';
import { nearMiss } from '../file/nearest';
import { type GorgiasSettings } from '../settings/settings';
import { below, type Finding } from './rules';

/** Attributes that every Brevo account has. */
const OWN_ATTRIBUTES = ['email', 'FIRSTNAME', 'LASTNAME', ...UNIQUE_ATTRIBUTES];

/**
 * Names that are allowed, since a custom field or an attribute may be called so, and are one or two letters beside one that is always there.
 * No vendor is asked: `config check --online` knows whether they exist.
 */
export function suggestNearMisses({ field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  return Object.entries(mapping).flatMap(([source, attribute]) => {
    const path = below('field_mapping', source);
    const sentences = [...missedField(source), ...missedAttribute(source, attribute)];
    return sentences.map((sentence) => ({ path, involves: [path], sentence }));
  });
}

/** Words of shops and of everyday speech for what a field says. */
const OTHER_WORDS: Readonly<Record<string, SourceField>> = {
  mail: 'email',
  email_address: 'email',
  full_name: 'name',
  forename: 'firstname',
  surname: 'lastname',
  phone_number: 'phone',
  mobile: 'phone',
  mobile_phone: 'phone',
  telephone: 'phone',
  sms: 'phone',
  customer_id: 'id',
  gorgias_id: 'id',
  created_at: 'created_datetime',
  locale: 'language',
  tickets: 'nb_tickets',
  ticket_count: 'nb_tickets',
  tickets_count: 'nb_tickets',
  last_ticket: 'last_ticket_date',
  csat: 'last_satisfaction_score',
  csat_score: 'last_satisfaction_score',
  satisfaction: 'last_satisfaction_score',
  satisfaction_score: 'last_satisfaction_score',
  score: 'last_satisfaction_score',
  response_time: 'avg_response_time',
  last_channel: 'last_ticket_channel',
};

/** What of a shop's data is mapped most. */
const SHOP_PATHS = ['orders_count', 'total_spent', 'tags', 'currency'].map((key) => `integrations.shopify.${key}`);

/** The field of Gorgias that is meant by a name beside it; undefined: the name is a field, or like none. */
export function fieldMeantBy(source: string): string | undefined {
  if (isSourceField(source)) return undefined;
  if (isShopPath(source)) return nearMiss(source, SHOP_PATHS);
  return Object.hasOwn(OTHER_WORDS, source) ? OTHER_WORDS[source] : nearMiss(source, Object.keys(SOURCE_FIELDS));
}

function missedField(source: string): readonly string[] {
  const meant = fieldMeantBy(source);
  if (meant === undefined) return [];
  const readAs = isShopPath(source) ? 'a path into shop data' : 'a customer custom field of Gorgias';
  return [`field_mapping.${source} is read as ${readAs}: if the field \`${meant}\` is meant, correct the name.`];
}

function missedAttribute(source: string, attribute: string): readonly string[] {
  const meant = nearMiss(attribute, OWN_ATTRIBUTES);
  if (meant === undefined || meant.toLowerCase() === attribute.toLowerCase()) return [];
  return [
    `field_mapping.${source} goes to ${attribute}, an attribute of your own: if Brevo’s \`${meant}\` is meant, correct the name.`,
  ];
}
