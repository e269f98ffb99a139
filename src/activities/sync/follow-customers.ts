import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';

/**
 * Deletions and merges of customers, which no list shows. Who is left after a merge has got the other's channels and data without a date, so
 * they are read again.
 */
export async function followCustomers(
  deps: ActivityDeps,
  account: string,
  events: readonly FeedEvent[],
): Promise<void> {
  const { facts, ticketReader } = deps.store;
  for (const { type, objectId, data } of events) {
    if (type === 'customer-deleted' && !(await ticketReader.isMerged(account, objectId)))
      await facts.markDeleted(account, 'customer', objectId);
    const sourceId = data?.['source_customer_id'];
    if (type !== 'customer-merged' || typeof sourceId !== 'number' || sourceId === objectId) continue;
    await facts.markMerged(account, 'customer', { id: sourceId, survivorId: objectId });
    await facts.readLater(account, 'customer', [objectId]);
  }
}
