import type { ActivityDeps } from '../deps';
import type { SyncSetup, WalkedResource } from '../types';

/** Whether this run has read the list to its end. One that was left out has not, and proves nothing about what it did not meet. */
export async function hasWalked(
  { store: { runs } }: ActivityDeps,
  { account, runId }: SyncSetup,
  resource: WalkedResource,
): Promise<boolean> {
  return (await runs.walk(account, runId, resource))?.walk.done === true;
}

/** Of the lists that the run was to read, those that it has read to their end. */
export async function walkedToTheEnd(deps: ActivityDeps, setup: SyncSetup): Promise<readonly WalkedResource[]> {
  const walked: WalkedResource[] = [];
  for (const resource of setup.walks) if (await hasWalked(deps, setup, resource)) walked.push(resource);
  return walked;
}
