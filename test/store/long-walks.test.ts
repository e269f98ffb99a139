import type { Store } from '../../src/store/types';
import { type Timestamp, timestampOf } from '../../src/domain/timestamp';
import { openTestStore, type OpenedStore } from './stores';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const day = (days: number): Timestamp => timestampOf(START + days * DAY);

/** Walks through our own tables that are too long for one statement go on where they stood, and meet what one statement would. */
describe('a walk through a large table', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());

  /** `columns` are SQL over `id`; values that are not said are those of a quiet row. */
  const rows = async (table: string, account: string, count: number, columns: Readonly<Record<string, string>>) => {
    await store.db.query(
      `insert into ${table} (account, id, ${Object.keys(columns).join(', ')})
        select $1, id, ${Object.values(columns).join(', ')} from generate_series(1, ${String(count)}) as id`,
      [account],
    );
    // As the connector does for pages that it stores: without statistics a statement reads the other accounts too.
    await store.db.query(`analyze ${table}`);
  };
  const quiet = { created_at: `'${day(0)}'`, updated_at: `'${day(0)}'` };

  describe('for records that a complete walk of Gorgias did not meet', () => {
    const ACCOUNT = 'unseen';
    const next = (limit = 20) => store.facts.unseen(ACCOUNT, 'customer', { runId: 'new', limit });
    const see = async (ids: readonly number[]): Promise<void> => {
      for (const id of ids) await store.facts.markSeen(ACCOUNT, 'customer', { id, runId: 'new' });
    };
    const seen = `case when id % 14991 <> 0 then 'new' end`;
    beforeAll(() => rows('customers', ACCOUNT, 65_000, { ...quiet, seen_run: seen }));

    test('each is found, one that could not be looked up again, and each run begins at the beginning', async () => {
      expect(await next(2)).toEqual({ ids: [14_991, 29_982], done: false });
      await see([29_982]);
      expect(await next(2)).toEqual({ ids: [14_991, 44_973], done: false });
      await see([14_991, 44_973]);
      expect(await next(2)).toEqual({ ids: [59_964], done: true });
      await store.facts.markDeleted(ACCOUNT, 'customer', 59_964);
      expect(await next(2)).toEqual({ ids: [], done: true });
      const other = await store.facts.unseen(ACCOUNT, 'customer', { runId: 'other', limit: 2 });
      expect(other).toEqual({ ids: [1, 2], done: false });
    });

    test('when the run has ended, where it stood is forgotten', async () => {
      const kept = () => store.db.query('select walk from positions where account = $1', [ACCOUNT]);
      expect(await kept()).toEqual([{ walk: 'unseen.customers/new' }]);
      await store.runs.finish(ACCOUNT, 'another/new', { state: 'completed', totals: {} });
      expect(await kept()).toHaveLength(1);
      await store.runs.finish(ACCOUNT, 'new', { state: 'completed', totals: {} });
      expect(await kept()).toEqual([]);
    });
  });

  describe('for tickets that are due for a refresh', () => {
    const since = day(1);
    const ask = (account: string, runId = 'run') =>
      store.refreshQueue.toRefresh(account, { since, watchedFrom: day(0), runId, limit: 100 });
    /** As a run does: what is found is signalled, and asked for again until there is no more. */
    const signalAll = async (account: string, runId?: string): Promise<readonly number[]> => {
      const found: number[] = [];
      for (;;) {
        const { due, done } = await ask(account, runId);
        const ids = due.map(({ ticketId }) => ticketId);
        await store.refreshQueue.signalled(account, ids);
        found.push(...ids);
        if (done) return found;
      }
    };
    const ticketRows = (account: string, count: number, columns: Readonly<Record<string, string>>) =>
      rows('tickets', account, count, {
        ...{ ...quiet, status: `'closed'`, channel: `'email'`, via: `'email'`, closed_at: `'${day(5)}'` },
        ...columns,
      });
    const ids = (count: number, isMeant: (id: number) => boolean): readonly number[] =>
      Array.from({ length: count }, (_, index) => index + 1).filter(isMeant);

    test('each that changed since is found once and in time, also where thousands changed in one moment', async () => {
      const COUNT = 42_000;
      // Of one moment are more than a call looks at.
      await ticketRows('changed', COUNT, {
        updated_at: `'${day(0)}'::timestamptz + least(id, 1000) * interval '1 hour' - (id > 1000)::int * interval '1 minute'`,
        deleted_at: `case when id % 3 = 0 then now() end`,
      });
      const looked = `insert into ticket_states (account, ticket_id, state, read_updated_at)
        select account, id, '{}', updated_at from tickets where account = $1 and id % 100 <> 0`;
      await store.db.query(looked, ['changed']);
      const expected = ids(COUNT, (id) => id % 100 === 0 && id % 3 !== 0 && id >= 24);

      expect([...(await signalAll('changed'))].sort((a, b) => a - b)).toEqual(expected);
      expect(await signalAll('changed')).toEqual([]);
    });

    test('what was found and not signalled is found again, and a run begins where its own list ends', async () => {
      await ticketRows('again', 2_500, { updated_at: `'${day(1)}'::timestamptz + id * interval '1 minute'` });
      const first = await ask('again');
      expect(first.due.map(({ ticketId }) => ticketId)).toEqual(ids(100, () => true));
      expect(await ask('again')).toEqual(first);
      expect(await signalAll('again')).toEqual(ids(2_500, () => true));
      // A list tells later of one that changed before.
      await store.db.query(`update ticket_states set signalled_at = null where account = $1 and ticket_id = 7`, [
        'again',
      ]);
      expect(await signalAll('again')).toEqual([7]);
    });

    test('each open one that nobody has looked at is found once, among very many that somebody has', async () => {
      const COUNT = 23_000;
      await ticketRows('open', COUNT, { status: `'open'`, closed_at: 'null' });
      const looked = `insert into ticket_states (account, ticket_id, state) select account, id, '{}' from tickets
        where account = $1 and id % 5000 <> 1`;
      await store.db.query(looked, ['open']);
      const found: number[] = [];
      // A call that finds none says that it is done: the others get their turn with the next runs.
      for (let runs = 0; runs < 4; runs += 1) found.push(...(await signalAll('open', String(runs))));
      expect(found).toEqual([20_001, 15_001, 10_001, 5_001, 1]);
    });
  });

  describe('for customers whose details are to be read', () => {
    const ACCOUNT = 'enrich';
    const CUSTOMERS = 9_000;
    beforeAll(async () => {
      const spread = (salt: number): string =>
        `'${day(0)}'::timestamptz + (hashint8extended(id, ${String(salt)}) & 1023) * interval '1 hour'`;
      await rows('customers', ACCOUNT, CUSTOMERS, {
        ...{ ...quiet, updated_at: spread(1) },
        deleted_at: `case when id % 50 = 0 then now() end`,
        merged_into: `case when id % 51 = 0 then 1 end`,
        detail_read_at: `case when id % 3 = 0 then '${day(40)}'::timestamptz when id % 3 = 1 then '${day(60)}' end`,
      });
      await rows('tickets', ACCOUNT, 12_000, {
        ...{ ...quiet, updated_at: spread(2), status: `'closed'`, channel: `'email'`, via: `'email'` },
        customer_id: `case when id % 20 <> 0 then (hashint8extended(id, 3) & 8191) + 1 end`,
      });
    });

    /** One pass over everything, as it was asked before. */
    const ORACLE = `select id from (
        select id, updated_at, true as wanted from customers where account = $1 and deleted_at is null and merged_into is null
          and (detail_read_at is null or detail_read_at < $3::timestamptz)
        union all
        select customer_id, updated_at, false from tickets
        where account = $1 and customer_id is not null and updated_at >= $2::timestamptz
      ) a group by id having bool_or(wanted) and max(updated_at) >= $2::timestamptz
      order by max(updated_at) desc, id desc limit $4`;
    const expected = async (since: Timestamp, readSince: Timestamp, limit: number) =>
      (await store.db.query<{ id: number }>(ORACLE, [ACCOUNT, since, readSince, limit])).map(({ id }) => id);
    const ask = (since: Timestamp, readSince: Timestamp, limit: number, runId?: string) =>
      store.facts.customersToEnrich(ACCOUNT, { since, readSince, limit, ...(runId === undefined ? {} : { runId }) });

    test.each([
      ['of all time', day(0), day(50), 20_000],
      ['of the last days', day(35), day(50), 20_000],
      ['the first few', day(0), day(50), 700],
      ['that were never read', day(0), day(0), 20_000],
    ])('all are found, latest activity first: those %s', async (_what, since, readSince, limit) => {
      const ids = await ask(since, readSince, limit);
      expect(ids.length).toBeGreaterThan(500);
      expect(ids).toEqual(await expected(since, readSince, limit));
    });

    test('a run that reads some with each slice reads each once and in order, also who becomes active meanwhile', async () => {
      const [since, readSince] = [day(0), day(50)];
      const wanted = await expected(since, readSince, 20_000);
      // Of those with tickets the older activity is met as well.
      const idle = `select id from customers c where account = $1 and id = any($2::bigint[])
        and not exists (select 1 from tickets where account = $1 and customer_id = c.id) order by updated_at desc, id desc limit 1`;
      const [returning] = await store.db.query<{ id: number }>(idle, [ACCOUNT, wanted]);
      const read: number[] = [];
      for (let slice = 0; ; slice += 1) {
        const ids = (await ask(since, readSince, 20_000, 'run')).slice(0, 400);
        if (ids.length === 0) break;
        await store.db.query(
          `update customers set detail_read_at = '${day(70)}' where account = $1 and id = any($2::bigint[])`,
          [ACCOUNT, ids],
        );
        read.push(...ids);
        // Read already, and then forgotten again by a newer change, far above where the run stands.
        const again = `update customers set updated_at = now(), detail_read_at = null where account = $1 and id = $2`;
        if (slice === 5) await store.db.query(again, [ACCOUNT, returning?.id]);
      }
      expect(read).toEqual([...wanted, returning?.id]);
      expect(await store.db.query('select run_id from enrichment where account = $1', [ACCOUNT])).toEqual([
        { run_id: 'run' },
      ]);
      await store.runs.finish(ACCOUNT, 'run', { state: 'completed', totals: {} });
      expect(await store.db.query('select run_id from enrichment where account = $1', [ACCOUNT])).toEqual([]);
    });
  });
});
