import { campaignWorkflowId, ticketWorkflowId } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { findOtherCustomers, type Looked } from './find-other-customers';

const WHY = 'the person asked to be erased';

/**
 * Ends the workflows of the person's tickets and campaigns, and gives up what has not left for Brevo. The door is shut: none begins anew. The
 * same for customers whom only Gorgias knows to be the person.
 */
export async function endPersonsWork(deps: ActivityDeps, account: string, person: string): Promise<void> {
  await endWork(deps, account, person);
  await endOthersWork(deps, account, person);
}

/** Of customers whom only Gorgias knows to be the person. */
export async function endOthersWork(deps: ActivityDeps, account: string, person: string): Promise<Looked> {
  const looked = await findOtherCustomers(deps, account, person);
  if (looked === 'wider') await endWork(deps, account, person);
  return looked;
}

async function endWork(deps: ActivityDeps, account: string, person: string): Promise<void> {
  const { privacy } = deps.store;
  const scope = await privacy.scope(account, person);
  if (scope === null) return;
  const ids = [
    ...scope.ticketIds.map((id) => ticketWorkflowId(account, id)),
    ...scope.requestIds.map((id) => campaignWorkflowId(account, id)),
  ];
  const ended = (await deps.endWorkflows?.(ids, WHY)) ?? 0;
  await privacy.workflowsEnded(account, person, ended);
  await privacy.giveUp(account, person);
}
