import type { ErrorCode } from './connector-error';

/** What has happened, and why it does. What to do then is `nextStep` of the code itself. */
export interface ErrorText {
  readonly what: string;
  readonly why: string;
}

/** A code without its text does not compile. */
export const ERROR_TEXTS = {
  'config.invalid': {
    what: 'The configuration or the environment has faults; the connector does not start.',
    why: 'Everything is checked before anything runs, so that a wrong list or attribute is not found out by customers.',
  },
  'config.unreadable': {
    what: 'The configuration file cannot be read.',
    why: 'It is missing, a folder, or not readable by this user.',
  },
  'input.invalid': {
    what: 'A request or flag has a field that does not fit.',
    why: 'The message names the field; its value is never repeated, because it may be a key in the wrong place.',
  },
  'input.unknown_account': {
    what: 'The Gorgias account that is meant is not installed.',
    why: 'Nothing was installed yet, or the subdomain is another one.',
  },
  'input.unknown_person': {
    what: 'No Gorgias customer has the e-mail address that a campaign is to go to.',
    why: 'It is misspelt, or of somebody who has never written to support.',
  },
  'conflict.already_running': {
    what: 'A sync of this account is running already.',
    why: 'Two at once would share one rate budget and end later than one.',
  },
  'account.paused': {
    what: 'The account is paused: nothing is sent to Brevo.',
    why: 'Somebody has paused it; whatever waits goes on by itself when it is resumed.',
  },
  'account.off': {
    what: 'The account is switched off: nothing is read and nothing is sent.',
    why: 'The configuration says `enabled: false`; what happens meanwhile is looked at when it is switched on again.',
  },
  'auth.tajo_refused': {
    what: 'The connector refused the key of its control API.',
    why: 'TAJO_API_KEY is missing here, or not the one that the connector was started with.',
  },
  'auth.gorgias_refused': {
    what: 'Gorgias refused the e-mail or the API key (401). The connector pauses and tells it once.',
    why: 'The key was reset or deleted, its user was removed, or the e-mail is not that of the key’s owner.',
  },
  'auth.gorgias_forbidden': {
    what: 'Gorgias accepts the key but does not let it do this (403).',
    why: 'The role of the key’s user is too low, or the plan does not have the feature.',
  },
  'auth.brevo_refused': {
    what: 'Brevo refused the API key (401). The connector pauses and tells it once.',
    why: 'The key was deleted, or is one of Brevo’s SMTP keys.',
  },
  'auth.brevo_ip_blocked': {
    what: 'Brevo accepts the key but blocks the address of this machine.',
    why: 'Brevo switches its list of authorised addresses on by itself after some weeks.',
  },
  'auth.brevo_forbidden': {
    what: 'Brevo has not activated a feature for this account (403).',
    why: 'New accounts have transactional e-mail only when Brevo has activated it.',
  },
  'gorgias.wrong_domain': {
    what: 'There is no Gorgias API at this domain (404 for everything).',
    why: 'The subdomain is misspelt, or the shop’s own domain was given.',
  },
  'gorgias.rate_limited': {
    what: 'The rate budget of Gorgias is used up (429).',
    why: 'All apps with a key of the account share 40 requests, which come back at 2 a second.',
  },
  'gorgias.unavailable': {
    what: 'Gorgias is not available (5xx), the connection broke, or something else answered in its place.',
    why: 'Trouble at Gorgias or on the way there: a proxy’s page, half an answer, nothing.',
  },
  'gorgias.timeout': {
    what: 'Gorgias did not answer in time.',
    why: 'Trouble at Gorgias or on the way there, or a very large page.',
  },
  'gorgias.protocol': {
    what: 'Gorgias sent an answer that cannot be read.',
    why: 'A shape that this version does not know, or an answer larger than 8 MB.',
  },
  'gorgias.cursor_loop': {
    what: 'A list of Gorgias led back to a page that was read already.',
    why: 'Rows changed while they were being read.',
  },
  'gorgias.cursor_expired': {
    what: 'Gorgias does not know the position in a list any more.',
    why: 'Positions expire, for example during a long pause.',
  },
  'gorgias.not_found': {
    what: 'A record is not there any more (404).',
    why: 'It was deleted in Gorgias.',
  },
  'gorgias.merged': {
    what: 'A record was merged into another one (301).',
    why: 'An agent merged two customers or two tickets.',
  },
  'gorgias.rejected': {
    what: 'Gorgias did not accept a request (400).',
    why: 'It is a fault of the connector, or Gorgias has changed.',
  },
  'brevo.rate_limited': {
    what: 'A rate limit of Brevo is used up (429).',
    why: 'Each group of Brevo’s endpoints has its own limit, by plan.',
  },
  'brevo.unavailable': {
    what: 'Brevo is not available (5xx), the connection broke, or something else answered in its place.',
    why: 'Trouble at Brevo or on the way there: a proxy’s page, half an answer, nothing.',
  },
  'brevo.timeout': {
    what: 'Brevo did not answer in time.',
    why: 'Trouble at Brevo or on the way there. The write may have been done; repeating it is harmless.',
  },
  'brevo.busy': {
    what: 'Brevo is still working on the same contact (425).',
    why: 'Another write for it, by us or by another app, is under way.',
  },
  'brevo.protocol': {
    what: 'Brevo sent an answer that cannot be read.',
    why: 'A shape that this version does not know, or an answer larger than 8 MB.',
  },
  'brevo.not_found': {
    what: 'A list, template or contact is not in Brevo.',
    why: 'It was deleted there, or the id in the configuration is of another account.',
  },
  'brevo.duplicate': {
    what: 'Another Brevo contact holds the same phone number or e-mail.',
    why: 'In Brevo both are unique; in Gorgias several customers may share one phone.',
  },
  'brevo.invalid_phone': {
    what: 'Brevo does not accept a phone number.',
    why: 'It is no number of the country that it claims.',
  },
  'brevo.rejected': {
    what: 'Brevo did not accept a contact (400).',
    why: 'Brevo’s answer does not say more; most often it is the address.',
  },
  'brevo.no_credits': {
    what: 'The Brevo account has no sending credits left (402).',
    why: 'E-mails of campaigns use them; contacts and events do not.',
  },
  'store.unavailable': {
    what: 'Postgres does not answer.',
    why: 'It is down or elsewhere, or another connector holds the embedded one’s folder.',
  },
  'temporal.unavailable': {
    what: 'The Temporal server does not answer, or cannot be used as it is.',
    why: 'It is down or elsewhere, does not let the connector in, or lacks its namespace or search attributes. Runs go on when that is mended; nothing is lost.',
  },
  'temporal.no_worker': {
    what: 'No worker took what was asked of one, or was through with it, in time.',
    why: 'None runs, or it works for another Temporal server or namespace. A question waits for it for two minutes; nothing was changed. Syncs, tickets and campaigns wait until one runs.',
  },
  bug: {
    what: 'Something went wrong that nobody expected.',
    why: 'It is a fault of the connector. What was under way is tried again.',
  },
} as const satisfies Readonly<Record<ErrorCode, ErrorText>>;
