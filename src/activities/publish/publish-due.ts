import { cancellationSignal } from '@temporalio/activity';
import type { BrevoClient } from '../../brevo/types';
import type { MappingRules } from '../../domain/projection';
import type { ContactFacts } from '../../domain/contact';
import { isConnectorError } from '../../domain/errors';
import type { DueContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { endsSlice } from '../slice';
import type { PublishResult, SyncSetup } from '../types';
import { type Change, type ChangePlan, planChanges } from './plan-changes';
import { publishMany } from './publish-many';
import { publishOne } from './publish-one';

/** Contacts looked at in one activity. */
const SLICE = 2_000;
/** Facts of so many contacts are aggregated by one statement. */
const FACTS_CHUNK = 500;
/** Single writes go on for so long; the rest stays due for the next slice, and a pause is heard in between. */
const SINGLY_MS = 10_000;
/** From so many on, an import is quicker than single writes at 10 a second. */
const MANY = 25;

/** Publishes due contacts whose projection changed. Writes are upserts, so a repeated slice ends in the same state. */
export async function publishDue(deps: ActivityDeps, setup: SyncSetup, after: string | null): Promise<PublishResult> {
  const { contacts, quarantine } = deps.store;
  const due = await contacts.due(setup.account, SLICE, after ?? undefined);
  const rules = await mappingRules(deps, setup);
  const plan = planChanges(due, await factsOf(deps, setup, due), rules);
  const last = due.at(-1)?.emailKey ?? null;
  if (setup.dryRun) {
    const rest = due.length === SLICE ? { remaining: 1, after: last } : { remaining: 0, after: null };
    return summary(plan, { written: plan.changes.length, held: 0 }, rest);
  }
  await quarantine.replace(setup.account, { kind: 'contact', step: 'map', keys: plan.mapped }, plan.quarantine);
  const outcome = await publish(deps, setup, rules, plan);
  await contacts.dismiss(setup.account, [...plan.unchanged, ...plan.held]);
  const { due: remaining } = await contacts.countDue(setup.account);
  return summary(plan, outcome, { remaining, after: null });
}

interface Outcome {
  readonly written: number;
  readonly held: number;
}

async function publish(deps: ActivityDeps, setup: SyncSetup, rules: MappingRules, plan: ChangePlan): Promise<Outcome> {
  const brevo = deps.brevo(setup.account);
  await deps.store.contacts.intend(
    setup.account,
    plan.changes.map(({ emailKey, lists }) => ({ emailKey, lists })),
  );
  await releaseGone(deps, brevo, setup, plan);
  const commonList = rules.lists.allSupportContacts;
  const bulk =
    commonList === null
      ? []
      : plan.changes.filter((change) => change.lists.includes(commonList) && !needsProof(change));
  if (commonList === null || bulk.length < MANY) return publishSingly(deps, brevo, setup, plan.changes);
  await publishMany(deps, brevo, setup.account, commonList, bulk);
  const inBulk = new Set(bulk);
  const rest = plan.changes.filter((change) => !inBulk.has(change));
  const singly = await publishSingly(deps, brevo, setup, rest);
  return { ...singly, written: bulk.length + singly.written };
}

/** An import reports what it refused only as a file elsewhere; a single write says at once which contact it was. */
function needsProof(change: Change): boolean {
  return change.phone !== null || change.alone;
}

async function publishSingly(
  deps: ActivityDeps,
  brevo: BrevoClient,
  setup: SyncSetup,
  changes: readonly Change[],
): Promise<Outcome> {
  const until = deps.now().getTime() + SINGLY_MS;
  const outcome = { written: 0, held: 0 };
  for (const change of changes) {
    if (cancellationSignal().aborted || deps.now().getTime() >= until) break;
    try {
      outcome[await publishAlone(deps, brevo, setup, change)] += 1;
    } catch (thrown) {
      if (endsSlice(thrown, outcome.written + outcome.held)) break;
      throw thrown;
    }
  }
  return outcome;
}

async function publishAlone(
  deps: ActivityDeps,
  brevo: BrevoClient,
  setup: SyncSetup,
  change: Change,
): Promise<keyof Outcome> {
  const { contacts, quarantine } = deps.store;
  const { outcome, quarantine: entries } = await publishOne(brevo, change);
  const of = { kind: 'contact', step: 'publish', keys: [String(change.customerId)] } as const;
  await quarantine.replace(setup.account, of, entries);
  const { emailKey, dueVersion, hash, lists } = change;
  if (outcome === 'held') await contacts.dismiss(setup.account, [change]);
  else await contacts.settle(setup.account, [{ emailKey, dueVersion, hash, lists, processId: null }]);
  return outcome;
}

async function releaseGone(deps: ActivityDeps, brevo: BrevoClient, setup: SyncSetup, plan: ChangePlan): Promise<void> {
  for (const { due, leave } of plan.gone) {
    try {
      await brevo.updateContact(due.emailKey, { unlinkListIds: leave });
    } catch (thrown) {
      if (!isConnectorError(thrown, 'brevo.not_found')) throw thrown;
    }
    const { emailKey, dueVersion } = due;
    await deps.store.contacts.settle(setup.account, [
      { emailKey, dueVersion, hash: 'gone', lists: [], processId: null },
    ]);
  }
}

async function factsOf(
  deps: ActivityDeps,
  setup: SyncSetup,
  due: readonly DueContact[],
): Promise<readonly ContactFacts[]> {
  const window = { responseTimesSince: setup.enrichSince ?? setup.startedAt };
  const facts: ContactFacts[] = [];
  for (let start = 0; start < due.length; start += FACTS_CHUNK) {
    const keys = due.slice(start, start + FACTS_CHUNK).map((contact) => contact.emailKey);
    facts.push(...(await deps.store.contacts.facts(setup.account, keys, window)));
  }
  return facts;
}

async function mappingRules(deps: ActivityDeps, setup: SyncSetup): Promise<MappingRules> {
  const { config } = deps;
  const created = await deps.store.contacts.tagLists(setup.account);
  return {
    fields: setup.fields,
    lists: {
      ...config.lists,
      satisfiedFrom: config.csat.satisfiedFrom,
      dissatisfiedTo: config.csat.dissatisfiedTo,
      tagLists: new Map([...(config.tags.auto ? created : []), ...Object.entries(config.tags.lists)]),
    },
  };
}

function summary(
  plan: ChangePlan,
  { written, held }: Outcome,
  rest: Pick<PublishResult, 'remaining' | 'after'>,
): PublishResult {
  const looked = plan.changes.length + plan.gone.length + plan.unchanged.length + plan.held.length;
  return { looked, written, unchanged: plan.unchanged.length, held: plan.held.length + held, ...rest };
}
