import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';

/** Deletions and merges of customers, which no list shows. Everything else about customers moves their `updated_datetime`. */
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
    if (type === 'customer-merged' && typeof sourceId === 'number' && sourceId !== objectId)
      await facts.markMerged(account, 'customer', { id: sourceId, survivorId: objectId });
  }
}
