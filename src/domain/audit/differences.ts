/** How a difference between Brevo and what it should hold came about, as far as it can be known. */
export interface DifferenceText {
  /** `us`: we missed it, or Brevo took it with 2xx and dropped it. `others`: somebody has changed it in Brevo since. */
  readonly by: 'us' | 'others';
  /**
   * `write`: the one value or list. `contact`: all of the contact. `publish`: the contact is due, as if it had just changed. `never`: a
   * person's own word, or something that only a person can mend.
   */
  readonly repair: 'write' | 'contact' | 'publish' | 'never';
  readonly what: string;
}

/** Every kind of difference, each with one cause; kept in reports, so that a name never changes. */
export const DIFFERENCES = {
  never_written: { by: 'us', repair: 'publish', what: 'was never written, and nothing is about to' },
  stale: { by: 'us', repair: 'publish', what: 'has changed in Gorgias, and nothing was about to write it' },
  nobodys: { by: 'us', repair: 'publish', what: 'is nobody’s any more, and still has our values or lists' },
  missing: { by: 'us', repair: 'contact', what: 'was written, and was never seen in Brevo' },
  dropped: { by: 'us', repair: 'write', what: 'was sent a value that Brevo does not have' },
  outdated: { by: 'us', repair: 'write', what: 'has another value than it was sent' },
  not_cleared: { by: 'us', repair: 'write', what: 'has a value that is gone in Gorgias' },
  not_joined: { by: 'us', repair: 'write', what: 'is not on a list that it was put on' },
  not_left: { by: 'us', repair: 'write', what: 'is on a list that it was taken off' },

  deleted: { by: 'others', repair: 'contact', what: 'was deleted in Brevo' },
  merged: { by: 'others', repair: 'contact', what: 'was merged into another contact in Brevo' },
  readdressed: { by: 'others', repair: 'contact', what: 'was given another address in Brevo' },
  emptied: { by: 'others', repair: 'write', what: 'had a value emptied in Brevo' },
  changed: { by: 'others', repair: 'write', what: 'had a value changed in Brevo' },
  refilled: { by: 'others', repair: 'write', what: 'was given a value in Brevo that is gone in Gorgias' },
  left: { by: 'others', repair: 'write', what: 'was taken off a list in Brevo' },
  joined: { by: 'others', repair: 'write', what: 'was put on one of our lists in Brevo' },
  wrong_account: { by: 'others', repair: 'write', what: 'carries the id of a customer of another Gorgias account' },
  stranger: { by: 'others', repair: 'never', what: 'is none of ours, and carries the id of another Gorgias account' },
  blocklisted: { by: 'others', repair: 'never', what: 'was blocklisted in Brevo, and is on our lists still' },
  unsubscribed: { by: 'others', repair: 'never', what: 'has unsubscribed from a list, and is on it still' },
  attribute_gone: { by: 'others', repair: 'never', what: 'an attribute of the mapping is not in Brevo any more' },
  attribute_type: { by: 'others', repair: 'never', what: 'an attribute of the mapping has another type in Brevo now' },
  list_gone: { by: 'others', repair: 'never', what: 'one of our lists is not in Brevo any more' },
} as const satisfies Readonly<Record<string, DifferenceText>>;

export type DifferenceKind = keyof typeof DIFFERENCES;

const DIFFERENCE_KINDS = Object.keys(DIFFERENCES) as readonly DifferenceKind[];

type NeverWritten = {
  [Kind in DifferenceKind]: (typeof DIFFERENCES)[Kind]['repair'] extends 'never' ? Kind : never;
}[DifferenceKind];

/** What a person can do where no repair writes anything. */
const STEPS: Readonly<Record<NeverWritten, string>> = {
  stranger: 'a repair never touches it: in Brevo, delete the contact, or empty the attribute that holds the id',
  blocklisted:
    'a repair never overrides the person’s own word: nothing has to be done, for Brevo mails nobody who is blocklisted; who should not be counted on the list either is taken off it in Brevo',
  unsubscribed:
    'a repair never overrides the person’s own word: nothing has to be done, for Brevo mails nobody by a list that they unsubscribed from; who should not be counted on it either is taken off it in Brevo',
  attribute_gone: 'make it in Brevo again, or take its line out of the mapping',
  attribute_type: 'give it its type again in Brevo, or map the field to another attribute',
  list_gone: 'give the settings another list, or leave it out there',
};

/** What a person can do about a difference that no repair ever writes; null: a repair does. */
export function stepOf(kind: DifferenceKind): string | null {
  return kind in STEPS ? STEPS[kind as NeverWritten] : null;
}

/** One difference of one contact. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `VIP_STATUS`, `list 36`; empty: the contact itself. */
  readonly about: string;
  /** What Brevo has, and what it should have, for a person to read; null: nothing. */
  readonly has: string | null;
  readonly should: string | null;
}

/** Kinds that a repair writes: those that we caused, and with `overwrite` what others have changed. */
export function repairable(overwrite: boolean): readonly DifferenceKind[] {
  return DIFFERENCE_KINDS.filter((kind) => {
    const { by, repair } = DIFFERENCES[kind];
    return repair !== 'never' && (overwrite || by === 'us');
  });
}

export function aboutList(list: number): string {
  return `list ${String(list)}`;
}

/** The list of {@link aboutList}; null: it is about a value. */
export function listOf(about: string): number | null {
  const list = /^list (\d+)$/.exec(about)?.[1];
  return list === undefined ? null : Number(list);
}

/** What a difference says of a contact and a list. */
export const ON_LIST = 'on it';
export const OFF_LIST = 'not on it';

/** Longer values say nothing more to whoever compares two. */
const SHOWN = 200;

/** A value as a report shows it. */
export function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
