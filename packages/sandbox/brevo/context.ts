import { type DuplicateStyle, invalid } from './errors';
import { type BrevoMemory } from './memory';
import { count } from './values';

export interface BrevoContext {
  readonly memory: BrevoMemory;
  readonly clock: () => number;
  readonly utcOffset: string;
  readonly importDelayMs: number;
  /** Until an event shows in GET /events. */
  readonly eventDelayMs: number;
  /** Whether an event for an unknown address makes a contact (brevo-api.md 3.18). */
  readonly createContactsFromEvents: boolean;
  readonly organizationId: string;
  readonly switches: BrevoSwitches;
}

/** States of the account that make whole endpoints refuse, and how it words a refusal. */
export interface BrevoSwitches {
  smtpActivated: boolean;
  hasCredits: boolean;
  duplicateStyle: DuplicateStyle;
  /** By which code a contact's write with a list that is gone is refused: nobody has proved which. */
  listGone: 'document_not_found' | 'invalid_parameter';
  /** Types of attributes whose values imports take and lose, as was reported of booleans and dates (brevo-api.md 0). */
  importsLose: readonly string[];
  /** Addresses whose rows imports leave out as no addresses. */
  importsLeaveOut: readonly string[];
  /** Rows that an import left out are told of by the address of a file, or by their number, as older texts have it (brevo-api.md 0). */
  importReports: 'addresses' | 'numbers';
  /** Imports with `emptyContactsAttributes` leave everything as it is, or empty what their rows do not name, too: nobody has proved either. */
  importsEmpty: 'what is named' | 'nothing' | 'everything else too';
}

export interface OffsetQuery {
  readonly limit: number;
  readonly offset: number;
  readonly ascending: boolean;
}

/** @throws Refused with 400 outside of 1 to `max`. */
export function readOffsetQuery(query: URLSearchParams, { limit, max }: { limit: number; max: number }): OffsetQuery {
  const wanted = Number(query.get('limit') ?? limit);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > max) throw invalid(`Limit must be between 1 and ${max}`);
  if (!Number.isInteger(offset) || offset < 0) throw invalid('Offset must not be negative');
  return { limit: wanted, offset, ascending: query.get('sort') === 'asc' };
}

/** The live service swallows unknown keys of a body; here they are counted, so that a typo shows. */
export function noteUnknownKeys({ memory }: BrevoContext, body: object, known: readonly string[]): void {
  for (const key of Object.keys(body)) if (!known.includes(key)) count(memory.data.dropped.bodyKeys, key);
}

const emailShape = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

/** Lower case and trimmed: Brevo's contacts are found whatever the case. Null: not an address. */
export function readEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  return emailShape.test(email) && email.length <= 320 ? email : null;
}
