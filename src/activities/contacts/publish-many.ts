import type { BrevoClient } from '../../brevo/types';
import type { ActivityDeps } from '../deps';
import type { Change } from './contact-changes';

/** Brevo takes 10 MB an import and advises 8; what surrounds the rows needs little. */
const MAX_IMPORT_BYTES = 7_000_000;
/** `POST /contacts/lists/{id}/contacts/remove` takes at most 150 addresses. */
const MAX_REMOVALS = 150;

interface Import {
  readonly brevo: BrevoClient;
  /** The list that all of them are on. */
  readonly commonList: number;
  readonly changes: readonly Change[];
}

/**
 * Publishes many contacts by `POST /contacts/import` (design D10): one import carries everybody's attributes onto the list that all are
 * on, and one import per further list carries only addresses. Rows and lists do not depend on each other, so imports may finish in any
 * order; the contacts are not written again before all are confirmed.
 */
export async function publishMany(deps: ActivityDeps, account: string, { changes, ...target }: Import): Promise<void> {
  for (const part of partsBySize(changes)) await publishPart(deps, account, { ...target, changes: part });
}

async function publishPart(deps: ActivityDeps, account: string, { brevo, commonList, changes }: Import): Promise<void> {
  await leaveLists(brevo, changes);
  for (const [list, emails] of membersByList(changes, commonList)) {
    const contacts = emails.map((email) => ({ email, attributes: {} }));
    const listProcess = await brevo.importContacts({ contacts, listIds: [list] });
    await deps.store.imports.startForList(account, listProcess, { listId: list, contacts: contacts.length });
  }
  const contacts = changes.map((change) => ({ email: change.email, attributes: change.attributes }));
  const processId = await brevo.importContacts({ contacts, listIds: [commonList] });
  const settled = changes.map((change) => ({
    emailKey: change.emailKey,
    dueVersion: change.dueVersion,
    hash: change.hash,
    lists: change.lists,
    processId,
  }));
  await deps.store.imports.start(account, processId, settled);
}

async function leaveLists(brevo: BrevoClient, changes: readonly Change[]): Promise<void> {
  const leaving = new Map<number, string[]>();
  for (const change of changes) {
    for (const list of change.leave) leaving.set(list, [...(leaving.get(list) ?? []), change.email]);
  }
  for (const [list, emails] of leaving) {
    for (let start = 0; start < emails.length; start += MAX_REMOVALS) {
      await brevo.removeFromList(list, emails.slice(start, start + MAX_REMOVALS));
    }
  }
}

function membersByList(changes: readonly Change[], commonList: number): ReadonlyMap<number, string[]> {
  const members = new Map<number, string[]>();
  for (const change of changes) {
    for (const list of change.join) {
      if (list === commonList) continue;
      const emails = members.get(list) ?? [];
      emails.push(change.email);
      members.set(list, emails);
    }
  }
  return members;
}

function partsBySize(changes: readonly Change[]): readonly (readonly Change[])[] {
  const parts: Change[][] = [];
  let bytes = MAX_IMPORT_BYTES;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change.attributes)) + change.email.length + 64;
    if (bytes + size > MAX_IMPORT_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(change);
    bytes += size;
  }
  return parts;
}
