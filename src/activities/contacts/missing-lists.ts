import { settingsOf } from '../../config/rules/check-lists';
import type { ActivityDeps } from '../deps';
import type { Change } from './contact-changes';
import { markCarriers } from './mark-again';
import { allLists } from './all-lists';

/** Those of these lists that Brevo has no more. */
export async function findMissingLists(
  deps: ActivityDeps,
  account: string,
  lists: readonly number[],
): Promise<readonly number[]> {
  const existing = new Set((await allLists(deps.brevo(account))).map(({ id }) => id));
  return [...new Set(lists)].filter((list) => !existing.has(list));
}

/**
 * Lists that were deleted in Brevo by hand. One that was made for a tag, or that a name in the settings stood for, is forgotten, so that it is
 * looked for and made again, and whoever was on it is due; one that the settings give by number is named, since only a person can say what
 * should stand there. Of any other nobody has to hear: it was given up before, and people were to leave it.
 */
export async function reportMissingLists(
  deps: ActivityDeps,
  account: string,
  missing: readonly number[],
): Promise<void> {
  if (missing.length === 0) return;
  const { contacts, quarantine } = deps.store;
  const ofTags = await contacts.tagLists(account);
  const made = new Set([...ofTags.values(), ...(await contacts.namedLists(account)).values()]);
  const remade = missing.filter((list) => made.has(list));
  deps.log.warn('brevo.lists_missing', { account, lists: missing, madeAgain: remade });
  if (remade.length > 0) {
    // First: who was on it must be due, whatever becomes of this step.
    await markCarriers(deps, account, { lists: remade });
    await contacts.forgetLists(account, remade);
    // The next one who writes asks Brevo again what the names stand for.
    deps.memory.mappings.delete(account);
  }
  const byNumber = new Set(settingsOf(deps.configOf(account)).map(({ list }) => list));
  await quarantine.put(
    account,
    missing
      .filter((list) => byNumber.has(list))
      .map((list) => ({
        kind: 'list',
        key: String(list),
        step: 'publish',
        cause: 'brevo.not_found',
        held: false,
        detail: `list ${String(list)}`,
      })),
  );
}

/** Nobody names more lists in a file. */
const MOST_LISTS = 1_000;

/** Lists of the settings that were found to be gone, until the mapping is seen to fit again: nobody has to ask Brevo once more to be refused. */
export async function goneLists({ store }: Pick<ActivityDeps, 'store'>, account: string): Promise<readonly number[]> {
  const missed = await store.quarantine.list(account, { cause: 'brevo.not_found', limit: MOST_LISTS });
  return missed.filter(({ kind }) => kind === 'list').map(({ key }) => Number(key));
}

/** The changes without what is to be done about {@link goneLists}. */
export async function withoutGone(
  deps: Pick<ActivityDeps, 'store'>,
  account: string,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  if (changes.every(({ join, leave }) => join.length + leave.length === 0)) return changes;
  const gone = await goneLists(deps, account);
  return gone.length === 0 ? changes : changes.map((change) => withoutLists(change, gone));
}

/** The change, which neither joins nor leaves these lists. */
export function withoutLists(change: Change, missing: readonly number[]): Change {
  const keep = (lists: readonly number[]): readonly number[] => lists.filter((list) => !missing.includes(list));
  return { ...change, join: keep(change.join), leave: keep(change.leave), lists: keep(change.lists) };
}
