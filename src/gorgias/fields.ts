import type { CustomFieldValue } from '../domain/records';
import { readTimestamp, type Timestamp } from '../domain/timestamp';
import { type Kind, mapOf, object, optional } from './reading';

/**
 * The kinds of values in Gorgias' records. Each is generous where no meaning can be lost: a number where a text belongs, a number in quotes.
 */

/** A tag of Gorgias' has room for 256 characters, an address for 254. What is far longer is nobody's name, and no index of a database takes it. */
const LONGEST = 500;

/** What somebody has written, however long. */
export const prose: Kind<string> = (raw, place) => {
  if (typeof raw === 'string' && raw !== '') return raw;
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  throw place.unreadable(raw, 'a text');
};

/** A name, or another text of a line, also where Gorgias sends it as a number or a flag: an `external_id`, a phone number. */
export const text: Kind<string> = (raw, place) => {
  const line = prose(raw, place);
  if (line.length <= LONGEST) return line;
  throw place.unreadable(raw, 'a shorter one');
};

/** A person's address: of a number or a flag nobody knows whose it is, while an odd text is an address that nobody can be written to at. */
export const address: Kind<string> = (raw, place) => {
  if (typeof raw === 'string' && raw !== '' && raw.length <= LONGEST) return raw;
  throw place.unreadable(raw, typeof raw === 'string' && raw !== '' ? 'a shorter address' : 'an address');
};

/** A word of Gorgias' own, by which something is decided. */
export const word: Kind<string> = (raw, place) => {
  if (typeof raw === 'string' && raw !== '' && raw.length <= LONGEST) return raw;
  throw place.unreadable(raw, 'a word');
};

/** A ticket's: Gorgias knows these two. Of any other word nobody knows whether it ends something, so that somebody might be mailed by it. */
export const ticketStatus: Kind<'open' | 'closed'> = (raw, place) => {
  if (raw === 'open' || raw === 'closed') return raw;
  throw place.unreadable(raw, 'open or closed');
};

/** `JSON.parse` has already rounded what lies above 2^53, so such a number is refused, never used. */
export const id: Kind<number> = (raw, place) => {
  const number = wholeNumber(raw);
  if (number !== null && number > 0) return number;
  throw place.unreadable(raw, 'an id');
};

/** How many stars: of anything else, a text with a number too, nobody knows whether it is praise. */
export const score: Kind<number> = (raw, place) => {
  if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= 5) return raw;
  throw place.unreadable(raw, 'a whole number from 1 to 5');
};

export const count: Kind<number> = (raw, place) => {
  const number = wholeNumber(raw);
  if (number !== null && number >= 0) return number;
  throw place.unreadable(raw, 'a count');
};

export const timestamp: Kind<Timestamp> = (raw, place) => {
  const read = typeof raw === 'string' ? readTimestamp(raw) : null;
  if (read !== null) return read;
  throw place.unreadable(raw, 'a datetime');
};

export const flag: Kind<boolean> = (raw, place) => {
  if (raw === true || raw === 'true') return true;
  if (raw === false || raw === 'false') return false;
  throw place.unreadable(raw, 'true or false');
};

/** Whatever a map holds, as it is: a shop's data is of many kinds. */
export const anything: Kind<unknown> = (raw) => raw;

/** Several choices come as a list. */
export const fieldValue: Kind<CustomFieldValue> = (raw, place) => {
  // `1e400` is written as a number and is none; where it is kept, JSON has no word for it but null, which would be an empty value.
  if (typeof raw === 'number' && !Number.isFinite(raw)) return String(raw);
  if (raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') return raw;
  if (Array.isArray(raw) && raw.every((item) => typeof item === 'string')) return raw;
  throw place.unreadable(raw, 'a value');
};

/** Values by custom-field id, as in lists: `{"319830": {"id": 319830, "value": "…"}}`; one that was never filled may lack its value. */
export const customFieldMap: Kind<Readonly<Record<string, CustomFieldValue>>> = (raw, place) => {
  const entries = mapOf(object({ value: optional(fieldValue, null) }))(raw, place);
  return Object.fromEntries(Object.entries(entries).map(([fieldId, { value }]) => [fieldId, value]));
};

function wholeNumber(raw: unknown): number | null {
  const number = typeof raw === 'string' && /^\d{1,16}$/.test(raw) ? Number(raw) : raw;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
