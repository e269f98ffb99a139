import { domainToUnicode } from 'node:url';
import { isConnectorError } from '../../domain/errors/connector-error';
import { isBeingHelped } from '../../domain/contact/projection';
import { emailKey } from '../../domain/email';
import type { Sweep } from '../../store/sync/sweeps';
import type { ContactState } from '../../brevo/types';
import type { ActivityDeps } from '../deps';
import { findMissingLists, reportMissingLists } from '../contacts/missing-lists';
import { stateOf } from '../contacts/contact-state';
import { wishesOfOthers } from '../contacts/shared-brevo';
import { listNumbers } from '../list-numbers';
import { isFit } from '../tickets/ticket-details';
import type { SyncSetup } from '../types';

/** Members a request; Brevo gives at most 500. */
const PAGE = 500;
/** Read twice: so many may leave between two pages without one behind them slipping past. */
const OVERLAP = 50;
const PAGES = 10;
/** Tickets whose people are looked for on the list, in one slice. */
const HOLDERS = 1_000;

/**
 * Compares the list of open support, as Brevo has it, with the facts: whoever is on it and has no ticket that marketing waits for leaves it,
 * whoever put them there and whatever became of their record (spec 5b). Answers where to go on; null: nobody is left.
 */
export async function compareMembers(
  deps: ActivityDeps,
  { account }: SyncSetup,
  { position }: Sweep,
): Promise<number | null> {
  const listId = (await listNumbers(deps, account)).lists.openSupport;
  if (listId === null) return null;
  let offset = position;
  for (let page = 0; page < PAGES; page += 1) {
    const { rows, received } = await membersOf(deps, account, { listId, offset });
    await markStrays(deps, account, { listId, members: rows });
    if (received < PAGE) return null;
    offset += PAGE - OVERLAP;
  }
  return offset;
}

async function membersOf(
  deps: ActivityDeps,
  account: string,
  { listId, offset }: { readonly listId: number; readonly offset: number },
): Promise<{ readonly rows: readonly ContactState[]; readonly received: number }> {
  try {
    return await deps.brevo(account).listMembers(listId, { limit: PAGE, offset });
  } catch (thrown) {
    // Deleted by hand: nobody is on it, and whatever checks the settings says so.
    if (isConnectorError(thrown, 'brevo.not_found')) return { rows: [], received: 0 };
    throw thrown;
  }
}

async function markStrays(
  deps: ActivityDeps,
  account: string,
  { listId, members }: { readonly listId: number; readonly members: readonly ContactState[] },
): Promise<void> {
  const { contacts, openSupport } = deps.store;
  const spellings = members
    .map((member) => ({ member, keys: keysOf(member.email) }))
    .filter(({ keys }) => keys.length > 0);
  const now = await deps.store.facts.now();
  const facts = await contacts.facts(
    account,
    spellings.flatMap(({ keys }) => keys),
    { responseTimesSince: now },
  );
  const { openSupportAtMostMs: atMostMs, sync } = deps.configOf(account);
  const known = new Set(facts.filter(({ customer }) => customer !== null).map((fact) => fact.emailKey));
  const helped = new Set(
    facts
      .filter(
        (fact) =>
          isBeingHelped(fact, atMostMs, sync) && known.has(fact.emailKey) && isFit(deps, account, fact.emailKey),
      )
      .map((fact) => fact.emailKey),
  );
  const keyOf = (keys: readonly string[]): string =>
    keys.find((key) => helped.has(key) || known.has(key)) ?? keys[0] ?? '';
  await contacts.saveBrevoState(
    account,
    spellings.map(({ member, keys }) => stateOf(member, keyOf(keys))),
  );
  const unhelped = spellings.filter(({ keys }) => !keys.some((key) => helped.has(key)));
  const wishes = await wishesOfOthers(
    deps,
    account,
    unhelped.flatMap(({ keys }) => keys),
  );
  const isOthers = (key: string): boolean => wishes.get(key)?.some(({ lists }) => lists.includes(listId)) === true;
  const strays = unhelped.filter(({ keys }) => !keys.some(isOthers));
  await openSupport.markStrays(
    account,
    listId,
    strays.flatMap(({ keys }) =>
      keys.some((key) => known.has(key)) ? keys.filter((key) => known.has(key)) : keys.slice(0, 1),
    ),
  );
}

/** Brevo's spelling of an address, and the one that Gorgias may have: a host in Unicode. */
function keysOf(email: string | null): readonly string[] {
  const key = emailKey(email);
  if (key === null) return [];
  const at = key.lastIndexOf('@');
  const unicode = `${key.slice(0, at + 1)}${domainToUnicode(key.slice(at + 1))}`;
  return [...new Set([key, unicode])];
}

/** The other way round: people with an open ticket who are not on the list, taken off by hand or by a write that was lost, join it again. */
export async function compareHolders(
  deps: ActivityDeps,
  { account }: SyncSetup,
  { position, startedAt }: Sweep,
): Promise<number | null> {
  const { openSupportAtMostMs: atMostMs } = deps.configOf(account);
  const { lists } = await listNumbers(deps, account);
  if (lists.openSupport === null) return null;
  // Deleted by hand: said once, instead of being found by a write for each of them that Brevo refuses.
  const missing = position === 0 ? await findMissingLists(deps, account, [lists.openSupport]) : [];
  await reportMissingLists(deps, account, missing);
  if (missing.length > 0) return null;
  const search = { listId: lists.openSupport, since: startedAt, atMostMs, after: position, limit: HOLDERS };
  return deps.store.openSupport.markMissing(account, search);
}
