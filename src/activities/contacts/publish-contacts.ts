import type { BrevoClient } from '../../brevo/types';
import type { ConnectorConfig } from '../../config/types';
import type { ContactFacts } from '../../domain/contact/contact';
import type { ListRules, MappingRules } from '../../domain/contact/projection';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { judge } from '../judge';
import { setAsideWrite } from '../set-aside';
import type { ContactMapping } from './mapping';
import { readContactState } from './contact-state';
import { type Change, type ContactChanges, keptOff, compareContacts, withConsent } from './contact-changes';
import { publishMany } from './publish-many';
import { publishOne } from './publish-one';
import { refreshConsent } from './refresh-consent';
import { ensureListsOf } from './tag-lists';

/** Facts of so many contacts are aggregated by one statement. */
const FACTS_CHUNK = 500;
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
  const facts = await factsOf(deps, scope, due);
  // A tag that nobody had until now has no list yet.
  if (scope.dryRun !== true) await ensureListsOf(deps, scope.account, facts);
  return compareContacts(due, facts, await mappingRules(deps, scope));
}

/** Carries out a plan and clears the marks of what is done. Writes are upserts, so a repeated plan ends in the same state. */
export async function publishContacts(
  deps: ActivityDeps,
  scope: ContactMapping,
  contactChanges: ContactChanges,
): Promise<Outcome> {
  const { contacts, quarantine } = deps.store;
  await quarantine.replace(
    scope.account,
    { kind: 'contact', step: 'map', keys: contactChanges.mapped },
    contactChanges.quarantine,
  );
  const outcome = await publish(deps, scope, { rules: await mappingRules(deps, scope), contactChanges });
  await contacts.dismiss(scope.account, [...contactChanges.unchanged, ...contactChanges.held]);
  return outcome;
}

export interface Outcome {
  readonly written: number;
  readonly held: number;
}

async function publish(
  deps: ActivityDeps,
  scope: ContactMapping,
  { rules, contactChanges }: { readonly rules: MappingRules; readonly contactChanges: ContactChanges },
): Promise<Outcome> {
  const brevo = deps.brevo(scope.account);
  await deps.store.contacts.intend(
    scope.account,
    contactChanges.changes.map(({ emailKey, lists }) => ({ emailKey, lists })),
  );
  await releaseGone(deps, scope, { brevo, contactChanges });
  const commonList = rules.lists.allSupportContacts;
  const bulk =
    commonList === null
      ? []
      : contactChanges.changes.filter((change) => change.lists.includes(commonList) && !needsProof(change));
  const many = scope.lane === 'feed' ? MANY_BESIDE_LIVE : MANY;
  if (commonList === null || bulk.length < many)
    return publishSingly(deps, scope, { rules, changes: contactChanges.changes });
  const inBulk = new Set(bulk);
  const rest = contactChanges.changes.filter((change) => !inBulk.has(change));
  const fresh = await refreshConsent(deps, scope.account, { changes: bulk, rules });
  // An import puts everybody in it on a list: who may not be there any more is written alone.
  const [allowed, refused] = [
    fresh.filter(({ lists }) => lists.includes(commonList)),
    fresh.filter(({ lists }) => !lists.includes(commonList)),
  ];
  await deps.store.quarantine.put(scope.account, fresh.flatMap(keptOff));
  if (allowed.length > 0) await publishMany(deps, scope.account, { brevo, commonList, changes: allowed });
  const singly = await publishSingly(deps, scope, { rules, changes: [...refused, ...rest] });
  return { ...singly, written: allowed.length + singly.written };
}

/** An import reports what it refused only as a file elsewhere; a single write says at once which contact it was. */
function needsProof(change: Change): boolean {
  return change.phone !== null || change.alone;
}

async function publishSingly(
  deps: ActivityDeps,
  scope: ContactMapping,
  { rules, changes }: { readonly rules: MappingRules; readonly changes: readonly Change[] },
): Promise<Outcome> {
  const { account } = scope;
  const outcome = { written: 0, held: 0 };
  await eachRecord(deps, {
    account,
    items: changes,
    about: ({ customerId }) => `contact/${String(customerId)}`,
    untilMs: deps.now().getTime() + SINGLY_MS,
    work: async (change) => {
      outcome[await publishAlone(deps, scope, { rules, prepared: change })] += 1;
    },
    without: async (change, { error }) => {
      await setAsideWrite(deps, account, { kind: 'contact', key: String(change.customerId), error });
      await deps.store.contacts.dismiss(account, [change]);
      outcome.held += 1;
    },
  });
  return outcome;
}

async function publishAlone(
  deps: ActivityDeps,
  { account }: ContactMapping,
  { rules, prepared }: { readonly rules: MappingRules; readonly prepared: Change },
): Promise<keyof Outcome> {
  const { contacts, quarantine } = deps.store;
  const change = await consentedNow(deps, account, { rules, change: prepared });
  const { outcome, quarantine: entries, missing } = await publishOne(deps.brevo(account), change);
  await contacts.forgetTagLists(account, missing);
  const of = { kind: 'contact', step: 'publish', keys: [String(change.customerId)] } as const;
  await quarantine.replace(account, of, entries);
  const { emailKey, dueVersion, hash, lists, join, leave } = change;
  if (outcome === 'held') {
    await contacts.dismiss(account, [change]);
    return outcome;
  }
  await contacts.moved(account, emailKey, { joined: join, left: leave });
  await contacts.settle(account, [{ emailKey, dueVersion, hash, lists, processId: null }]);
  return outcome;
}

/** Nobody is put on a list by what was known of their consent before this step. */
async function consentedNow(
  deps: ActivityDeps,
  account: string,
  { rules, change }: { readonly rules: MappingRules; readonly change: Change },
): Promise<Change> {
  if (change.join.length === 0) return change;
  const fresh = withConsent(change, await readContactState(deps, account, change.emailKey), rules);
  await deps.store.quarantine.put(account, keptOff(fresh));
  return fresh;
}

async function releaseGone(
  deps: ActivityDeps,
  scope: ContactMapping,
  { brevo, contactChanges }: { readonly brevo: BrevoClient; readonly contactChanges: ContactChanges },
): Promise<void> {
  for (const { due, email, leave } of contactChanges.gone) {
    try {
      await brevo.updateContact(email, { unlinkListIds: leave });
    } catch (thrown) {
      const { error } = judge(deps, thrown, {
        account: scope.account,
        subject: 'record',
        about: `gone/${due.emailKey}`,
      });
      // An address that Brevo does not take, or does not know, is on no list.
      if (error.retryable) throw thrown;
    }
    const { emailKey, dueVersion } = due;
    await deps.store.contacts.settle(scope.account, [
      { emailKey, dueVersion, hash: 'gone', lists: [], processId: null },
    ]);
  }
}

async function factsOf(
  deps: ActivityDeps,
  scope: ContactMapping,
  due: readonly DueContact[],
): Promise<readonly ContactFacts[]> {
  const window = { responseTimesSince: scope.enrichSince ?? scope.startedAt };
  const facts: ContactFacts[] = [];
  for (let start = 0; start < due.length; start += FACTS_CHUNK) {
    const keys = due.slice(start, start + FACTS_CHUNK).map((contact) => contact.emailKey);
    facts.push(...(await deps.store.contacts.facts(scope.account, keys, window)));
  }
  return facts;
}

function openSupportOf({ lists, openSupportAtMostMs }: ConnectorConfig): NonNullable<ListRules['openSupport']> | null {
  return lists.openSupport === null ? null : { list: lists.openSupport, atMostMs: openSupportAtMostMs };
}

async function mappingRules(deps: ActivityDeps, scope: ContactMapping): Promise<MappingRules> {
  const config = deps.configOf(scope.account);
  const created = await deps.store.contacts.tagLists(scope.account);
  return {
    fields: scope.fields,
    phoneCountry: config.phoneCountry,
    exclude: config.exclude,
    lists: {
      ...config.lists,
      openSupport: openSupportOf(config),
      satisfiedFrom: config.csat.satisfiedFrom,
      dissatisfiedTo: config.csat.dissatisfiedTo,
      tagLists: new Map([...(config.tags.auto ? created : []), ...Object.entries(config.tags.lists)]),
      tagsFrom: config.tags.from,
    },
  };
}
