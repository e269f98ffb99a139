import { dueAt, pass, READ_AGAIN_MS, type Said, skip } from './ask';
import { DEFAULT_EXPIRES_MS, type PolicyInput, type SpokenRule } from './campaign-types';
import { millisecondsBetween, plus, type Timestamp } from '../timestamp';

/** Why nobody can be mailed, and whether that may pass. */
const NO_ADDRESS = {
  unread: { sentence: 'the customer could not be read yet', passes: true },
  refused: { sentence: 'Brevo does not take the customer’s e-mail address', passes: true },
  none: { sentence: 'the customer has no e-mail address', passes: false },
} as const;

export function hasEmail(input: PolicyInput): Said {
  const { person, campaign, now } = input;
  if (person.hasEmail) return pass('has_email', 'the customer has an e-mail address');
  const why = noAddress(person);
  // To skip is final: whoever is read a minute later has an address, and a Brevo that refuses everybody today knows it tomorrow.
  const end = plus(dueAt(input), campaign?.rule.expiresMs ?? DEFAULT_EXPIRES_MS);
  const again = againAt(dueAt(input), now);
  if (why.passes && now < end)
    return {
      rule: 'has_email',
      says: 'wait',
      sentence: `${why.sentence}, and is asked again`,
      until: again < end ? again : end,
    };
  return skip('has_email', why.sentence);
}

export function noAddress({ unread, refused, whyUnfit }: PolicyInput['person']): {
  readonly sentence: string;
  readonly passes: boolean;
} {
  if (whyUnfit !== undefined) return { sentence: `the customer’s e-mail address ${whyUnfit}`, passes: false };
  return NO_ADDRESS[unread === true ? 'unread' : refused === true ? 'refused' : 'none'];
}

/** The longer it has been so, the longer it may stay so: a quarter of that, and ten minutes at least. */
function againAt(due: Timestamp, now: Timestamp): Timestamp {
  return plus(now, Math.max(READ_AGAIN_MS, Math.floor(millisecondsBetween(due, now) / 4)));
}

const DELETED = 'before it was deleted there, which is nobody’s consent';
const ELSEWHERE = 'at an address that the customer has left, and that goes with them';

export function notBlocklisted({ person }: PolicyInput): SpokenRule {
  // As final as every other no: it will be answered the same tomorrow, and nobody is asked about for days (case B12).
  if (person.consentUnknown === true)
    return skip('consent_known', 'Brevo’s answer about consent could not be read: it counts as a no');
  if (!person.blocklisted) return pass('not_blocklisted', 'the contact is not blocklisted in Brevo');
  const before = saidBefore(person);
  return skip(
    'not_blocklisted',
    before === null ? 'the contact is blocklisted in Brevo' : `the contact was blocklisted in Brevo ${before}`,
  );
}

export function notUnsubscribed({ person }: PolicyInput): SpokenRule {
  if (!person.unsubscribed) return pass('not_unsubscribed', 'the contact has not unsubscribed');
  const before = saidBefore(person);
  return skip(
    'not_unsubscribed',
    before === null ? 'the contact has unsubscribed' : `the contact had unsubscribed ${before}`,
  );
}

/** Null: the contact of now says it. */
function saidBefore({ wasDeleted, saidElsewhere }: PolicyInput['person']): string | null {
  if (wasDeleted !== true) return null;
  return saidElsewhere === true ? ELSEWHERE : DELETED;
}

/** Brevo's automations begin once for each membership (brevo-api.md 9). Asked when it is not held any more: until then they may have left the list. */
export function notOnList({ person, campaign }: PolicyInput): SpokenRule | null {
  if (campaign === null || !('listId' in campaign.rule.send) || person.onList === undefined) return null;
  if (!person.onList) return pass('not_on_list', 'the contact is not on the list yet');
  return skip(
    'not_on_list',
    'the contact is on the list already: to be put there again changes nothing, and starts no automation of Brevo',
  );
}
