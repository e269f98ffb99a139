import type { ActivityDeps } from '../deps';
import type { PublishResult, SyncSetup } from '../types';
import { confirmImports } from './confirm-imports';
import { stillFitting } from './mapping';
import type { ContactChanges } from './contact-changes';
import { type Outcome, prepareChanges, publishContacts } from './publish-contacts';

/** Contacts looked at in one activity. */
const SLICE = 2_000;

/** Publishes due contacts whose projection changed. */
export async function publishDue(deps: ActivityDeps, setup: SyncSetup, after: string | null): Promise<PublishResult> {
  const { contacts } = deps.store;
  // An incremental run waits for no import: the next one releases its contacts.
  if (setup.lane === 'feed' && !setup.dryRun) await confirmImports(deps, setup);
  const due = await contacts.due(setup.account, SLICE, after ?? undefined);
  const mapping = setup.dryRun ? setup : await stillFitting(deps, setup);
  const contactChanges = await prepareChanges(deps, mapping, due);
  const last = due.at(-1)?.emailKey ?? null;
  if (setup.dryRun) {
    const rest = due.length === SLICE ? { remaining: 1, after: last } : { remaining: 0, after: null };
    return summary(contactChanges, { written: contactChanges.changes.length, held: 0 }, rest);
  }
  const outcome = await publishContacts(deps, mapping, contactChanges);
  const { due: remaining } = await contacts.countDue(setup.account);
  return summary(contactChanges, outcome, { remaining, after: null });
}

function summary(
  contactChanges: ContactChanges,
  { written, held }: Outcome,
  rest: Pick<PublishResult, 'remaining' | 'after'>,
): PublishResult {
  return { written, unchanged: contactChanges.unchanged.length, held: contactChanges.held.length + held, ...rest };
}
