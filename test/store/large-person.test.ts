import type { Store } from '../../src/store/types';
import { at } from './records';
import { openTestStore, type OpenedStore } from './stores';

const ACCOUNT = 'marketplace';
const KEY = 'orders@marketplace.example.com';
const MANY = 3_000;

/** The address of a marketplace: whoever is mailed there has thousands of tickets. */
describe('a person with thousands of tickets', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    await store.db.query(
      `insert into customers (account, id, email_lower, created_at, updated_at) values ($1, 1, $2, $3, $3), ($1, 2, $2, $3, $3)`,
      [ACCOUNT, KEY, at(0)],
    );
    // Of the first customer all but the oldest are closed; the second has one ticket, the newest of all.
    await store.db.query(
      `insert into tickets (account, id, customer_id, status, channel, via, created_at, updated_at, closed_at)
        select $1, id, case id when $2 then 2 else 1 end, case id when 1 then 'open' else 'closed' end, 'email', 'email',
          $3::timestamptz + id * interval '1 minute', $3::timestamptz + id * interval '1 minute',
          case id when 1 then null else $3::timestamptz + id * interval '2 minutes' end
        from generate_series(1, $2::int) as id`,
      [ACCOUNT, MANY, at(0)],
    );
  });
  afterAll(() => opened.close());

  const others = (exceptTicketId: number) =>
    store.ticketReader.othersOf(ACCOUNT, KEY, {
      exceptTicketId,
      watchedFrom: at(MANY * 3),
      csat: { waitMs: 1, satisfiedFrom: 4, dissatisfiedTo: 2 },
    });

  test('is judged by the newest, whichever customer they are, and by what is open, however old', async () => {
    const found = await others(MANY - 1);
    expect(found).toHaveLength(200);
    expect(found.map(({ ticketId }) => ticketId)).toEqual(
      expect.arrayContaining([1, MANY, ...Array.from({ length: 198 }, (_, index) => MANY - 2 - index)]),
    );
    expect(found.filter(({ phase }) => phase === 'open').map(({ ticketId }) => ticketId)).toEqual([1]);
  });

  test('a ticket that is open and among the newest counts once', async () => {
    await store.db.query(`update tickets set status = 'open', closed_at = null where account = $1 and id = $2`, [
      ...[ACCOUNT, MANY],
    ]);
    const open = (await others(5)).filter(({ phase }) => phase === 'open').map(({ ticketId }) => ticketId);
    expect([...open].sort((one, other) => one - other)).toEqual([1, MANY]);
  });

  test('who asks to be erased is known by every ticket once, of whichever customer, and whatever of them waits is given up', async () => {
    const all = Array.from({ length: MANY }, (_, index) => index + 1);
    const waiting = [1, 1_001, 2_001, MANY];
    await store.outbox.intend(
      ACCOUNT,
      waiting.map((ticketId) => ({
        ...{ key: `${ACCOUNT}/${String(ticketId)}/opened/1`, name: 'OPENED', ticketId, customerId: 1, emailKey: KEY },
        ...{ happenedAt: at(0), params: {} },
      })),
    );
    const exported = await store.privacy.export(ACCOUNT, KEY);
    const { person } = await store.privacy.begin(ACCOUNT, KEY, { brevo: false });
    await store.privacy.giveUp(ACCOUNT, person);

    expect(exported.scope.ticketIds).toEqual(all);
    expect(exported.tables['tickets']).toHaveLength(MANY);
    expect((await store.privacy.scope(ACCOUNT, person))?.ticketIds).toEqual(all);
    const known = await Promise.all([1, 2_000, 2_001, MANY].map((id) => store.privacy.isTicketErased(ACCOUNT, id)));
    expect(known).toEqual([true, true, true, true]);
    for (const ticketId of waiting)
      expect(await store.outbox.ofTicket(ACCOUNT, ticketId)).toMatchObject([{ state: 'given_up' }]);
    expect(await store.privacy.onTheWire(ACCOUNT, person)).toMatchObject({ sending: 0 });
  });
});
