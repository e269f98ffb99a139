import type { TicketEventType } from '../../src/domain/subscription/subscriber-events';
import type { NewTicketEvent } from '../../src/store/subscriptions/subscribers';
import type { Store } from '../../src/store/types';
import { type OpenedStore, openTestStore } from './stores';
import { timestamp } from '../../src/domain/timestamp';

const TYPES = ['ticket.created', 'ticket.closed'] as const;
const ALL = { types: TYPES, after: 0, limit: 1_000 };
const AT = timestamp('2026-11-20T10:00:00.000000Z');

function eventOf(account: string, ticketId: number, type: TicketEventType = 'ticket.closed'): NewTicketEvent {
  const payload = {
    ...{ ticket_id: ticketId, subject: null, channel: 'chat', status: 'closed', tags: [] },
    ...{ assignee: { id: null, name: null }, customer: { id: null, email: null } },
  };
  return { key: `${account}/${String(ticketId)}/${type}/1`, ticketId, type, happenedAt: AT, payload };
}

async function append(store: Store, account: string, ticketIds: readonly number[]): Promise<void> {
  const events = ticketIds.map((ticketId) => eventOf(account, ticketId));
  await store.liveTransaction(({ ticketEvents }) => ticketEvents.append(account, events));
}

describe('subscribers', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const open = async (account: string, name: string): Promise<readonly number[]> =>
    (await store.subscribers.unacknowledged(account, name, ALL)).map(({ ticketId }) => ticketId);

  it('when a name is new it begins now, and each name stands for itself', async () => {
    const { subscribers } = store;
    await append(store, 'names', [1]);
    await subscribers.join('names', 'one', TYPES);
    await append(store, 'names', [2, 2, 3]);
    await subscribers.join('names', 'two', TYPES);
    await append(store, 'names', [3, 4]);
    const [first] = await subscribers.unacknowledged('names', 'one', ALL);

    expect(await open('names', 'one')).toEqual([2, 3, 4]);
    expect(await open('names', 'two')).toEqual([4]);
    expect(await open('names', 'nobody')).toEqual([]);
    expect(await subscribers.acknowledge('names', 'one', [first?.seq ?? 0])).toBe(1);
    expect(await subscribers.acknowledge('names', 'one', [first?.seq ?? 0])).toBe(0);
    expect(await open('names', 'one')).toEqual([3, 4]);
    expect(await open('names', 'two')).toEqual([4]);
  });

  it('when many events are acknowledged at once and out of order, the one that is not stays open alone, and afterwards nothing is kept', async () => {
    const { subscribers, db } = store;
    await subscribers.join('acks', 'one', TYPES);
    await append(store, 'acks', [...Array(120).keys()]);
    const rows = await subscribers.unacknowledged('acks', 'one', ALL);
    const parked = rows[7];
    const others = rows.filter((row) => row !== parked).reverse();
    await Promise.all(others.map(({ seq }) => subscribers.acknowledge('acks', 'one', [seq])));

    expect(await open('acks', 'one')).toEqual([7]);
    await subscribers.acknowledge('acks', 'one', [parked?.seq ?? 0]);
    expect(await open('acks', 'one')).toEqual([]);
    expect(await db.query('select 1 from event_acks where account = $1', ['acks'])).toEqual([]);
  });

  it('when transactions overlap, a reader that never looks back misses no event', async () => {
    const { subscribers } = store;
    await subscribers.join('overlap', 'one', TYPES);
    const seen: number[] = [];
    let after = 0;
    const writing = { now: true };
    const poll = async (): Promise<void> => {
      for (const row of await subscribers.unacknowledged('overlap', 'one', { ...ALL, after })) {
        seen.push(row.ticketId);
        after = row.seq;
      }
    };
    const reading = (async () => {
      while (writing.now) await poll();
    })();
    const ids = [...Array(60).keys()];
    await Promise.all(
      ids.map((ticketId) =>
        store.liveTransaction(async ({ ticketEvents, ticketReader }) => {
          await ticketEvents.append('overlap', [eventOf('overlap', ticketId)]);
          // The longer a transaction stays open, the more of the others would be passed by.
          for (let turn = 0; turn < ticketId % 5; turn += 1) await ticketReader.details('overlap', ticketId);
        }),
      ),
    );
    writing.now = false;
    await reading;
    await poll();

    expect(seen.sort((one, other) => one - other)).toEqual(ids);
  });

  it('when they are old, events go, and so do subscribers that stayed away', async () => {
    const { subscribers, db } = store;
    await subscribers.join('old', 'one', TYPES);
    await append(store, 'old', [1, 2, 3]);
    const [, second] = await subscribers.unacknowledged('old', 'one', ALL);
    await subscribers.acknowledge('old', 'one', [second?.seq ?? 0]);
    await subscribers.prune('old', timestamp('2026-01-01T00:00:00Z'));
    expect(await open('old', 'one')).toEqual([1, 3]);

    await subscribers.prune('old', timestamp('2099-01-01T00:00:00Z'));

    for (const table of ['ticket_events', 'event_cursors', 'event_acks'])
      expect(await db.query(`select 1 from ${table} where account = 'old'`)).toEqual([]);
  });
});
