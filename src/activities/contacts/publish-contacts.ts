import type { ListMapping } from '../../domain/contact/projection';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { setAsideWrite } from '../set-aside';
import type { ContactMapping } from './mapping';
import {
  clearByImport,
  type Clearing,
  clearMany,
  emptiesSingly,
  mayClearByImport,
  stillFull,
  witnesses,
} from './clear-values';
import { factsOf, mappingRules } from './contact-facts';
import { readContactState } from './contact-state';
import { type Change, compareContacts, type ContactChanges, valuesOf, withConsent } from './contact-changes';
import { keptOff } from './contact-entries';
import { reportMissingLists, withoutGone } from './missing-lists';
import { type ByImport, publishMany } from './publish-many';
import { publishOne, type Writer } from './publish-one';
import { sparingOthers } from './shared-brevo';
import { takeOut } from './take-out';
import { lostAttributes } from './read-back';
import { released, releaseGone } from './release-gone';
import { refreshConsent } from './refresh-consent';
import { ensureListsOf } from './tag-lists';

/** Single writes go on for so long; the rest stays due for the next slice, and a pause is heard in between. */
const SINGLY_MS = 10_000;
/** From so many on, an import is quicker than single writes at 10 a second. */
const MANY = 25;
/** Nothing else can be written to a contact until its import is confirmed, and a person may be closing a ticket of theirs just now. */
const MANY_BESIDE_LIVE = 250;

/** What should be written for these contacts, as the facts are now. */
export async function prepareChanges(
  deps: ActivityDeps,
  scope: ContactMapping,
  due: readonly DueContact[],
): Promise<ContactChanges> {
  // What is planned is meant for the Brevo account that is connected now.
  deps.brevo(scope.account);
  const emailKeys = due.map(({ emailKey }) => emailKey);
  const facts = await factsOf(deps, scope, emailKeys);
  // A tag that nobody had until now has no list yet.
  if (scope.dryRun !== true) await ensureListsOf(deps, scope.account, facts);
  const rules = await mappingRules(deps, scope);
  return sparingOthers(deps, scope.account, { plan: compareContacts(due, facts, rules), rules });
}

/** Carries out a plan and clears the marks of what is done. Writes are upserts, so a repeated plan ends in the same state. */
export async function publishContacts(
  deps: ActivityDeps,
  scope: ContactMapping,
  contactChanges: ContactChanges,
): Promise<Outcome> {
  await settleUnwritten(deps, scope, contactChanges);
  return publishChanges(deps, scope, contactChanges.changes);
}

export interface Outcome {
  readonly written: number;
  readonly held: number;
}

/** All of a plan but its changes: who needs no write, who waits in quarantine, and who is nobody's any more. */
export async function settleUnwritten(
  deps: ActivityDeps,
  scope: ContactMapping,
  { mapped, quarantine: entries, changes, gone, unchanged, held }: ContactChanges,
): Promise<void> {
  const { account } = scope;
  const { contacts, quarantine } = deps.store;
  await quarantine.replace(account, { kind: 'contact', step: 'map', keys: mapped }, entries);
  await releaseGone(deps, scope, gone);
  await released(deps, account, [...changes.map(({ due }) => due), ...unchanged, ...held]);
  await contacts.dismiss(account, [...unchanged, ...held]);
}

/** Many by import, the rest one by one, for as long as a slice lasts. */
export async function publishChanges(
  deps: ActivityDeps,
  scope: ContactMapping,
  changes: readonly Change[],
): Promise<Outcome> {
  const { account } = scope;
  const rules = await mappingRules(deps, scope);
  const clearing: Clearing = {
    account,
    rules,
    proofs: await deps.store.brevoProofs.all(account),
    taking: scope.taking,
  };
  const { bulk, rest } = split(scope, clearing, changes);
  if (bulk.length === 0) return publishSingly(deps, clearing, rest);
  const { written, refused } = await publishInBulk(deps, clearing, bulk);
  const singly = await publishSingly(deps, clearing, [...refused, ...rest]);
  return { ...singly, written: written + singly.written };
}

/** Whom imports can carry, when they are so many that an import is worth it. */
export function split(
  { lane }: Pick<ContactMapping, 'lane'>,
  clearing: Clearing,
  changes: readonly Change[],
): { readonly bulk: readonly Change[]; readonly rest: readonly Change[] } {
  const { rules, proofs } = clearing;
  const lost = lostAttributes(rules, proofs);
  const list = rules.lists.allSupportContacts;
  const many = lane === 'feed' ? MANY_BESIDE_LIVE : MANY;
  const fit = (change: Change): boolean =>
    list !== null &&
    comesTo(change, list) &&
    !needsProof(change) &&
    !lost.some((name) => Object.hasOwn(valuesOf(change), name));
  const fitting = changes.filter(fit);
  // To empty a few is quicker singly.
  const emptying = fitting.filter(({ clear }) => clear.length > 0);
  const canEmpty = emptying.length >= many && emptying.every((change) => mayClearByImport(change, clearing));
  const bulk = canEmpty ? fitting : fitting.filter(({ clear }) => clear.length === 0);
  if (bulk.length < many) return { bulk: [], rest: changes };
  const inBulk = new Set(bulk);
  return { bulk, rest: changes.filter((change) => !inBulk.has(change)) };
}

/** It is on the list, or joins it: an import puts everybody on one, and a repair must not put back who was taken off by hand. */
function comesTo({ lists, join, due }: Change, list: number): boolean {
  return lists.includes(list) && (join.includes(list) || due.brevo?.lists.includes(list) === true);
}

/** An import reports what it refused only as a file elsewhere; a single write says at once which contact it was. */
function needsProof({ identifiers, alone, only, clear }: Change): boolean {
  // Whom an import empties values of has to be due, to be written after it; a repair makes nobody due.
  return identifiers.length > 0 || alone || (only !== undefined && clear.length > 0);
}

/** Answers whom an import cannot carry after all: it puts everybody in it on a list, and some may not be there any more. */
async function publishInBulk(
  deps: ActivityDeps,
  clearing: Clearing,
  bulk: readonly Change[],
): Promise<{ readonly written: number; readonly refused: readonly Change[] }> {
  const { account, rules } = clearing;
  const list = rules.lists.allSupportContacts;
  if (list === null) return { written: 0, refused: bulk };
  const fresh = await refreshConsent(deps, account, { changes: bulk, rules });
  const allowed = fresh.filter((change) => comesTo(change, list));
  await deps.store.quarantine.put(account, fresh.flatMap(keptOff));
  const [emptying, plain] = [
    allowed.filter(({ clear }) => clear.length > 0),
    allowed.filter(({ clear }) => clear.length === 0),
  ];
  const emptied = emptying.length === 0 ? NOBODY : await clearMany(deps, clearing, { list, changes: emptying });
  const { taking } = clearing;
  const sent =
    plain.length === 0 ? NOBODY : await publishMany(deps, account, { commonList: list, changes: plain, taking });
  return {
    written: emptied.written + sent.written,
    refused: [...fresh.filter((change) => !comesTo(change, list)), ...emptied.refused, ...sent.refused],
  };
}

const NOBODY: ByImport = { written: 0, refused: [] };

async function publishSingly(deps: ActivityDeps, clearing: Clearing, changes: readonly Change[]): Promise<Outcome> {
  const { account } = clearing;
  const outcome = { written: 0, held: 0 };
  await eachRecord(deps, {
    account,
    items: changes,
    about: ({ customerId }) => `contact/${String(customerId)}`,
    untilMs: deps.now().getTime() + SINGLY_MS,
    work: async (change) => {
      const end = await publishAlone(deps, clearing, change);
      if (end === 'left') return 'left';
      outcome[end] += 1;
      return 'worked';
    },
    without: async (change, { error }) => {
      await setAsideWrite(deps, account, { kind: 'contact', key: String(change.customerId), error });
      await deps.store.contacts.dismiss(account, [change]);
      outcome.held += 1;
    },
  });
  return outcome;
}

/** `left`: to somebody else who writes it just now, or to the next slice since it has changed, or it is nobody's to write to. */
async function publishAlone(deps: ActivityDeps, clearing: Clearing, prepared: Change): Promise<keyof Outcome | 'left'> {
  const { account, rules, taking } = clearing;
  const { contacts, quarantine } = deps.store;
  // For this one only: whom the slice does not come to any more is still as it was published.
  if ((await takeOut(deps, account, { changes: [prepared], taking })).length === 0) return 'left';
  const consented = await consentedNow(deps, account, { rules, change: prepared });
  const [change = consented] = await withoutGone(deps, account, [consented]);
  const published = await publishOne(writerOf(deps, clearing), change);
  await reportMissingLists(deps, account, published.missing);
  const of = { kind: 'contact', step: 'publish', keys: [String(change.customerId)] } as const;
  const { emailKey, dueVersion, hash, lists, join, leave } = change;
  if (published.outcome === 'held') {
    await quarantine.replace(account, of, published.quarantine);
    await contacts.dismiss(account, [change]);
    return published.outcome;
  }
  const names = [...published.unemptied, ...(await stillFull(deps, clearing, { change, seen: published.seen }))];
  await contacts.moved(account, emailKey, { joined: join, left: leave });
  // Before it is settled: a contact whose import could not be started must not look as if nothing were left to do.
  const { left, uncleared } = await clearByImport(deps, clearing, { change, names });
  const sent = [...published.sent, ...left];
  const partial = change.only === undefined ? {} : ({ partial: true } as const);
  await contacts.settle(account, [{ emailKey, dueVersion, hash, lists, sent, processId: null, ...partial }]);
  await quarantine.replace(account, of, [...published.quarantine, ...uncleared]);
  return published.outcome;
}

function writerOf(deps: ActivityDeps, clearing: Clearing): Writer {
  return {
    brevo: deps.brevo(clearing.account),
    emptiesSingly: (name) => emptiesSingly(name, clearing),
    witnesses: (email, names) => witnesses(deps, clearing, { change: { email }, names }),
  };
}

/** Nobody is put on a list by what was known of their consent before this step. */
async function consentedNow(
  deps: ActivityDeps,
  account: string,
  { rules, change }: { readonly rules: ListMapping; readonly change: Change },
): Promise<Change> {
  if (change.join.length === 0) return change;
  const fresh = withConsent(change, await readContactState(deps, account, change.emailKey), rules);
  await deps.store.quarantine.put(account, keptOff(fresh));
  return fresh;
}
