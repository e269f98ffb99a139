import type { ContactImport } from '../../brevo/types';
import { holds, type ProofSubject, type Proofs } from '../../domain/contact/brevo-proof';
import type { TargetType } from '../../domain/contact/mapping-types';
import type { MappingRules } from '../../domain/contact/projection';
import { inParts } from '../../domain/in-parts';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { QuarantineEntry, Taking } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { isKnown } from '../judge';
import type { Change } from './contact-changes';
import type { ByImport } from './publish-many';
import { emptyTexts } from './publish-one';
import { pilotsOf } from './clearing-pilots';
import { takeOutToClear } from './take-out';

/** How values are emptied for an account: by what its mapping says of each attribute, and what its Brevo was seen to do. */
export interface Clearing {
  readonly account: string;
  readonly rules: Pick<MappingRules, 'fields' | 'lists'>;
  readonly proofs: Proofs;
  /** Who writes the contacts, as in {@link ContactMapping}. */
  readonly taking?: Taking | undefined;
}

/** What is to be emptied of a contact. */
export type Emptying = Pick<Change, 'email' | 'emailKey' | 'clear'>;

/** True when an empty text in a single write may empty the attribute; else it takes an import. */
export function emptiesSingly(name: string, { rules, proofs }: Clearing): boolean {
  return holds(proofs, `empty ${targetOf(rules, name)}`) !== false;
}

/** True when an import may empty all of these, as far as anybody has seen. */
export function mayClearByImport(change: Pick<Emptying, 'clear'>, { rules, proofs }: Clearing): boolean {
  return change.clear.every((name) => holds(proofs, `empty by import ${targetOf(rules, name)}`) !== false);
}

/**
 * Of the attributes that a single write is to empty, those of types that nobody has seen emptied and that have a value now: only of them does
 * an empty one prove anything afterwards.
 */
export async function witnesses(
  deps: ActivityDeps,
  { account, rules, proofs }: Clearing,
  { change, names }: { readonly change: Pick<Emptying, 'email'>; readonly names: readonly string[] },
): Promise<readonly string[]> {
  const unproved = names.filter((name) => holds(proofs, `empty ${targetOf(rules, name)}`) === null);
  if (unproved.length === 0) return [];
  const attributes = await attributesOf(deps, account, change.email);
  return unproved.filter((name) => isFull(attributes?.[name]));
}

/** Those of {@link witnesses} that still have a value, read back. A contact that is gone meanwhile proves nothing, and has none. */
export async function stillFull(
  deps: ActivityDeps,
  { account, rules }: Clearing,
  { change, seen }: { readonly change: Pick<Emptying, 'email'>; readonly seen: readonly string[] },
): Promise<readonly string[]> {
  if (seen.length === 0) return [];
  const attributes = await attributesOf(deps, account, change.email);
  if (attributes === null) return [];
  const full = seen.filter((name) => isFull(attributes[name]));
  for (const target of new Set(seen.map((name) => targetOf(rules, name)))) {
    const works = !full.some((name) => targetOf(rules, name) === target);
    await recordProof(deps, account, { subject: `empty ${target}`, holds: works });
  }
  return full;
}

/** Null: Brevo does not know the contact. */
async function attributesOf(
  deps: ActivityDeps,
  account: string,
  email: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return (await deps.brevo(account).getContact(email)).attributes;
  } catch (thrown) {
    if (!isKnown(thrown)) throw thrown;
    return null;
  }
}

export function isFull(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/**
 * Of the attributes that an import is to empty of one contact, those that it has to name: where nobody has seen yet what becomes of one of
 * their types, those that have a value now. Read back, what was empty before would prove that imports empty it.
 */
export async function toImport(
  deps: ActivityDeps,
  clearing: Clearing,
  { email, clear }: Pick<Emptying, 'email' | 'clear'>,
): Promise<readonly string[]> {
  if (!clear.some((name) => isUnprovedByImport(name, clearing))) return clear;
  const attributes = await attributesOf(deps, clearing.account, email);
  return clear.filter((name) => isFull(attributes?.[name]));
}

function isUnprovedByImport(name: string, { rules, proofs }: Clearing): boolean {
  return holds(proofs, `empty by import ${targetOf(rules, name)}`) === null;
}

/** What became of values that a single write does not empty. */
export interface ClearedByImport {
  /** Attributes that may still be there and that no import is on its way to empty; those that one is, the store holds until it is confirmed. */
  readonly left: readonly string[];
  /** Those that cannot be emptied at all, and stay in Brevo. */
  readonly uncleared: readonly QuarantineEntry[];
}

const NOTHING_LEFT: ClearedByImport = { left: [], uncleared: [] };

/** Empties what a single write cannot, by an import of one. */
export async function clearByImport(
  deps: ActivityDeps,
  clearing: Clearing,
  { change, names }: { readonly change: Change; readonly names: readonly string[] },
): Promise<ClearedByImport> {
  if (names.length === 0) return NOTHING_LEFT;
  const { allSupportContacts: list } = clearing.rules.lists;
  const refused = async (wanted: Change): Promise<ClearedByImport> => ({
    left: wanted.clear,
    uncleared: await notCleared(deps, clearing.account, wanted),
  });
  // An import puts its contacts on a list: only where they are anyway.
  // One that an import has failed for is not tried by another.
  if (list === null || change.alone || !change.lists.includes(list) || !mayClearByImport({ clear: names }, clearing))
    return refused({ ...change, clear: names });
  const wanted = { ...change, clear: await toImport(deps, clearing, { email: change.email, clear: names }) };
  if (wanted.clear.length === 0) return NOTHING_LEFT;
  try {
    await startClearing(deps, clearing.account, { list, changes: [wanted], waiting: [] });
    return NOTHING_LEFT;
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.rejected', 'brevo.not_found')) throw thrown;
    return refused(wanted);
  }
}

/** Somebody may have emptied some by hand, or deleted the contact. */
async function notCleared(
  deps: ActivityDeps,
  account: string,
  { customerId, email, clear }: Change,
): Promise<readonly QuarantineEntry[]> {
  const attributes = await attributesOf(deps, account, email);
  const entry = {
    kind: 'contact',
    key: String(customerId),
    step: 'publish',
    cause: 'not_cleared',
    held: false,
  } as const;
  return clear.filter((name) => isFull(attributes?.[name])).map((detail) => ({ ...entry, detail }));
}

/**
 * Empties values of many contacts, before anything else is written to them: until the import is confirmed it holds them, then they are due as
 * before. Brevo does not say what becomes of attributes that a row does not name, so each import has rows of the same names only, and the
 * first contacts of each type go alone and are read back, while the others wait (design D18). Answers whose values are to be emptied singly:
 * of their types nobody was found who could prove anything, and most likely there is nothing left to empty.
 */
export async function clearMany(
  deps: ActivityDeps,
  clearing: Clearing,
  { list, changes: planned }: { readonly list: number; readonly changes: readonly Change[] },
): Promise<ByImport> {
  const { account, rules, taking } = clearing;
  // Also those that wait: who is held and has nothing remembered was not in the import, should it fail.
  const changes = await takeOutToClear(deps, account, { changes: planned, taking });
  const isUnproved = (name: string): boolean => isUnprovedByImport(name, clearing);
  const pilots = await pilotsOf(changes, {
    isUnproved,
    fullNow: (change) => toImport(deps, clearing, change),
    targetOf: (name) => targetOf(rules, name),
  });
  if (pilots.length === 0) {
    const proved = changes.filter(({ clear }) => !clear.some(isUnproved));
    for (const alike of byNames(proved)) await startClearing(deps, account, { list, changes: alike, waiting: [] });
    return { written: proved.length, refused: changes.filter((change) => !proved.includes(change)) };
  }
  const first = new Set(pilots.map(({ emailKey }) => emailKey));
  let waiting = changes.filter(({ emailKey }) => !first.has(emailKey));
  for (const pilot of pilots) {
    await startClearing(deps, account, { list, changes: [pilot], waiting });
    waiting = [];
  }
  return { written: changes.length, refused: [] };
}

/** Rows of addresses and empty texts are small: so many are far below what an import takes. */
const ROWS_AN_IMPORT = 20_000;

function byNames(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([...change.clear].sort());
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((group) => inParts(group, ROWS_AN_IMPORT));
}

/** Starts one import for all of these, which empties their attributes and holds them, and those that wait for it. */
export async function startClearing(
  deps: ActivityDeps,
  account: string,
  {
    list,
    changes,
    waiting,
  }: { readonly list: number; readonly changes: readonly Emptying[]; readonly waiting: readonly Emptying[] },
): Promise<void> {
  const batch: ContactImport = {
    contacts: changes.map(({ email, clear }) => ({ email, attributes: emptyTexts(clear) })),
    listIds: [list],
    emptiesAttributes: true,
  };
  const processId = await deps.brevo(account).importContacts(batch);
  await deps.store.imports.startClearing(account, processId, [
    ...changes.map(({ emailKey, clear: clearing }) => ({ emailKey, clearing })),
    ...waiting.map(({ emailKey }) => ({ emailKey, clearing: [] })),
  ]);
}

/** What kind of value an attribute of the mapping takes. */
export function targetOf({ fields }: Pick<MappingRules, 'fields'>, attribute: string): TargetType {
  return fields.find((field) => field.attribute === attribute)?.target ?? 'text';
}

/** Keeps what Brevo was seen to do, and says so where it is not what its documents say. */
export async function recordProof(
  { store, log }: ActivityDeps,
  account: string,
  proof: { readonly subject: ProofSubject; readonly holds: boolean },
): Promise<void> {
  await store.brevoProofs.record(account, proof.subject, proof.holds);
  log[proof.holds ? 'info' : 'warn']('brevo.proved', { account, ...proof });
}
