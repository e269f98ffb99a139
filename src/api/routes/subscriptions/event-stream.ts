import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketEventRow } from '../../../store/subscriptions/subscribers';
import { chooseAccount } from '../../accounts';
import {
  acknowledgeEvents,
  readEventStream,
  type SubscriberEvent,
  subscriberEventSchema,
} from '../../../../packages/sdk/contract/subscriptions';
import { implement } from '../../operation';

/** Events are written by the worker, which may be another process: the table is where the two meet. */
const POLL_EVERY_MS = 400;

export const subscriptionOperations = {
  readEventStream: implement(readEventStream, async ({ query, signal }, { store }) => {
    const { subscriber, types, after, limit, wait } = query;
    const { account } = await chooseAccount(store.accounts, query.account);
    const { subscribers } = store;
    const deadline = Date.now() + wait * 1000;
    await subscribers.join(account, subscriber, types);
    for (;;) {
      const rows = await subscribers.unacknowledged(account, subscriber, { types, after, limit });
      if (rows.length > 0 || Date.now() >= deadline || signal.aborted) {
        return { account, subscriber, events: rows.map((row) => toEvent(account, row)) };
      }
      await sleep(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }),

  acknowledgeEvents: implement(acknowledgeEvents, async ({ query, body }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { subscriber, ids } = body;
    return { account, subscriber, acknowledged: await store.subscribers.acknowledge(account, subscriber, ids) };
  }),
};

function toEvent(account: string, { seq, type, happenedAt, payload }: TicketEventRow): SubscriberEvent {
  return subscriberEventSchema.parse({ ...payload, id: seq, account, type, happened_at: happenedAt });
}
