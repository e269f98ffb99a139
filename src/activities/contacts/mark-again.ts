import { cancellationSignal } from '@temporalio/activity';
import type { Carrying } from '../../store/types';
import type { ActivityDeps } from '../deps';

/**
 * Makes contacts due that were sent one of these attributes, or were put on one of these lists: what Brevo holds of them is not what it was
 * sent, so nothing that was remembered of it counts.
 */
export async function markCarriers(deps: ActivityDeps, account: string, carrying: Carrying): Promise<void> {
  await markPages(deps, account, carrying);
}

/** Makes all contacts due, to be compared with what they were sent. */
export async function markAll(deps: ActivityDeps, account: string): Promise<void> {
  await markPages(deps, account, null);
}

/** Page by page: no statement may hold up the others. */
async function markPages(deps: ActivityDeps, account: string, carrying: Carrying | null): Promise<void> {
  let after: string | null = '';
  while (after !== null && !cancellationSignal().aborted)
    after = await deps.store.contacts.markAgain(account, { after, carrying });
  cancellationSignal().throwIfAborted();
}
