import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { type Change, changeAnyway, withConsent } from './contact-changes';
import { factsOf, mappingRules } from './contact-facts';
import { readContactState } from './contact-state';
import type { ContactMapping } from './mapping';
import { goneLists, reportMissingLists } from './missing-lists';
import { publishOne, type Writer } from './publish-one';
import { takeOut } from './take-out';

/**
 * Puts a contact that an import holds on the list of open support, or takes it off, and writes nothing else of it: that list is joined and left
 * within seconds (spec 5b), and an import may be queued for as long as Brevo likes. The contact stays held and due. Its publication is forgotten,
 * so that it is written once more when the import is confirmed: an import that fills lists may have put it back on this one. A contact that Brevo
 * does not have yet is made, with its address alone; the import fills it.
 */
export async function moveWhileHeld(deps: ActivityDeps, scope: ContactMapping, held: DueContact): Promise<void> {
  const { account } = scope;
  const rules = await mappingRules(deps, scope);
  const list = rules.lists.openSupport?.list;
  if (list === undefined) return;
  const [facts] = await factsOf(deps, scope, [held.emailKey]);
  const meant = changeAnyway(held, facts, { rules, only: null });
  if (meant === null || isSettled(meant, list)) return;
  if ((await goneLists(deps, account)).includes(list)) return;
  const fresh = onlyMoving(withConsent(meant, await readContactState(deps, account, held.emailKey), rules), list);
  if (fresh.join.length + fresh.leave.length === 0) return;
  // Nobody else writes what an import holds, and nobody has to wait when it is let go.
  const [change] = await takeOut(deps, account, { changes: [fresh] });
  if (change === undefined) return;
  const { outcome, missing } = await publishOne(writerOf(deps, account), change);
  await reportMissingLists(deps, account, missing);
  if (outcome === 'written' && missing.length === 0)
    await deps.store.contacts.moved(account, held.emailKey, { joined: change.join, left: change.leave });
}

/** As far as is known, without asking Brevo. */
function isSettled({ wanted, due }: Change, list: number): boolean {
  const isKnownOn = due.brevo?.lists.includes(list) === true;
  return wanted.includes(list) ? isKnownOn : !isKnownOn && !due.lists.includes(list);
}

/** Nothing but the membership. A contact is taken off only where it is. */
function onlyMoving(change: Change, list: number): Change {
  const join = change.join.filter((joined) => joined === list);
  const leave = change.leave.filter((left) => left === list && change.due.brevo?.lists.includes(left) === true);
  return { ...change, attributes: {}, identifiers: [], clear: [], lists: join, join, leave };
}

function writerOf(deps: ActivityDeps, account: string): Writer {
  return { brevo: deps.brevo(account), emptiesSingly: () => true, witnesses: () => Promise.resolve([]) };
}
