import type { ContactImport } from '../../brevo/types';
import { holds, type ProofSubject, type Proofs } from '../../domain/contact/brevo-proof';
import type { TargetType } from '../../domain/contact/mapping-types';
import type { MappingRules } from '../../domain/contact/projection';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';
import type { Change } from './contact-changes';
import { emptyTexts } from './publish-one';

/** How values are emptied for an account: by what its mapping says of each attribute, and what its Brevo was seen to do. */
export interface Clearing {
  readonly account: string;
  readonly rules: Pick<MappingRules, 'fields' | 'lists'>;
  readonly proofs: Proofs;
}

/** What is to be emptied of a contact. */
export type Emptying = Pick<Change, 'email' | 'emailKey' | 'clear'>;

/** Those of the attributes that an empty text in a single write may empty; the rest takes an import. */
export function clearedSingly(change: Pick<Emptying, 'clear'>, { rules, proofs }: Clearing): readonly string[] {
  return change.clear.filter((name) => holds(proofs, `empty ${targetOf(rules, name)}`) !== false);
}

/** True when an import may empty all of these, as far as anybody has seen. */
export function mayClearByImport(change: Pick<Emptying, 'clear'>, { rules, proofs }: Clearing): boolean {
  return change.clear.every((name) => holds(proofs, `empty by import ${targetOf(rules, name)}`) !== false);
}

/** Of the attributes that a single write was to empty, those that still have a value; the first of each type are read back. */
export async function stillFull(
  deps: ActivityDeps,
  { account, rules, proofs }: Clearing,
  { change, emptied }: { readonly change: Pick<Emptying, 'email'>; readonly emptied: readonly string[] },
): Promise<readonly string[]> {
  const unproved = emptied.filter((name) => holds(proofs, `empty ${targetOf(rules, name)}`) === null);
  if (unproved.length === 0) return [];
  const { attributes } = await deps.brevo(account).getContact(change.email);
  const full = unproved.filter((name) => isFull(attributes[name]));
  for (const target of new Set(unproved.map((name) => targetOf(rules, name)))) {
    const works = !full.some((name) => targetOf(rules, name) === target);
    await recordProof(deps, account, { subject: `empty ${target}`, holds: works });
  }
  return full;
}

export function isFull(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Empties what a single write cannot, by an import of one. Answers what cannot be emptied at all, and stays in Brevo. */
export async function clearByImport(
  deps: ActivityDeps,
  clearing: Clearing,
  { change, names }: { readonly change: Change; readonly names: readonly string[] },
): Promise<readonly QuarantineEntry[]> {
  const { allSupportContacts: list } = clearing.rules.lists;
  const wanted = { ...change, clear: names };
  // An import puts its contacts on a list: only where they are anyway.
  if (list === null || !change.lists.includes(list) || !mayClearByImport(wanted, clearing))
    return notCleared(deps, clearing.account, wanted);
  try {
    await startClearing(deps, clearing.account, { list, changes: [wanted], waiting: [] });
    return [];
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.rejected', 'brevo.not_found')) throw thrown;
    return notCleared(deps, clearing.account, wanted);
  }
}

/** Somebody may have emptied some by hand. */
async function notCleared(
  deps: ActivityDeps,
  account: string,
  { customerId, email, clear }: Change,
): Promise<readonly QuarantineEntry[]> {
  const { attributes } = await deps.brevo(account).getContact(email);
  const entry = {
    kind: 'contact',
    key: String(customerId),
    step: 'publish',
    cause: 'not_cleared',
    held: false,
  } as const;
  return clear.filter((name) => isFull(attributes[name])).map((detail) => ({ ...entry, detail }));
}

/**
 * Empties values of many contacts, before anything else is written to them: until the import is confirmed it holds them, then they are due as
 * before. Brevo does not say what becomes of attributes that a row does not name, so each import has rows of the same names only, and the
 * first contacts of each type go alone and are read back, while the others wait (design D18).
 */
export async function clearMany(
  deps: ActivityDeps,
  { account, rules, proofs }: Clearing,
  { list, changes }: { readonly list: number; readonly changes: readonly Change[] },
): Promise<void> {
  const pilots = pilotsOf(changes, (name) => holds(proofs, `empty by import ${targetOf(rules, name)}`) === null, rules);
  if (pilots.length === 0) {
    for (const alike of byNames(changes)) await startClearing(deps, account, { list, changes: alike, waiting: [] });
    return;
  }
  let waiting = changes.filter((change) => !pilots.includes(change));
  for (const pilot of pilots) {
    await startClearing(deps, account, { list, changes: [pilot], waiting });
    waiting = [];
  }
}

function pilotsOf(
  changes: readonly Change[],
  isUnproved: (name: string) => boolean,
  rules: Clearing['rules'],
): readonly Change[] {
  const pilots = new Map<TargetType, Change>();
  for (const change of changes) {
    for (const name of change.clear.filter(isUnproved)) {
      const target = targetOf(rules, name);
      if (!pilots.has(target)) pilots.set(target, change);
    }
  }
  return [...new Set(pilots.values())];
}

/** Rows of addresses and empty texts are small: so many are far below what an import takes. */
const ROWS_AN_IMPORT = 20_000;

function byNames(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([...change.clear].sort());
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((group) => chunks(group, ROWS_AN_IMPORT));
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
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
