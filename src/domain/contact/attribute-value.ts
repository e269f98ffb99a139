import type { TargetType } from './mapping-types';
import { normalisePhone } from './phone';
import type { CustomFieldValue } from '../records';

/** Why a value is not sent; stable, shown by `tajo connectors status` and `quarantine`. */
export type DropCause =
  'text_too_long' | 'not_a_number' | 'not_a_date' | 'not_a_boolean' | 'not_an_option' | 'phone_invalid';

export type Converted =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'dropped'; readonly cause: DropCause };

/** Brevo publishes no maximum; longer texts only hurt its segments. */
const MAX_TEXT = 1_000;
const EMPTY: Converted = { kind: 'empty' };

/**
 * A source value in the type that the attribute has in Brevo. Brevo accepts a value of another type with 2xx and forgets it, so what
 * cannot be converted is dropped here, with its cause. Numbers into a text attribute become text. `phoneCountry`: of numbers without a
 * country code.
 */
export function convert(
  value: CustomFieldValue,
  target: TargetType,
  {
    options = [],
    phoneCountry = null,
  }: { readonly options?: readonly string[] | undefined; readonly phoneCountry?: string | null } = {},
): Converted {
  if (typeof value === 'object')
    return value === null ? EMPTY : convert(value.join(', '), target, { options, phoneCountry });
  if (typeof value === 'string' && value.trim() === '') return EMPTY;
  switch (target) {
    case 'text':
      return toText(value);
    case 'float':
      return toFloat(value);
    case 'date':
      return toDate(value);
    case 'boolean':
      return toBoolean(value);
    case 'category':
      return toOption(value, options);
    case 'phone':
      return toPhone(value, phoneCountry);
  }
}

function toText(value: string | number | boolean): Converted {
  const text = String(value).trim();
  return text.length > MAX_TEXT ? dropped('text_too_long') : found(text);
}

function toFloat(value: string | number | boolean): Converted {
  const number = typeof value === 'string' ? Number(value.trim()) : value;
  return typeof number === 'number' && Number.isFinite(number) ? found(number) : dropped('not_a_number');
}

function toDate(value: string | number | boolean): Converted {
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(String(value).trim())?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? dropped('not_a_date') : found(day);
}

const WORDS = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function toBoolean(value: string | number | boolean): Converted {
  const word = WORDS.get(String(value).trim().toLowerCase());
  return word === undefined ? dropped('not_a_boolean') : found(word);
}

function toOption(value: string | number | boolean, options: readonly string[]): Converted {
  const wanted = String(value).trim().toLowerCase();
  const option = options.find((label) => label.toLowerCase() === wanted);
  return option === undefined ? dropped('not_an_option') : found(option);
}

function toPhone(value: string | number | boolean, country: string | null): Converted {
  const phone = normalisePhone(String(value), country);
  return phone === null ? dropped('phone_invalid') : found(phone);
}

function found(value: string | number | boolean): Converted {
  return { kind: 'value', value };
}

function dropped(cause: DropCause): Converted {
  return { kind: 'dropped', cause };
}
