import type { Store } from '../../src/store/types';
import { useStore } from './stores';

const ANN = 'ann@example.com';
const [CUSTOMER, TWIN, OTHER] = [1, 2, 3];
const HOLDER = 900;

/** Who holds whom is asked by the gate; whoever is held by a ticket that it would not name any more is found by the facts, whatever changed them. */
describe('a campaign that is held by a ticket which is no reason any more', () => {
  let store: Store;
  let account = '';
  useStore('let-go', (...own) => ([store, account] = own));

  const run = (sql: string): Promise<unknown> => store.db.query(sql.replaceAll(':account', `'${account}'`));
  const held = (ticketId: number, by = HOLDER): Promise<boolean> =>
    store.tickets.keepHeld(account, ticketId, { sentence: 'held', heldBy: by, why: `ticket ${String(by)} is open` });
  const ticket = async (id: number, customerId: number): Promise<void> => {
    await run(`insert into tickets (account, id, customer_id, status, channel, via, created_at, updated_at)
      values (:account, ${String(id)}, ${String(customerId)}, 'open', 'phone', 'phone', now(), now())`);
    await run(
      `insert into ticket_states (account, ticket_id, state, phase) values (:account, ${String(id)}, '{}', 'open')`,
    );
  };
  const request = async (id: string, ticketId: number | null): Promise<void> => {
    const key = ticketId === null ? `asked/${id}` : `${String(ticketId)}/campaign/1`;
    await run(`insert into campaign_requests (account, id, name, ticket_id, email_key, params, asked_at)
      values (:account, '${id}', 'n', ${String(ticketId)}, '${ANN}', '{}', now())`);
    await run(`insert into outbox (account, key, kind, ticket_id, email_key, name, happened_at, intended_at, gate, gate_at)
      values (:account, :account || '/${key}', 'campaign', ${String(ticketId)}, '${ANN}', 'n', now(), now(), 'held', now())`);
    const until = new Date(Date.now() + 86_400_000).toISOString() as never;
    await store.campaignRequests.settle(account, id, { status: 'held', reason: 'held', until, heldBy: HOLDER });
    await store.campaignRequests.signalled(account, [id]);
    await run(`update outbox set gate_at = clock_timestamp() where account = :account`);
  };
  const letGo = async () => ({
    tickets: await store.refreshQueue.letGo(account, 10),
    requests: await store.refreshQueue.overdueRequests(account, 10),
  });

  /** Ann has ticket 100, which waits for 900: hers, or one of the customer who has the same address. */
  const wait = async (holdersCustomer: number): Promise<void> => {
    await run(`insert into customers (account, id, email_lower, created_at, updated_at) values
      (:account, ${String(CUSTOMER)}, '${ANN}', now(), now()), (:account, ${String(TWIN)}, '${ANN}', now(), now()),
      (:account, ${String(OTHER)}, 'other@example.com', now(), now())`);
    await ticket(100, CUSTOMER);
    await ticket(101, CUSTOMER);
    await ticket(HOLDER, holdersCustomer);
    expect([await held(100), await held(100)]).toEqual([false, false]);
    await request('free', null);
    await request('of-ticket', 101);
    expect(await letGo()).toEqual({ tickets: [], requests: [] });
  };

  test.each([
    ['it is moved to another customer', CUSTOMER, `update tickets set customer_id = ${String(OTHER)}`],
    ['it is in the trash', CUSTOMER, 'update tickets set trashed_at = now()'],
    ['it is spam', CUSTOMER, 'update tickets set spam = true'],
    ['it is deleted', CUSTOMER, 'update tickets set deleted_at = now()'],
    ['it is merged', CUSTOMER, 'update tickets set merged_into = 100'],
    ['its customer has another address', TWIN, `update customers set email_lower = 'else@example.com'`],
    ['its customer has no address', TWIN, 'update customers set email_lower = null'],
    ['its customer is deleted', TWIN, 'update customers set deleted_at = now()'],
    ['its customer is merged into another', TWIN, `update customers set merged_into = ${String(OTHER)}`],
  ])('is found when %s, before or after the hold was written down, and a program’s is, too', async (_, whose, sql) => {
    await wait(whose);
    const id = sql.startsWith('update tickets') ? HOLDER : whose;
    await run(`${sql} where account = :account and id = ${String(id)}`);

    expect(await letGo()).toEqual({ tickets: [100], requests: ['free', 'of-ticket'] });
    // Decided by what was known a moment before.
    expect(await held(101)).toBe(true);
    await store.refreshQueue.signalled(account, [100, 101]);
    await store.campaignRequests.signalled(account, ['free', 'of-ticket']);
    expect(await letGo()).toEqual({ tickets: [], requests: [] });
  });

  test('is not found while the ticket is the person’s: also when its customer was merged into them', async () => {
    await wait(TWIN);
    await run(
      `update customers set merged_into = ${String(CUSTOMER)} where account = :account and id = ${String(TWIN)}`,
    );

    expect(await letGo()).toEqual({ tickets: [], requests: [] });
  });

  test('is found among any number of them, each in its turn', async () => {
    await wait(CUSTOMER);
    const all = 'from generate_series(1000, 6499) as id';
    await run(`insert into tickets (account, id, customer_id, status, channel, via, created_at, updated_at)
      select :account, id, ${String(CUSTOMER)}, 'open', 'phone', 'phone', now(), now() ${all}`);
    await run(`insert into ticket_states (account, ticket_id, state, stage, held_by, stood_at)
      select :account, id, '{}', 'held', case when id < 3500 then ${String(HOLDER)} else id - 2500 end, now() ${all}`);
    await run(`update tickets set customer_id = ${String(OTHER)} where account = :account and id in (1000, 3999)`);
    const found = new Set<number>();
    for (let call = 0; call < 6; call += 1)
      for (const id of await store.refreshQueue.letGo(account, 1)) {
        found.add(id);
        await store.refreshQueue.signalled(account, [id]);
      }

    // Those that are another's themselves, and those that are held by them.
    expect([...found].sort((one, other) => one - other)).toEqual([1000, 3500, 3999, 6499]);
  });
});
