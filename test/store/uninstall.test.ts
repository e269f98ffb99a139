import { purgeAccount } from '../../src/store/accounts/purge';
import type { Store } from '../../src/store/types';
import type { Db } from '../../src/store/database/connection';
import { openTestStore, type OpenedStore } from './stores';

const KEYS = { email: 'me@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' };
const install = (store: Store, account: string): Promise<void> =>
  store.accounts.save({ account, domain: `${account}.gorgias.com`, ...KEYS });

describe('an account that is uninstalled', () => {
  let opened: OpenedStore | null = null;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened?.close());

  it('has no keys, is installed no more, and what still runs cannot bring it back; a new install can', async () => {
    await install(store, 'gone');
    expect(await store.accounts.credentials('gone')).toEqual(KEYS);

    await store.accounts.uninstall('gone');
    await store.accounts.setState('gone', 'connected', { reason: null });

    await expect(store.accounts.credentials('gone')).rejects.toMatchObject({ code: 'input.unknown_account' });
    await expect(store.accounts.replaceKeys('gone', KEYS)).rejects.toMatchObject({ code: 'input.unknown_account' });
    expect(await store.accounts.find('gone')).toBeNull();
    expect(await store.accounts.list()).toEqual([]);
    expect(await store.accounts.uninstalled()).toEqual(['gone']);
    expect(await store.accounts.sealedBy()).toEqual(new Map());
    await install(store, 'gone');
    expect(await store.accounts.credentials('gone')).toEqual(KEYS);
    expect(await store.accounts.uninstalled()).toEqual([]);
    await purgeAccount(store.db, 'gone');
  });

  it('when it is purged, leaves no row in any table, others keep theirs, and no statement looks at more than a few pages', async () => {
    await install(store, 'purged');
    await install(store, 'neighbour');
    await fill(store.db, 'neighbour', 0.1);
    await fill(store.db, 'purged', 1);
    const tables = await tablesWithAccount(store.db);
    const before = await countAll(store.db, tables, 'neighbour');
    const slow: number[] = [];
    const timed: Db = {
      ...store.db,
      query: async (sql, params) => {
        const startedAt = performance.now();
        try {
          return await store.db.query(sql, params);
        } finally {
          slow.push(performance.now() - startedAt);
        }
      },
    };

    const deleted = await purgeAccount(timed, 'purged');

    slow.sort((one, other) => other - one);
    process.stderr.write(
      `${deleted} rows deleted in ${slow.length} statements, the slowest ${slow[0]!.toFixed(1)} ms\n`,
    );
    expect(await countAll(store.db, tables, 'purged')).toEqual(tables.map((table) => [table, 0]));
    expect(await countAll(store.db, tables, 'neighbour')).toEqual(before);
    // And the few numbers that were counted beside them.
    expect(deleted - (ROWS + 2)).toBeGreaterThanOrEqual(0);
    expect(deleted - (ROWS + 2)).toBeLessThan(20);
    expect(slow.length).toBeGreaterThan(20);
    expect(await purgeAccount(store.db, 'purged')).toBe(0);
  });
});

/** As the account of the specification has. */
const [CUSTOMERS, TICKETS, MESSAGES] = [14_200, 28_600, 20_000];
const ROWS = CUSTOMERS * 2 + TICKETS + MESSAGES;

async function fill(db: Db, account: string, part: number): Promise<void> {
  const [customers, tickets, messages] = [CUSTOMERS * part, TICKETS * part, MESSAGES * part];
  const statements = [
    `insert into customers (account, id, email_lower, name, created_at, updated_at)
      select $1, n, 'person' || n || '@example.com', 'Person ' || n, now(), now() from generate_series(1, ${customers}) n`,
    `insert into contacts (account, email_key) select $1, 'person' || n from generate_series(1, ${customers}) n`,
    `insert into tickets (account, id, customer_id, status, channel, via, subject, created_at, updated_at)
      select $1, n, n / 2, 'closed', 'email', 'email', 'A subject of usual length', now(), now() from generate_series(1, ${tickets}) n`,
    `insert into messages (account, id, ticket_id, from_agent, automated, at)
      select $1, n, n, true, false, now() from generate_series(1, ${messages}) n`,
    `insert into watermarks (account, resource, at) values ($1, 'tickets', now())`,
  ];
  for (const sql of statements) await db.query(sql, [account]);
}

async function tablesWithAccount(db: Db): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = 'account' order by 1`,
  );
  return rows.map(({ name }) => name);
}

function countAll(db: Db, tables: readonly string[], account: string): Promise<(readonly [string, number])[]> {
  return Promise.all(
    tables.map(async (table) => {
      const [row] = await db.query<{ rows: number }>(`select count(*)::int as rows from ${table} where account = $1`, [
        account,
      ]);
      return [table, Number(row?.rows)] as const;
    }),
  );
}
