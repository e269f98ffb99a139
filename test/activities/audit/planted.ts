import type { BrevoContact } from '../../../packages/sandbox/brevo/model';

/** How a contact is made to differ, and what an audit has to call it. */
export interface Planted {
  readonly found: readonly string[];
  /** In Brevo, behind everybody's back. */
  readonly edit?: (contact: BrevoContact) => BrevoContact;
  readonly isOpen?: true;
  /** Never gave a score. */
  readonly unscored?: true;
  /** Written once more after it was compared, so that nobody knows whether it was ever right. */
  readonly rewritten?: true;
}

const HOUR_MS = 3_600_000;

type Edit = NonNullable<Planted['edit']>;

const set =
  (name: string, value: BrevoContact['attributes'][string]): Edit =>
  (contact) => ({ ...contact, attributes: { ...contact.attributes, [name]: value } });
const empty =
  (name: string): Edit =>
  (contact) => ({
    ...contact,
    attributes: Object.fromEntries(Object.entries(contact.attributes).filter(([known]) => known !== name)),
  });
const leave =
  (list: number): Edit =>
  (contact) => ({ ...contact, listIds: contact.listIds.filter((id) => id !== list) });
const join =
  (list: number): Edit =>
  (contact) => ({ ...contact, listIds: [...contact.listIds, list] });
const later =
  (edit: Edit): Edit =>
  (contact) => ({ ...edit(contact), modifiedAt: contact.modifiedAt + HOUR_MS });
const both =
  (one: Edit, other: Edit): Edit =>
  (contact) =>
    other(one(contact));

/** What somebody does to a contact that was as it should be when it was compared last. Brevo's date of the change is not looked at. */
export const BY_OTHERS: Readonly<Record<string, Planted>> = {
  'text-changed': { found: ['changed FIRSTNAME'], edit: set('FIRSTNAME', 'Somebody') },
  'number-changed': { found: ['changed TICKET_COUNT'], edit: set('TICKET_COUNT', 99) },
  'date-changed': { found: ['changed LAST_SUPPORT_DATE'], edit: set('LAST_SUPPORT_DATE', '2001-02-03') },
  'flag-changed': { found: ['changed VIP_STATUS'], edit: set('VIP_STATUS', false) },
  'choice-changed': { found: ['changed LIKES'], edit: set('LIKES', ['Wholesale::EU']) },
  'choice-added': { found: ['changed LIKES'], edit: set('LIKES', ['Retail', 'Wholesale::US']) },
  'phone-changed': { found: ['changed SMS'], edit: set('SMS', '31612399999') },
  'text-emptied': { found: ['emptied LAST_SUPPORT_CHANNEL'], edit: empty('LAST_SUPPORT_CHANNEL') },
  'number-emptied': { found: ['emptied CSAT_SCORE'], edit: empty('CSAT_SCORE') },
  'date-emptied': { found: ['emptied LAST_SUPPORT_DATE'], edit: empty('LAST_SUPPORT_DATE') },
  'flag-emptied': { found: ['emptied VIP_STATUS'], edit: empty('VIP_STATUS') },
  'choice-emptied': { found: ['emptied LIKES'], edit: empty('LIKES') },
  'phone-emptied': { found: ['emptied SMS'], edit: empty('SMS') },
  'wrong-account': { found: ['wrong_account GORGIAS_ID'], edit: set('GORGIAS_ID', '999999901') },
  'list-left': { found: ['left list 35'], edit: leave(35) },
  'score-list-left': { found: ['left list 36'], edit: leave(36) },
  'tag-list-left': { found: ['left list 38'], edit: leave(38) },
  'open-list-left': { found: ['left list 39'], edit: leave(39), isOpen: true },
  'score-list-joined': { found: ['joined list 37'], edit: join(37) },
  'tag-list-joined': { found: ['joined list 40'], edit: join(40) },
  'open-list-joined': { found: ['joined list 39'], edit: join(39) },
  blocklisted: { found: ['blocklisted'], edit: (contact) => ({ ...contact, emailBlacklisted: true }) },
  unsubscribed: { found: ['unsubscribed list 36'], edit: (contact) => ({ ...contact, listUnsubscribed: [36] }) },
};

/** What Brevo took with 2xx and dropped, or what we missed: written after it was compared, and nobody was there since. */
export const BY_US: Readonly<Record<string, Planted>> = {
  'text-dropped': { found: ['dropped FIRSTNAME'], edit: empty('FIRSTNAME') },
  'number-dropped': { found: ['dropped POINTS'], edit: empty('POINTS') },
  'date-dropped': { found: ['dropped LAST_SUPPORT_DATE'], edit: empty('LAST_SUPPORT_DATE') },
  'flag-dropped': { found: ['dropped VIP_STATUS'], edit: empty('VIP_STATUS') },
  'choice-dropped': { found: ['dropped LIKES'], edit: empty('LIKES') },
  'phone-dropped': { found: ['dropped SMS'], edit: empty('SMS') },
  'text-outdated': { found: ['outdated FIRSTNAME'], edit: set('FIRSTNAME', 'Before') },
  'number-outdated': { found: ['outdated TICKET_COUNT'], edit: set('TICKET_COUNT', 0) },
  'flag-outdated': { found: ['outdated VIP_STATUS'], edit: set('VIP_STATUS', false) },
  'id-outdated': { found: ['wrong_account GORGIAS_ID'], edit: set('GORGIAS_ID', '999999902') },
  'not-joined': { found: ['not_joined list 35'], edit: leave(35) },
  'tag-not-joined': { found: ['not_joined list 38'], edit: leave(38) },
  'not-left': { found: ['not_left list 37'], edit: join(37) },
  'tag-not-left': { found: ['not_left list 40'], edit: join(40) },
  // Nothing of ours puts them there, and publishing leaves them there: a repair of what we caused has to.
  'unscored-list-joined': { found: ['joined list 36'], edit: join(36), unscored: true },
  // The same behind Brevo's own date of a change by somebody else.
  'text-changed-later': { found: ['changed FIRSTNAME'], edit: later(set('FIRSTNAME', 'Somebody')) },
  'flag-emptied-later': { found: ['emptied VIP_STATUS'], edit: later(empty('VIP_STATUS')) },
  'list-left-later': { found: ['left list 36'], edit: later(leave(36)) },
  'list-joined-later': { found: ['joined list 37'], edit: later(join(37)) },
};

/** Nothing of this is a difference. */
export const NO_DIFFERENCE: Readonly<Record<string, Planted>> = {
  // Put there by the merchant: not in the mapping, or on a list of theirs.
  'own-value': { found: [], edit: both(set('JOB_TITLE', 'Baker'), join(2)) },
  // Left every list of ours by unsubscribing or with the blocklist: they are where they should be.
  'gone-by-word': { found: [], edit: both(leave(36), (contact) => ({ ...contact, listUnsubscribed: [36] })) },
  'blocked-and-off': { found: [], edit: (contact) => ({ ...contact, emailBlacklisted: true, listIds: [2] }) },
  // Brevo writes the same value in its own way.
  'phone-spelled': { found: [], edit: (contact) => set('SMS', `+${String(contact.attributes['SMS'])}`)(contact) },
};
