import type { ConnectorError, ErrorCode } from './connector-error';

/**
 * What a step is about. What an error means depends on it: a 404 of one record is a fact, that of a list a feature that is missing. `account`
 * and `run` are what everything hangs on and what a whole run needs; `page` is a page of a vendor's list, `list` a list of contacts in Brevo.
 */
export const SUBJECTS = ['account', 'run', 'page', 'record', 'event', 'campaign', 'list'] as const;
export type Subject = (typeof SUBJECTS)[number];

/**
 * After so many tries what mostly passes counts as staying, and a limit becomes a timer of the workflow, which a person can read in the
 * Temporal UI. With Temporal's back-off a quarter of a minute.
 */
export const PATIENT_TRIES = 5;

export type Disposition =
  /** It passes by itself: tried again, after the time that the vendor asks for. */
  | 'wait'
  /** A person must mend something first: one alert, and nobody tries meanwhile but one probe. */
  | 'mend'
  /** The record waits in the quarantine with its key, step and cause; everybody else goes on. */
  | 'set_aside'
  /** This feature or value is left out, and that is said; the rest goes on. */
  | 'without'
  /** Not an error but a fact about the record: deleted, merged, unknown there. It is kept. */
  | 'known'
  /** The run ends with a sentence: only for wrong input, or a full sync whose configuration is wrong. */
  | 'fail';

/** `wait_then_…`: most often it passes; what stays when others are answered is this one's own. */
export type Fate = Disposition | `wait_then_${'set_aside' | 'without'}`;

type Row = Readonly<Record<Subject, Fate>>;

const everywhere = (fate: Fate): Row => ({
  account: fate,
  run: fate,
  page: fate,
  record: fate,
  event: fate,
  campaign: fate,
  list: fate,
});

/** Faults that most often pass, and that one odd record, page or list can cause for itself. A campaign waits until it expires. */
const mostlyPasses: Row = {
  ...everywhere('wait'),
  page: 'wait_then_without',
  record: 'wait_then_set_aside',
  event: 'wait_then_set_aside',
  list: 'wait_then_without',
};

/** The vendor will never take this, whoever asks again: of what a whole run needs it is waited out, for a run is no record's to end. */
const refused: Row = {
  account: 'wait',
  run: 'wait',
  page: 'without',
  record: 'set_aside',
  event: 'set_aside',
  campaign: 'set_aside',
  list: 'without',
};

/** The vendor's own answer, in a shape that nobody knows: it will be the same the next time. */
const unreadable: Row = {
  ...everywhere('wait'),
  page: 'without',
  record: 'set_aside',
  event: 'wait_then_set_aside',
  list: 'wait_then_without',
};

/**
 * What each error means for each kind of step (design D15), the one place where it is decided: a pair that is missing does not compile. Only
 * how large a page may be hangs on more than the code (`too-much-at-once.ts`): a page is judged when it cannot be made smaller.
 * No answer of a vendor fails a ticket's workflow, an incremental run, or the people beside the record that it is about.
 */
export const DISPOSITIONS = {
  'config.invalid': { ...everywhere('mend'), run: 'fail', list: 'without' },
  'config.unreadable': { ...everywhere('mend'), account: 'fail', run: 'fail' },
  'input.invalid': { ...refused, account: 'fail', run: 'fail' },
  'input.unknown_account': everywhere('fail'),
  'input.unknown_person': everywhere('fail'),
  'conflict.already_running': everywhere('fail'),
  'account.paused': everywhere('mend'),
  'account.off': everywhere('mend'),
  'auth.tajo_refused': everywhere('fail'),
  'auth.gorgias_refused': everywhere('mend'),
  'auth.gorgias_forbidden': { ...refused, account: 'mend', run: 'mend', campaign: 'mend' },
  'auth.brevo_refused': everywhere('mend'),
  'auth.brevo_ip_blocked': everywhere('mend'),
  'auth.brevo_forbidden': { ...everywhere('mend'), list: 'without' },
  'gorgias.wrong_domain': { ...everywhere('wait'), account: 'fail', run: 'fail', page: 'wait_then_without' },
  'gorgias.rate_limited': everywhere('wait'),
  'gorgias.unavailable': mostlyPasses,
  'gorgias.timeout': mostlyPasses,
  'gorgias.protocol': unreadable,
  'gorgias.cursor_loop': { ...everywhere('wait'), page: 'wait_then_without' },
  'gorgias.cursor_expired': { ...everywhere('wait'), page: 'wait_then_without' },
  'gorgias.not_found': { ...refused, record: 'known', event: 'known', campaign: 'known' },
  'gorgias.merged': { ...refused, record: 'known', event: 'known', campaign: 'known' },
  'gorgias.rejected': refused,
  'brevo.rate_limited': everywhere('wait'),
  'brevo.unavailable': mostlyPasses,
  'brevo.timeout': mostlyPasses,
  'brevo.busy': { ...everywhere('wait'), record: 'wait_then_set_aside', event: 'wait_then_set_aside' },
  'brevo.protocol': unreadable,
  'brevo.not_found': { ...refused, record: 'known' },
  'brevo.duplicate': { ...refused, record: 'without' },
  'brevo.invalid_phone': { ...refused, record: 'without' },
  'brevo.rejected': refused,
  'brevo.no_credits': {
    ...everywhere('mend'),
    page: 'wait_then_without',
    record: 'wait_then_set_aside',
    list: 'wait_then_without',
  },
  'store.unavailable': everywhere('wait'),
  'temporal.unavailable': everywhere('wait'),
  'temporal.no_worker': everywhere('wait'),
  bug: { ...everywhere('wait'), record: 'wait_then_set_aside', list: 'wait_then_without' },
} as const satisfies Readonly<Record<ErrorCode, Row>>;

/**
 * A refusal that names no code is no proof of a lasting fault: Brevo names one for what is wrong with a record (brevo-api.md 7). It is set aside
 * like any other, and tried again some times before it is left to a person.
 */
export function mayPass({ code, details }: Pick<ConnectorError, 'code' | 'details'>): boolean {
  return code === 'brevo.rejected' && details.status === 400 && details.vendorCode === undefined;
}

export function fateOf(code: ErrorCode, subject: Subject): Fate {
  return DISPOSITIONS[code][subject];
}

/** What a fate comes to: at once, or when it has stayed for as long as is worth waiting for. */
export function dispositionOf(fate: Fate, hasStayed: boolean): Disposition {
  switch (fate) {
    case 'wait_then_set_aside':
      return hasStayed ? 'set_aside' : 'wait';
    case 'wait_then_without':
      return hasStayed ? 'without' : 'wait';
    default:
      return fate;
  }
}
