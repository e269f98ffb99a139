import { allowedLists } from '../contact/consent';
import { isKept } from '../contact/kept-value';
import type { TargetType } from '../contact/mapping-types';
import type { Projection } from '../contact/projection';
import { aboutList, type Difference, type DifferenceKind, OFF_LIST, ON_LIST, shown } from './differences';

/** A contact as Brevo answers for it now. */
export interface HeldContact {
  readonly emailBlacklisted: boolean;
  readonly consentUnknown: boolean;
  readonly listIds: readonly number[];
  readonly listUnsubscribed: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What we know of a contact that was written. */
export interface WrittenContact {
  /** Attributes that Brevo holds from us; one that it refused, and that is listed for it, is not among them. */
  readonly sent: readonly string[];
  /** Lists that we have put it on. */
  readonly lists: readonly number[];
}

/** What tells apart who has changed a contact. */
export interface Evidence {
  /** Somebody has changed the contact after we wrote it, as Brevo dates it. */
  readonly changedSince: boolean;
  /** Lists that it was on when it was last read after the write; null: it was not read since. */
  readonly seenOn: readonly number[] | null;
  /** What was found wrong when it was last compared after the write, and was left so; null: it was not compared since. */
  readonly lastFound: readonly Difference[] | null;
  /** What of it was repaired then: nobody has compared that since. */
  readonly repaired: readonly string[];
}

/** How this account's contacts are made up. */
export interface AuditRules {
  /** What each attribute of the mapping holds. */
  readonly targets: ReadonlyMap<string, TargetType>;
  /** Attributes whose type imports of this account were seen to lose. */
  readonly lostInImports: readonly string[];
  /** The attribute that the customer's id goes to; null: none. */
  readonly idAttribute: string | null;
  /** All lists that the mapping may put somebody on. */
  readonly lists: readonly number[];
  /** Of satisfied and dissatisfied: who never gave a score may be on one of them, as far as we are concerned. */
  readonly exclusive: readonly number[];
  /** Ids of customers among what Brevo holds that this account knows. */
  readonly knownIds: ReadonlySet<string>;
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** Attributes that Brevo holds as it should. */
  readonly kept: readonly string[];
}

interface Case {
  readonly written: WrittenContact;
  readonly wanted: Pick<Projection, 'attributes' | 'lists' | 'shutOut'>;
  readonly held: HeldContact;
  readonly evidence: Evidence;
}

/**
 * Pure: what Brevo holds beside what it should. What was right when it was last compared, and was not written since, somebody else has
 * changed; what nobody has compared yet is told by Brevo's own date of the last change (decision 0016).
 */
export function compareContact(given: Case, rules: AuditRules): Compared {
  const values = compareValues(given, rules);
  return { kept: values.kept, differences: [...values.differences, ...compareLists(given, rules)] };
}

function compareValues({ written, wanted, held, evidence }: Case, rules: AuditRules): Compared {
  const differences: Difference[] = [];
  const kept: string[] = [];
  for (const about of written.sent) {
    const target = rules.targets.get(about);
    // A line that was taken out of the mapping: the attribute is not ours any more.
    if (target === undefined) continue;
    const sent = wanted.attributes[about];
    const has = held.attributes[about];
    if (sent === undefined ? isEmpty(has) : isKept(target, { sent, held: isEmpty(has) ? undefined : has })) {
      if (sent !== undefined) kept.push(about);
      continue;
    }
    const found = { about, has: shown(has), should: shown(sent) };
    differences.push({ ...found, kind: kindOfValue(found, evidence, rules) });
  }
  return { differences, kept };
}

function kindOfValue(found: Omit<Difference, 'kind'>, evidence: Evidence, rules: AuditRules): DifferenceKind {
  const { about, has, should } = found;
  if (about === rules.idAttribute && has !== null && should !== null && !rules.knownIds.has(has))
    return 'wrong_account';
  const before = evidence.lastFound?.find((one) => one.about === about);
  if (before?.has === has) return before.kind;
  const byOthers = isByOthers(about, evidence) && !rules.lostInImports.includes(about);
  if (should === null) return byOthers ? 'refilled' : 'not_cleared';
  if (has === null) return byOthers ? 'emptied' : 'dropped';
  return byOthers ? 'changed' : 'outdated';
}

/** It was as it should be, or otherwise wrong, after our last write; or Brevo says that somebody was there. */
function isByOthers(about: string, { lastFound, repaired, changedSince }: Evidence): boolean {
  return changedSince || (lastFound !== null && !repaired.includes(about));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function compareLists(given: Case, rules: AuditRules): readonly Difference[] {
  const { written, wanted, held } = given;
  // Of somebody whose consent cannot be read nobody knows where they may be.
  if (held.consentUnknown) return [];
  if (held.emailBlacklisted) return blocklisted(given, rules);
  const consent = { blacklisted: false, unsubscribed: held.listUnsubscribed };
  const { allowed, suppressed } = allowedLists(wanted.lists, consent);
  const isOn = (list: number): boolean => held.listIds.includes(list);
  const absent = allowed.filter((list) => written.lists.includes(list) && !isOn(list));
  const extra = rules.lists.filter((list) => isOn(list) && !wanted.lists.includes(list));
  return [
    ...absent.map((list) => difference(absenceOf(list, given), { list, isOn: false })),
    ...extra.map((list) => difference(presenceOf(list, given, rules), { list, isOn: true })),
    ...suppressed.filter(isOn).map((list) => difference('unsubscribed', { list, isOn: true })),
  ];
}

function blocklisted({ held }: Case, { lists }: AuditRules): readonly Difference[] {
  const on = lists.filter((list) => held.listIds.includes(list));
  if (on.length === 0) return [];
  return [{ kind: 'blocklisted', about: '', has: `on ${on.map(aboutList).join(', ')}`, should: null }];
}

function absenceOf(list: number, { evidence }: Case): DifferenceKind {
  const before = evidence.lastFound?.find(({ about }) => about === aboutList(list));
  if (before !== undefined) return before.kind;
  return wasSeen(true, list, evidence) || isByOthers(aboutList(list), evidence) ? 'left' : 'not_joined';
}

function presenceOf(list: number, { written, wanted, evidence }: Case, { exclusive }: AuditRules): DifferenceKind {
  // Publishing leaves them there, so a repair of what we caused does.
  const isTheirs = exclusive.includes(list) && !wanted.shutOut.includes(list) && !written.lists.includes(list);
  if (isTheirs) return 'joined';
  const before = evidence.lastFound?.find(({ about }) => about === aboutList(list));
  if (before !== undefined) return before.kind;
  if (written.lists.includes(list)) return 'not_left';
  return wasSeen(false, list, evidence) || isByOthers(aboutList(list), evidence) ? 'joined' : 'not_left';
}

/** It was read on the list, or off it, after our last write. */
function wasSeen(on: boolean, list: number, { seenOn, repaired }: Evidence): boolean {
  return seenOn?.includes(list) === on && !repaired.includes(aboutList(list));
}

function difference(
  kind: DifferenceKind,
  { list, isOn }: { readonly list: number; readonly isOn: boolean },
): Difference {
  const [has, should] = isOn ? [ON_LIST, OFF_LIST] : [OFF_LIST, ON_LIST];
  return { kind, about: aboutList(list), has, should };
}

/** What was met of a contact that its address does not lead to. */
export interface Traces {
  readonly isReaddressed: boolean;
  readonly isMerged: boolean;
  /** Brevo was seen to have it. */
  readonly wasSeen: boolean;
}

/** A contact that was written and that Brevo does not know. */
export function absentContact({ isReaddressed, isMerged, wasSeen }: Traces): Difference {
  const kind = isReaddressed ? 'readdressed' : isMerged ? 'merged' : wasSeen ? 'deleted' : 'missing';
  return { kind, about: '', has: null, should: null };
}

/** What is wrong with all of a contact, whatever single values say; null: nothing. */
export function wholeContact(kind: 'never_written' | 'stale' | 'nobodys'): Difference {
  return { kind, about: '', has: null, should: null };
}
