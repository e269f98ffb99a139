import { meantLists, project } from '../../domain/contact/projection';
import type { Timestamp } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { type Change, type ContactChanges, type Gone, type Spared, withConsent } from './contact-changes';
import { mappingRules } from './contact-facts';

/** What another account has of somebody who is a customer of it. */
export interface Wish {
  readonly account: string;
  /** Lists that its facts put them on, before consent. */
  readonly lists: readonly number[];
  /** Lists that a score given there shuts them out of. */
  readonly shutOut: readonly number[];
  /** Attributes that Brevo may hold from it. */
  readonly sent: readonly string[];
  /** When it last wrote the contact; null: not yet. */
  readonly writtenAt: Timestamp | null;
}

/** By the key of the contact; whoever is nobody's there is missing. */
export type Wishes = ReadonlyMap<string, readonly Wish[]>;

/**
 * The one place that says what other accounts of this installation, those that write to the same Brevo account, have of these contacts. Known by
 * their facts, not by what they have written: of two who let go of the same person at once, neither waits for the other.
 */
export async function wishesOfOthers(
  deps: ActivityDeps,
  account: string,
  emailKeys: readonly string[],
): Promise<Wishes> {
  const wishes = new Map<string, Wish[]>();
  if (emailKeys.length === 0) return wishes;
  for (const other of await deps.store.accounts.onSameBrevo(account))
    for (const [key, wish] of await wishesOf(deps, other, emailKeys))
      wishes.set(key, [...(wishes.get(key) ?? []), wish]);
  return wishes;
}

async function wishesOf(
  deps: ActivityDeps,
  account: string,
  emailKeys: readonly string[],
): Promise<readonly (readonly [string, Wish])[]> {
  const { contacts, facts } = deps.store;
  const now = await facts.now();
  const rules = await mappingRules(deps, { account, fields: [], enrichSince: null, startedAt: now });
  const known = await contacts.facts(account, emailKeys, { responseTimesSince: now });
  const live = known.flatMap((fact) => {
    const projection = fact.customer === null ? 'excluded' : project(fact, fact.customer, rules);
    return typeof projection === 'string' ? [] : [[fact.emailKey, projection] as const];
  });
  const keys = live.map(([key]) => key);
  const written = new Map((await contacts.written(account, keys)).map((row) => [row.emailKey, row]));
  return live.map(([key, { lists, shutOut }]) => {
    const { lists: on = [], sent = [], writtenAt = null } = written.get(key) ?? {};
    return [key, { account, lists: meantLists(lists, on, rules), shutOut, sent, writtenAt }];
  });
}

/** A plan in which nobody is emptied, or taken off a list, who has the value or the place there by another account, too. */
export async function sparingOthers(
  deps: ActivityDeps,
  account: string,
  { plan, rules }: { readonly plan: ContactChanges; readonly rules: Parameters<typeof withConsent>[2] },
): Promise<ContactChanges> {
  const taking = plan.changes.filter(({ clear, leave }) => clear.length + leave.length > 0);
  const keys = [...taking.map(({ emailKey }) => emailKey), ...plan.gone.map(({ due }) => due.emailKey)];
  const wishes = await wishesOfOthers(deps, account, keys);
  if (wishes.size === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      const wish = wishes.get(change.emailKey);
      if (wish === undefined) return change;
      const spared = sparedBy(wish, change);
      const clear = change.clear.filter((name) => !spared.attributes.includes(name));
      return withConsent({ ...change, clear, spared }, change.due.brevo, rules);
    }),
    gone: plan.gone.map((gone) => {
      const wish = wishes.get(gone.due.emailKey);
      if (wish === undefined) return gone;
      const spared = sparedBy(wish, { ...gone, shutOut: [] });
      return {
        ...gone,
        spared,
        leave: gone.leave.filter((list) => !spared.lists.includes(list)),
        clear: gone.clear.filter((name) => !spared.attributes.includes(name)),
      };
    }),
  };
}

/** Of two lists that nobody may be on together the newer score decides, as the newer value of an attribute stands. */
function sparedBy(wishes: readonly Wish[], { clear, shutOut }: Pick<Change, 'clear' | 'shutOut'>): Spared {
  const attributes = clear.filter((name) => wishes.some(({ sent }) => sent.includes(name)));
  return {
    lists: [...new Set(wishes.flatMap(({ lists }) => lists))].filter((list) => !shutOut.includes(list)),
    attributes,
    accounts: wishes.filter(({ sent }) => attributes.some((name) => sent.includes(name))).map(({ account }) => account),
  };
}

/** What these have left to other accounts may stand there as this one had it: they write it anew. */
export async function handOver(
  { store: { contacts } }: Pick<ActivityDeps, 'store'>,
  spared: readonly (Pick<Change, 'emailKey'> & Pick<Gone, 'spared'>)[],
): Promise<void> {
  const keys = new Map<string, string[]>();
  for (const { emailKey, spared: { accounts } = { accounts: [] } } of spared)
    for (const account of accounts) keys.set(account, [...(keys.get(account) ?? []), emailKey]);
  for (const [account, emailKeys] of keys) await contacts.publishAnew(account, emailKeys);
}

/** Brevo has deleted these contacts for this account: whoever is a customer of another one is made anew from what is known there. */
export async function madeAnewByOthers(
  deps: ActivityDeps,
  account: string,
  emailKeys: readonly string[],
): Promise<void> {
  const keys = new Map<string, string[]>();
  for (const [emailKey, wishes] of await wishesOfOthers(deps, account, emailKeys))
    for (const { account: other } of wishes) keys.set(other, [...(keys.get(other) ?? []), emailKey]);
  for (const [other, theirs] of keys) await deps.store.contacts.makeAnew(other, theirs);
}
