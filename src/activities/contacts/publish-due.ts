import type { ActivityDeps } from '../deps';
import type { PublishResult, SyncSetup } from '../types';
import { confirmImports } from './confirm-imports';
import { type ContactMapping, mappingOf, stillFitting } from './mapping';
import type { ContactChanges } from './contact-changes';
import { type Outcome, prepareChanges, publishContacts } from './publish-contacts';

/** Contacts looked at in one activity. */
const SLICE = 2_000;

/** Publishes due contacts whose projection changed. */
export async function publishDue(deps: ActivityDeps, setup: SyncSetup, after: string | null): Promise<PublishResult> {
  // An incremental run has not asked Brevo for anything before: what it reads does not depend on it.
  if (setup.lane === 'feed') return publishBesideReading(deps, setup, after);
  return publish(deps, setup.dryRun ? setup : await stillFitting(deps, setup), after);
}

/** The same apart from any run. */
export async function publishSlice(deps: ActivityDeps, account: string): Promise<PublishResult> {
  return publishBesideReading(deps, { account, dryRun: false }, null);
}

async function publishBesideReading(
  deps: ActivityDeps,
  { account, dryRun }: Pick<SyncSetup, 'account' | 'dryRun'>,
  after: string | null,
): Promise<PublishResult> {
  // No import is waited for: a later slice releases its contacts.
  if (!dryRun) await confirmImports(deps, account);
  return publish(deps, { ...(await mappingOf(deps, account)), lane: 'feed', dryRun }, after);
}

async function publish(
  deps: ActivityDeps,
  mapping: ContactMapping & Pick<SyncSetup, 'dryRun'>,
  after: string | null,
): Promise<PublishResult> {
  const { contacts } = deps.store;
  const { account } = mapping;
  const due = await contacts.due(account, SLICE, after ?? undefined);
  const contactChanges = await prepareChanges(deps, mapping, due);
  const last = due.at(-1)?.emailKey ?? null;
  if (mapping.dryRun) {
    const rest = due.length === SLICE ? { remaining: 1, after: last } : { remaining: 0, after: null };
    return summary(contactChanges, { written: contactChanges.changes.length, held: 0 }, rest);
  }
  const outcome = await publishContacts(deps, mapping, contactChanges);
  const { due: remaining } = await contacts.countDue(account);
  return summary(contactChanges, outcome, { remaining, after: null });
}

function summary(
  contactChanges: ContactChanges,
  { written, held }: Outcome,
  rest: Pick<PublishResult, 'remaining' | 'after'>,
): PublishResult {
  return { written, unchanged: contactChanges.unchanged.length, held: contactChanges.held.length + held, ...rest };
}
