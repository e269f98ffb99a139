import { isConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';
import { type Clearing, clearedSingly, mayClearByImport, startClearing, stillFull } from './clear-values';
import type { Gone } from './contact-changes';
import { mappingRules } from './contact-facts';
import type { ContactMapping } from './mapping';
import { emptyTexts } from './publish-one';

/** Takes contacts that are nobody's any more, or nobody's to write to, off our lists, and empties what nobody is the source of. */
export async function releaseGone(deps: ActivityDeps, scope: ContactMapping, gone: readonly Gone[]): Promise<void> {
  if (gone.length === 0) return;
  const { account } = scope;
  const rules = await mappingRules(deps, scope);
  for (const contact of gone) {
    const proofs = await deps.store.brevoProofs.all(account);
    await release(deps, { account, rules, proofs }, contact);
  }
}

async function release(deps: ActivityDeps, clearing: Clearing, gone: Gone): Promise<void> {
  const { email, due } = gone;
  const { account } = clearing;
  const { contacts } = deps.store;
  const left = await empty(deps, clearing, gone);
  const list = listToEmptyOn(clearing, gone, left);
  const leave = gone.leave.filter((id) => id !== list);
  await quietly(async () => {
    if (leave.length > 0) await deps.brevo(account).updateContact(email, { unlinkListIds: leave });
  });
  const { emailKey, dueVersion, sent } = due;
  const rest = sent.filter((name) => !gone.clear.includes(name) || left.includes(name));
  const lists = list === null ? [] : [list];
  await contacts.settle(account, [{ emailKey, dueVersion, hash: 'gone', lists, sent: rest, processId: null }]);
  if (list === null) return;
  // It leaves that list, too, when the import is confirmed and it is looked at again.
  await contacts.mark(account, [emailKey]);
  await startClearing(deps, account, { list, changes: [{ email, emailKey, clear: left }], waiting: [] });
}

/** An import puts its contacts on a list, so it may empty only whom it finds there. Null: what is left stays as it is. */
function listToEmptyOn(clearing: Clearing, { due }: Gone, left: readonly string[]): number | null {
  const { allSupportContacts: list } = clearing.rules.lists;
  if (list === null || left.length === 0 || due.brevo?.lists.includes(list) !== true) return null;
  return mayClearByImport({ clear: left }, clearing) ? list : null;
}

/** Answers what a single write does not empty. */
async function empty(deps: ActivityDeps, clearing: Clearing, gone: Gone): Promise<readonly string[]> {
  const emptied = clearedSingly(gone, clearing);
  let left = gone.clear.filter((name) => !emptied.includes(name));
  await quietly(async () => {
    if (emptied.length === 0) return;
    await deps.brevo(clearing.account).updateContact(gone.email, { attributes: emptyTexts(emptied) });
    left = [...left, ...(await stillFull(deps, clearing, { change: gone, emptied }))];
  });
  return left;
}

/** An address that Brevo does not take, or does not know, is on no list and has no values. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.not_found', 'brevo.rejected', 'brevo.invalid_phone')) throw thrown;
  }
}
