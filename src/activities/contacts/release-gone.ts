import type { BrevoClient, ContactState } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { isKnown } from '../judge';
import { setAsideRelease } from '../set-aside';
import {
  type Clearing,
  emptiesSingly,
  mayClearByImport,
  startClearing,
  stillFull,
  toImport,
  witnesses,
} from './clear-values';
import type { Gone } from './contact-changes';
import { mappingRules } from './contact-facts';
import type { ContactMapping } from './mapping';
import { findMissingLists, goneLists, reportMissingLists } from './missing-lists';
import { emptyTexts } from './publish-one';
import { handOver } from './shared-brevo';

/** Takes contacts that are nobody's any more, or nobody's to write to, off our lists, and empties what nobody is the source of. */
export async function releaseGone(deps: ActivityDeps, scope: ContactMapping, gone: readonly Gone[]): Promise<void> {
  if (gone.length === 0) return;
  const { account } = scope;
  const rules = await mappingRules(deps, scope);
  await eachRecord(deps, {
    account,
    items: gone,
    about: ({ due }) => `gone/${due.emailKey}`,
    work: async (contact) => {
      if (await isTakenByOthers(deps, scope, contact)) return;
      const proofs = await deps.store.brevoProofs.all(account);
      await release(deps, { account, rules, proofs }, contact);
      await released(deps, account, [contact.due]);
    },
    without: async ({ due }, { error }) => {
      await setAsideRelease(deps, account, { due, error });
      await deps.store.contacts.dismiss(account, [due]);
    },
  });
}

async function isTakenByOthers(
  { store: { contacts } }: ActivityDeps,
  { account, taking }: ContactMapping,
  { due: { emailKey, dueVersion, lists, sent } }: Gone,
): Promise<boolean> {
  if (taking === undefined) return false;
  return (await contacts.intend(account, [{ emailKey, dueVersion, lists, sent }], taking)).length === 0;
}

/** These are on no list that they have to leave: they were released, or stand for somebody again. */
export async function released(
  { store: { quarantine } }: Pick<ActivityDeps, 'store'>,
  account: string,
  contacts: readonly DueContact[],
): Promise<void> {
  const keys = contacts.map(({ emailKey }) => emailKey);
  await quarantine.replace(account, { kind: 'contact', step: 'publish', keys }, []);
}

async function release(deps: ActivityDeps, clearing: Clearing, gone: Gone): Promise<void> {
  const { email, due } = gone;
  const { account } = clearing;
  const { contacts } = deps.store;
  const { left, list } = await toEmptyByImport(deps, clearing, { gone, left: await empty(deps, clearing, gone) });
  const isGone = await goneLists(deps, account);
  const leave = gone.leave.filter((id) => id !== list && !isGone.includes(id));
  await leaveLists(deps, account, { email, leave });
  await contacts.moved(account, due.emailKey, { joined: [], left: leave });
  const { emailKey, dueVersion, sent } = due;
  const isOthers = (name: string): boolean => gone.spared?.attributes.includes(name) === true;
  const rest = sent.filter((name) => !isOthers(name) && (!gone.clear.includes(name) || left.includes(name)));
  const lists = list === null ? [] : [list];
  // It leaves that list, too, when the import is confirmed and it is looked at again: marked first, or a crash would leave it there.
  if (list !== null) await contacts.mark(account, [emailKey]);
  await handOver(deps, [{ ...gone, emailKey }]);
  await contacts.settle(account, [{ emailKey, dueVersion, hash: 'gone', lists, sent: rest, processId: null }]);
  if (list === null) return;
  await startClearing(deps, account, { list, changes: [{ email, emailKey, clear: left }], waiting: [] });
}

/**
 * One of these lists may have been deleted in Brevo by hand, by whichever code that is refused (brevo-api.md 3.2): the contact leaves the others all
 * the same. @throws what Brevo refuses where the contact is still on one of them.
 */
async function leaveLists(
  deps: ActivityDeps,
  account: string,
  { email, leave }: { readonly email: string; readonly leave: readonly number[] },
): Promise<void> {
  if (leave.length === 0) return;
  const brevo = deps.brevo(account);
  const outcome = await quietly(() => brevo.updateContact(email, { unlinkListIds: leave }));
  if (outcome === 'done') return;
  const missing = await findMissingLists(deps, account, leave);
  const rest = leave.filter((id) => !missing.includes(id));
  await reportMissingLists(deps, account, missing);
  if (missing.length > 0) return leaveLists(deps, account, { email, leave: rest });
  if (outcome === 'unknown') return;
  const held = await contactOf(brevo, email);
  // An address that Brevo does not take, nobody there has.
  if (held?.listIds.some((id) => leave.includes(id)) === true)
    await brevo.updateContact(email, { unlinkListIds: leave });
}

async function contactOf(brevo: BrevoClient, email: string): Promise<ContactState | null> {
  let held: ContactState | null = null;
  await quietly(async () => {
    held = await brevo.getContact(email);
  });
  return held;
}

/** What is left for an import, and the list that it is for; a null list: what is left stays as it is. */
async function toEmptyByImport(
  deps: ActivityDeps,
  clearing: Clearing,
  { gone, left }: { readonly gone: Gone; readonly left: readonly string[] },
): Promise<{ readonly left: readonly string[]; readonly list: number | null }> {
  const list = listToEmptyOn(clearing, gone, left);
  if (list === null) return { left, list };
  const full = await toImport(deps, clearing, { email: gone.email, clear: left });
  return { left: full, list: full.length === 0 ? null : list };
}

/** An import puts its contacts on a list, so it may empty only whom it finds there. Null: what is left stays as it is. */
function listToEmptyOn(clearing: Clearing, { due }: Gone, left: readonly string[]): number | null {
  const { allSupportContacts: list } = clearing.rules.lists;
  if (list === null || left.length === 0 || due.alone || due.brevo?.lists.includes(list) !== true) return null;
  return mayClearByImport({ clear: left }, clearing) ? list : null;
}

/** Answers what a single write does not empty. */
async function empty(deps: ActivityDeps, clearing: Clearing, gone: Gone): Promise<readonly string[]> {
  const emptied = gone.clear.filter((name) => emptiesSingly(name, clearing));
  let left = gone.clear.filter((name) => !emptied.includes(name));
  const outcome = await quietly(async () => {
    if (emptied.length === 0) return;
    const seen = await witnesses(deps, clearing, { change: gone, names: emptied });
    await deps.brevo(clearing.account).updateContact(gone.email, { attributes: emptyTexts(emptied) });
    left = [...left, ...(await stillFull(deps, clearing, { change: gone, seen }))];
  });
  return outcome === 'refused' ? [...left, ...emptied] : left;
}

/** A contact that Brevo does not know is on no list and has no values; what it refuses may be an address that it does not take, or the values. */
async function quietly(work: () => Promise<void>): Promise<'done' | 'unknown' | 'refused'> {
  try {
    await work();
    return 'done';
  } catch (thrown) {
    if (isKnown(thrown)) return 'unknown';
    if (!isConnectorError(thrown, 'brevo.rejected', 'brevo.invalid_phone')) throw thrown;
    return 'refused';
  }
}
