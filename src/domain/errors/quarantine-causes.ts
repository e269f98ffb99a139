import type { DropCause } from '../contact/attribute-value';
import { ERROR_CODES, type ErrorCode, isErrorCode } from './connector-error';
import { ERROR_TEXTS } from './error-texts';

/** What a cause of the quarantine means to a person. */
export interface CauseText {
  readonly what: string;
  readonly why: string;
  readonly nextStep: string;
  /** The error that put it there, when it was one. */
  readonly code: ErrorCode | null;
}

export type QuarantineCause =
  | DropCause
  | 'no_email'
  | 'invalid_email'
  | 'excluded'
  | 'no_consent'
  | 'phone_clash'
  | 'not_cleared'
  | 'unknown_tag'
  | 'unreadable'
  | 'unreadable_field'
  | 'campaign_unknown'
  | ErrorCode;

/** As which the answer to a request for the record itself is noted (`answer: …`): a list that shows the record says nothing of that. */
export const ANSWER = 'answer';

const value = (what: string): CauseText => ({
  what: `${what} The rest of the contact is written.`,
  why: 'Brevo accepts a value of another type and forgets it, so it is not sent at all.',
  nextStep: 'Map the field to an attribute of a fitting type, or correct the value in Gorgias.',
  code: null,
});

/** Every cause that this release puts records aside for, or drops a value for. */
export const QUARANTINE_CAUSES = {
  no_email: {
    what: 'A customer without an e-mail address; counted, not an error.',
    why: 'People who wrote by phone, Instagram or chat often have none; Brevo knows contacts by e-mail.',
    nextStep: 'Nothing is to be done: the customer becomes a contact as soon as Gorgias has an address.',
    code: null,
  },
  invalid_email: {
    what: 'The address is none that Brevo would take.',
    why: 'It was typed wrongly in Gorgias, or is a channel’s placeholder.',
    nextStep: 'Correct it in Gorgias; the next sync takes it.',
    code: null,
  },
  excluded: {
    what: 'The address is left out by exclude in tajo.yaml; counted, not an error.',
    why: 'Nobody reads what is sent there: the helpdesk’s own inboxes, no-reply senders, marketplaces.',
    nextStep: 'Nothing; if somebody does read it, take the pattern out of exclude, then retry this cause.',
    code: null,
  },
  no_consent: {
    what: 'The contact is kept off a list that it left or was blocked from.',
    why: 'A person who unsubscribed in Brevo is not put back by a sync.',
    nextStep: 'Nothing is to be done: if the person subscribes again in Brevo, the next change puts them back.',
    code: null,
  },
  phone_clash: {
    what: 'Another Brevo contact holds this phone number; the rest of the contact is written.',
    why: 'In Brevo a phone number is unique; in Gorgias several customers may share one.',
    nextStep: 'Remove the number from the other contact in Brevo, then retry this cause.',
    code: 'brevo.duplicate',
  },
  unknown_tag: {
    what: 'No tag has a name that tags.lists names, so nobody is put on its list; the detail names the nearest tag.',
    why: 'It is spelled differently in Gorgias, was renamed or deleted, or is still to come.',
    nextStep: 'Correct the name in tajo.yaml, or make the tag in Gorgias.',
    code: null,
  },
  not_cleared: {
    what: 'A value that is gone in Gorgias still stands in Brevo; the detail names the attribute.',
    why: 'Brevo did not empty it, neither by a write nor by an import, or the contact is on no list that an import could name.',
    nextStep: 'Empty it in Brevo by hand.',
    code: null,
  },
  phone_invalid: {
    what: 'The phone number is not one; the rest of the contact is written.',
    why: 'It lacks the country code, or is no number of that country.',
    nextStep:
      'Correct it in Gorgias; the next sync takes it. If many lack the country code, set phone_country, then retry this cause.',
    code: 'brevo.invalid_phone',
  },
  unreadable: {
    what: 'A record came in a shape that cannot be read; all others were.',
    why: 'A field that it cannot do without was missing or of another type, it is larger than 8 MB, or it is never answered.',
    nextStep:
      'Nothing is to be done: it is tried again by itself, with its next change, and by a full sync. If it stays, report the detail.',
    code: 'gorgias.protocol',
  },
  unreadable_field: {
    what: 'A field of a record could not be read; the rest of the record was.',
    why: 'It was missing where it always is, or of another type; the detail names it.',
    nextStep: 'Nothing is to be done: the note goes once the record is read whole. If it stays, report the detail.',
    code: null,
  },
  'brevo.rejected': {
    what: 'Brevo refuses the whole contact, event or campaign, or the list of a tag; the detail says which.',
    why: 'Its answer does not say more; most often it is the address.',
    nextStep: 'Correct what it names, then retry this cause: contacts and events are sent again, a campaign is not.',
    code: 'brevo.rejected',
  },
  'brevo.not_found': {
    what: 'Brevo does not find what an event, a campaign or a contact is sent with; the detail names it.',
    why: 'The template or the list was deleted in Brevo, or its number is wrong.',
    nextStep: 'Correct it in Brevo or in tajo.yaml, then retry this cause: events are sent again, a campaign is not.',
    code: 'brevo.not_found',
  },
  campaign_unknown: {
    what: 'A campaign that was sent once, and whose answer was lost; it is not repeated.',
    why: 'Brevo does not say afterwards whether it had taken it, and a second mail would be worse than none.',
    nextStep: 'Look in Brevo, in the contact’s history, whether it came, and send it by hand if it did not.',
    code: null,
  },
  'brevo.duplicate': {
    what: 'Brevo refuses the contact: another one holds the same e-mail or identifier.',
    why: 'Two Brevo contacts stand for one person.',
    nextStep: 'Merge the two contacts in Brevo, then retry this cause.',
    code: 'brevo.duplicate',
  },
  'brevo.invalid_phone': {
    what: 'Brevo refuses the whole contact because of its phone number.',
    why: 'The number is in none of the attributes SMS, WHATSAPP and LANDLINE_NUMBER, which would be left out by themselves.',
    nextStep: 'Correct it in Gorgias, then retry this cause.',
    code: 'brevo.invalid_phone',
  },
  text_too_long: value('A text is longer than 1,000 characters.'),
  not_a_number: value('A value is not a number, but its attribute wants one.'),
  not_a_date: value('A value is not a date, but its attribute wants one.'),
  not_a_boolean: value('A value is neither true nor false, but its attribute wants one of them.'),
  not_an_option: value('A value is none of the options of its category or multiple-choice attribute.'),
} as const satisfies Readonly<Record<Exclude<QuarantineCause, ErrorCode>, CauseText>> &
  Readonly<Partial<Record<ErrorCode, CauseText>>>;

const KNOWN: ReadonlyMap<string, CauseText> = new Map(Object.entries(QUARANTINE_CAUSES));

/** Undefined for a cause of another release. */
export function causeText(cause: string): CauseText | undefined {
  const known = KNOWN.get(cause);
  return known === undefined && isErrorCode(cause) ? ofError(cause) : known;
}

/** False: it goes away by itself, or is no fault; whatever a person could do about it is nothing. */
export function needsPerson(cause: string): boolean {
  return causeText(cause)?.nextStep.startsWith('Nothing') !== true;
}

/** Of these a retry does nothing: a campaign is never repeated, and a tag is looked up by every sync. */
const NOT_BY_RETRY: readonly string[] = ['campaign_unknown', 'unknown_tag'];

/**
 * Whether a retry is offered: it may help once something was mended. What needs nobody is not retried by hand, unless its next step says so;
 * the call takes it all the same.
 */
export function canRetry(cause: string): boolean {
  if (causeText(cause)?.nextStep.includes('retry this cause') === true) return true;
  return needsPerson(cause) && !NOT_BY_RETRY.includes(cause);
}

/** What is counted for a cause. */
export function thingOf(cause: string | null, held: boolean): 'customer' | 'record' | 'value' {
  if (cause !== null && isNoContact(cause)) return 'customer';
  return held ? 'record' : 'value';
}

/** Whom no contact is kept of: that is so on purpose, and nothing of theirs is left out. */
export function isNoContact(cause: string): boolean {
  return cause === 'no_email' || cause === 'excluded';
}

/** Every cause that a record can wait for. */
export const ALL_CAUSES: readonly string[] = [
  ...KNOWN.keys(),
  ...Object.keys(ERROR_CODES).filter((code) => !KNOWN.has(code)),
];

/** An error that kept coming about one record alone, while the vendor answered others. */
function ofError(code: ErrorCode): CauseText {
  const { what, why } = ERROR_TEXTS[code];
  const nextStep = ERROR_CODES[code].retryable
    ? 'Nothing is to be done: it is tried again by itself, every ten minutes at the latest.'
    : ERROR_CODES[code].nextStep;
  return { what: `About this record alone: ${what}`, why, nextStep, code };
}
