/** What kind of value a source field holds; `unknown` is only seen at run time (shop data, custom fields of a kind yet to come). */
export type ValueType = 'integer' | 'number' | 'text' | 'date' | 'boolean' | 'email' | 'phone' | 'unknown';

/**
 * The source fields that exist for every account, and what they hold (spec 3, "Field mapping"). Every other name is a customer custom
 * field, by its label in snake case, or a dotted path into the shop data such as `integrations.shopify.orders_count`.
 */
export const SOURCE_FIELDS = {
  id: 'integer',
  email: 'email',
  name: 'text',
  firstname: 'text',
  lastname: 'text',
  language: 'text',
  timezone: 'text',
  note: 'text',
  external_id: 'text',
  created_datetime: 'date',
  phone: 'phone',
  nb_tickets: 'number',
  last_ticket_date: 'date',
  last_ticket_channel: 'text',
  avg_response_time: 'number',
  last_satisfaction_score: 'number',
  satisfaction_count: 'number',
  open_tickets: 'number',
} as const satisfies Record<string, ValueType>;

export type SourceField = keyof typeof SOURCE_FIELDS;

export function isSourceField(name: string): name is SourceField {
  return Object.hasOwn(SOURCE_FIELDS, name);
}

/** True for a path into the data that a shop integration puts on the customer. */
export function isShopPath(name: string): boolean {
  return name.startsWith('integrations.');
}

/** `VIP status` -> `vip_status`, the spelling by which a custom field is named in the mapping. Accents are dropped: `Prénom` -> `prenom`. */
export function customFieldName(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** Attributes that only one contact of Brevo can hold the same value of. A clash refuses the whole write, so it is told which one it was. */
export const UNIQUE_ATTRIBUTES: readonly string[] = ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER'];

/** What a value has to be turned into for its attribute. `phone` means E.164; `category` one of `options`, `multiple` some of them. */
export type TargetType = 'text' | 'float' | 'date' | 'boolean' | 'category' | 'multiple' | 'phone';

/** One line of the mapping after it was held against the account's custom fields and Brevo's attributes. */
export interface ResolvedField {
  readonly source: string;
  readonly attribute: string;
  /** `email` and `sms` are Brevo's own identifiers, everything else is an attribute. */
  readonly kind: 'email' | 'sms' | 'attribute';
  readonly target: TargetType;
  /** Set for a custom field: customers carry its value by this id. */
  readonly customFieldId?: number;
  /** Labels of a category or multiple-choice attribute. */
  readonly options?: readonly string[];
}
