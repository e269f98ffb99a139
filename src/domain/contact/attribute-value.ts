import type { TargetType } from './mapping-types';
import { normalisePhone } from './phone';
import type { CustomFieldValue } from '../records';

/** Why a value is not sent; stable, shown by `tajo connectors status` and `quarantine`. */
export type DropCause =
  'text_too_long' | 'not_a_number' | 'not_a_date' | 'not_a_boolean' | 'not_an_option' | 'phone_invalid';

/** What Brevo stores in an attribute; dates are `YYYY-MM-DD`, the choices of a multiple-choice attribute a list of their names. */
export type AttributeValue = string | number | boolean | readonly string[];

export type Converted =
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'empty' }
  | { readonly kind: 'dropped'; readonly cause: DropCause };

/** Brevo publishes no maximum; longer texts only hurt its segments. */
const MAX_TEXT = 1_000;
const EMPTY: Converted = { kind: 'empty' };

/**
 * A source value in the type that the attribute has in Brevo. Brevo accepts a value of another type with 2xx and forgets it, so what
 * cannot be converted is dropped here, with its cause; nothing is ever guessed. Numbers into a text attribute become text. `phoneCountry`:
 * of numbers without a country code.
 */
export function convert(
  value: CustomFieldValue,
  target: TargetType,
  {
    options = [],
    phoneCountry = null,
  }: { readonly options?: readonly string[] | undefined; readonly phoneCountry?: string | null } = {},
): Converted {
  if (isEmpty(value)) return EMPTY;
  if (target === 'multiple') return toChoices(value, options);
  const single = typeof value === 'object' ? value.join(', ') : value;
  switch (target) {
    case 'text':
      return toText(single);
    case 'float':
      return toFloat(single);
    case 'date':
      return toDate(single);
    case 'boolean':
      return toBoolean(single);
    case 'category':
      return toOption(single, options);
    case 'phone':
      return toPhone(single, phoneCountry);
  }
}

function isEmpty(value: CustomFieldValue): value is null {
  if (value === null) return true;
  const texts = typeof value === 'object' ? value : [value];
  return texts.every((text) => typeof text === 'string' && text.trim() === '');
}

function toText(value: string | number | boolean): Converted {
  const text = String(value).trim();
  return text.length > MAX_TEXT ? dropped('text_too_long') : found(text);
}

/** Digits with a point, as programs write them: of `12,50` nobody knows whether the comma groups, and `0x10` or `1e3` is somebody's text. */
const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;
/** What a JSON number carries without a change. */
const MOST_DIGITS = 15;

function toFloat(value: string | number | boolean): Converted {
  // A whole number beyond those is another one already than the one that was written.
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
      ? found(value)
      : dropped('not_a_number');
  const text = String(value).trim();
  const digits = text.replace(/\D/g, '').replace(/^0+/, '').length;
  return DECIMAL.test(text) && digits <= MOST_DIGITS ? found(Number(text)) : dropped('not_a_number');
}

/** A day, alone or with a time of day, as ISO 8601 writes them. Whether `03/04` is in March or in April, nobody knows. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function toDate(value: string | number | boolean): Converted {
  const [, year, month, day] = DAY.exec(String(value).trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return dropped('not_a_date');
  const written = `${year}-${month}-${day}`;
  // A day that the month does not have is taken for one of the next month, or is none.
  const at = Date.parse(`${written}T00:00:00Z`);
  const read = Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
  return read === written ? found(written) : dropped('not_a_date');
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
  const option = optionOf(String(value), options);
  return option === undefined ? dropped('not_an_option') : found(option);
}

/** A list, or a text with commas between the choices; a choice may have a comma in its own name. One that does not exist drops all. */
function toChoices(value: string | number | boolean | readonly string[], options: readonly string[]): Converted {
  const texts = typeof value === 'object' ? value : [String(value)];
  const choices = texts.flatMap((text) => {
    const whole = optionOf(text, options);
    return whole === undefined ? text.split(',').map((part) => optionOf(part, options)) : [whole];
  });
  const known = choices.filter((choice) => choice !== undefined);
  return known.length === choices.length ? found([...new Set(known)]) : dropped('not_an_option');
}

function optionOf(text: string, options: readonly string[]): string | undefined {
  const wanted = text.trim().toLowerCase();
  return options.find((label) => label.trim().toLowerCase() === wanted);
}

function toPhone(value: string | number | boolean, country: string | null): Converted {
  const phone = normalisePhone(String(value), country);
  return phone === null ? dropped('phone_invalid') : found(phone);
}

function found(value: AttributeValue): Converted {
  return { kind: 'value', value };
}

function dropped(cause: DropCause): Converted {
  return { kind: 'dropped', cause };
}
