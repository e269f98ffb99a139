import type { ContactImport } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { Taking } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { type Change, valuesOf } from './contact-changes';
import { findMissingLists, reportMissingLists, withoutGone, withoutLists } from './missing-lists';
import { takeOut } from './take-out';

/** Brevo takes 10 MB an import and advises 8; what surrounds the rows needs little. */
const MAX_IMPORT_BYTES = 7_990_000;
/** `POST /contacts/lists/{id}/contacts/remove` takes at most 150 addresses. */
const MAX_REMOVALS = 150;

interface Bulk {
  /** The list that all of them are on. */
  readonly commonList: number;
  readonly changes: readonly Change[];
  readonly taking?: Taking | undefined;
}

export interface ByImport {
  /** Contacts that an import carries. */
  readonly written: number;
  /** Whom one that Brevo refused as a whole would have carried: to be written singly. */
  readonly refused: readonly Change[];
}

/**
 * Publishes many contacts by `POST /contacts/import` (design D10, D19): one import carries everybody's attributes onto the list that all are
 * on, and further ones put addresses on further lists, one for each list or for each set of lists, whichever are fewer. An import costs one
 * of a hundred requests an hour to confirm, and nobody in it can be written to before that. Rows and lists do not depend on each other, so
 * imports may finish in any order. Whom somebody else is writing just now is left to them.
 */
export async function publishMany(deps: ActivityDeps, account: string, { changes, ...bulk }: Bulk): Promise<ByImport> {
  const refused: Change[] = [];
  let written = 0;
  for (const part of partsBySize(await withoutGone(deps, account, changes))) {
    const outcome = await publishPart(deps, account, { ...bulk, changes: part });
    refused.push(...outcome.refused);
    written += outcome.written;
  }
  return { written, refused };
}

async function publishPart(deps: ActivityDeps, account: string, part: Bulk): Promise<ByImport> {
  try {
    return { written: await importPart(deps, account, part), refused: [] };
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.rejected', 'brevo.not_found')) throw thrown;
    const { commonList, changes } = part;
    deps.log.warn('import.refused', { account, code: thrown.code, contacts: changes.length });
    const named = changes.flatMap(({ join, leave }) => [...join, ...leave]);
    const missing = await findMissingLists(deps, account, [commonList, ...named]);
    await reportMissingLists(deps, account, missing);
    const pruned = changes.map((change) => withoutLists(change, missing));
    // With one of its lists gone, the others can be told as before; without a cause, each contact has to say its own.
    const isMended = missing.length > 0 && !missing.includes(commonList);
    return isMended ? publishPart(deps, account, { ...part, changes: pruned }) : { written: 0, refused: pruned };
  }
}

/** Answers how many it carries. */
async function importPart(
  deps: ActivityDeps,
  account: string,
  { commonList, changes: planned, taking }: Bulk,
): Promise<number> {
  const { imports } = deps.store;
  const changes = await takeOut(deps, account, { changes: planned, taking });
  if (changes.length === 0) return 0;
  await leaveLists(deps, account, changes);
  for (const { lists, emails } of joinersOf(changes, commonList)) {
    const contacts = emails.map((email) => ({ email, attributes: {} }));
    const listProcess = await deps.brevo(account).importContacts({ contacts, listIds: lists });
    await imports.startForList(account, listProcess, { listId: lists[0] ?? commonList, contacts: contacts.length });
  }
  const processId = await deps.brevo(account).importContacts({ contacts: changes.map(rowOf), listIds: [commonList] });
  const settled = changes.map(({ emailKey, dueVersion, hash, lists, attributes, only }) => ({
    ...(only === undefined ? {} : { partial: true as const }),
    emailKey,
    dueVersion,
    hash,
    lists,
    processId,
    sent: Object.keys(attributes),
  }));
  await imports.start(account, processId, settled);
  // Should the import not keep it, it is written singly, and listed again if it is refused again.
  await deps.store.quarantine.forgetRefused(
    account,
    changes.map(({ customerId }) => customerId),
  );
  return changes.length;
}

async function leaveLists(deps: ActivityDeps, account: string, changes: readonly Change[]): Promise<void> {
  const leaving = new Map<number, Change[]>();
  for (const change of changes) {
    for (const list of change.leave) {
      const leavers = leaving.get(list) ?? [];
      leavers.push(change);
      leaving.set(list, leavers);
    }
  }
  for (const [list, leavers] of leaving) {
    for (let start = 0; start < leavers.length; start += MAX_REMOVALS) {
      const part = leavers.slice(start, start + MAX_REMOVALS);
      await deps.brevo(account).removeFromList(
        list,
        part.map(({ email }) => email),
      );
      // Or whoever is to be on it again later would be taken for being there.
      await deps.store.contacts.leftList(
        account,
        list,
        part.map(({ emailKey }) => emailKey),
      );
    }
  }
}

interface Joiners {
  readonly lists: readonly number[];
  readonly emails: readonly string[];
}

function joinersOf(changes: readonly Change[], commonList: number): readonly Joiners[] {
  const byList = new Map<string, { lists: number[]; emails: string[] }>();
  const bySet = new Map<string, { lists: number[]; emails: string[] }>();
  const add = (groups: typeof byList, lists: number[], email: string): void => {
    const key = lists.join();
    const group = groups.get(key) ?? { lists, emails: [] };
    group.emails.push(email);
    groups.set(key, group);
  };
  for (const { join, email } of changes) {
    const lists = join.filter((list) => list !== commonList);
    if (lists.length > 0) add(bySet, lists, email);
    for (const list of lists) add(byList, [list], email);
  }
  return [...(bySet.size < byList.size ? bySet : byList).values()];
}

/** As much as one import may carry, from the first change on; the rest is for the next. */
export function firstImport(changes: readonly Change[]): readonly Change[] {
  return partsBySize(changes)[0] ?? [];
}

/** What a change takes in an import's body. */
export function importBytes(change: Change): number {
  return Buffer.byteLength(JSON.stringify(rowOf(change))) + 1;
}

function rowOf(change: Change): ContactImport['contacts'][number] {
  return { email: change.email, attributes: valuesOf(change) };
}

export const FULL_IMPORT_BYTES = MAX_IMPORT_BYTES;

function partsBySize(changes: readonly Change[]): readonly (readonly Change[])[] {
  const parts: Change[][] = [];
  let bytes = MAX_IMPORT_BYTES;
  for (const change of changes) {
    const size = importBytes(change);
    if (bytes + size > MAX_IMPORT_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(change);
    bytes += size;
  }
  return parts;
}
