import { storeApart } from '../../src/activities/sync/store-apart';
import type { Customer } from '../../src/domain/records';
import { isConnectorError } from '../../src/domain/errors/connector-error';
import type { Store } from '../../src/store/types';
import { customer, position } from '../store/records';
import { openTestStore, type OpenedStore } from '../store/stores';

const ACCOUNT = 'yourstore';

/** A value that the reading takes and the database does not: nobody has foreseen it, so the table is told to refuse some. */
describe('a page with values that the database refuses', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    await store.db.query(`alter table customers add constraint unforeseen check (name not like 'odd%')`);
  });
  afterAll(() => opened.close());

  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const odd = (id: number): Customer => customer(id, { name: `odd ${String(id)}` });
  const read = (rows: readonly Customer[], at: { readonly before: number; readonly after: number }): Promise<void> =>
    storeApart(
      { store, log },
      {
        ...{ account: ACCOUNT, kind: 'customer' as const, rows },
        store: (some, last) =>
          store.facts.storeCustomers(ACCOUNT, some, {
            position: position('run', 'customers', last ? at.after : at.before),
            markAll: false,
          }),
      },
    );
  const known = async () =>
    (await store.db.query<{ id: number }>('select id from customers order by id')).map(({ id }) => id);
  const cursor = async () => (await store.runs.walk(ACCOUNT, 'run', 'customers'))?.walk.cursor;

  test('is stored without them, they are set aside, and the walk goes on', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => [3, 4, 9].includes(index + 1) ? odd(index + 1) : customer(index + 1)); // prettier-ignore

    await read(rows, { before: 0, after: 1 });

    expect(await known()).toEqual([1, 2, 5, 6, 7, 8, 10, 11, 12]);
    const aside = await store.quarantine.list(ACCOUNT, { cause: 'unreadable', limit: 10 });
    expect(aside.map(({ key, held }) => [Number(key), held]).sort()).toEqual([[3, true], [4, true], [9, true]]); // prettier-ignore
    expect(await cursor()).toBe('cursor-1');
  });

  test('that is odd alone is passed by', async () => {
    await read([odd(20)], { before: 1, after: 2 });

    expect(await known()).not.toContain(20);
    expect(await cursor()).toBe('cursor-2');
  });

  test('whose step dies before it has listed its row, goes on from the page before', async () => {
    await store.db.query('alter table quarantine rename to away');
    const died = await read([customer(40), odd(41)], { before: 2, after: 9 }).catch((thrown: unknown) => thrown);
    const at = await cursor();
    await store.db.query('alter table away rename to quarantine');

    expect([isConnectorError(died, 'bug'), at]).toEqual([true, 'cursor-2']);
  });

  test('where the fault is no value, goes on as before: nobody is set aside for it', async () => {
    await store.db.query('alter table walks rename to walks_away');
    const failed = await read([customer(30), customer(31)], { before: 2, after: 3 }).catch((thrown: unknown) => thrown);
    await store.db.query('alter table walks_away rename to walks');

    expect(isConnectorError(failed, 'bug')).toBe(true);
    expect(await store.quarantine.list(ACCOUNT, { cause: 'unreadable', limit: 10 })).toHaveLength(4);
  });
});
