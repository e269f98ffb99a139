import type { OutboxEnd } from '../../src/store/outbox/outbox-types';
import type { Store } from '../../src/store/types';

/** An attempt with that end; in one transaction, so that nobody sees it under way. */
export async function attemptOnce(
  store: Store,
  account: string,
  { key, end, reason = null }: { readonly key: string; readonly end: OutboxEnd; readonly reason?: string | null },
): Promise<void> {
  await store.liveTransaction(async ({ outbox }) => {
    const entry = await outbox.find(account, key);
    if (entry === null) throw new Error(`nothing is written down as ${key}`);
    const token = await outbox.begin(account, entry);
    if (!(await outbox.settle(account, { key, token }, { end, reason }))) throw new Error(`${key} was not settled`);
  });
}
