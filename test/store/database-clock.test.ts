import { moveDatabaseClock } from '../support/database-clock';
import { openTestStore, type OpenedStore } from './stores';

const DAY = 86_400_000;

/** The tests' own tool: by it a wait of days is over at once for everything that the store judges by its clock. */
describe('the clock of a test’s database', () => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await openTestStore({ movableClock: true });
  });
  afterAll(() => opened.close());

  /** Days from the machine's clock. */
  const days = (at: unknown): number => Math.round((Date.parse(String(at)) - Date.now()) / DAY);

  test('when it is moved, every connection and every default of a column follows, and back again', async () => {
    const { store } = opened;
    const { db } = store;
    const defaults = await db.query<{ name: string; is: string }>(
      `select table_name || '.' || column_name as name, column_default as is from information_schema.columns
        where table_schema = 'public' and column_default ~ '(now|clock_timestamp)\\(\\)'`,
    );
    const seen: number[][] = [];
    for (const ahead of [7, -7, 0]) {
      await moveDatabaseClock(db, ahead * DAY);
      const readings = await Promise.all(
        [1, 2, 3, 4].map(async () => {
          const [row] = await db.query<{ now: string; clock: string }>('select now(), clock_timestamp() as clock');
          return [days(row?.now), days(row?.clock), days(await store.outbox.now())];
        }),
      );
      seen.push([...new Set(readings.flat())]);
    }
    await moveDatabaseClock(db, 7 * DAY);
    await store.quarantine.put('shop', [{ kind: 'customer', key: '4', step: 'map', cause: 'no_email', held: true }]);
    const [entry] = await store.quarantine.list('shop', { limit: 1 });
    await store.accounts.save({
      ...{ account: 'shop', domain: 'shop.gorgias.com', email: 'you@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' },
    });
    const row = await store.accounts.find('shop');

    expect(seen).toEqual([[7], [-7], [0]]);
    expect([days(entry?.firstAt), days(row?.installedAt), days(row?.publishFrom)]).toEqual([7, 7, 7]);
    expect(defaults.length).toBeGreaterThan(8);
    expect(
      defaults.filter(({ is }) => !/^clock\.(now|clock_timestamp)\(\)$|^(now|clock_timestamp)\(\)$/.test(is)),
    ).toEqual([]);
  });
});
