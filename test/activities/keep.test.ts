import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const DAY_MS = 86_400_000;

/** What is written down of people is not kept for ever (spec 17): `keep` of tajo.yaml, applied by night. */
describe('what is too old to be kept', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('notes: 400d', 'notes: 30d'));
  });
  afterAll(() => harness.end());

  const insert = async (sql: string): Promise<void> => {
    await harness.store.db.query(sql, [ACCOUNT]);
  };
  const notes = (days: number, from: number, to: number): Promise<void> =>
    insert(`insert into ticket_notes (account, ticket_id, at, source, note)
      select $1, n, now() - interval '${String(days)} days', 'webhook', 'x' from generate_series(${String(from)}, ${String(to)}) n`);
  const left = async (table: string): Promise<number> =>
    (await harness.store.db.query(`select 1 from ${table} where account = $1`, [ACCOUNT])).length;

  test('goes with the next run, a bounded part at a time; what is younger, still waits or still counts stays', async () => {
    await harness.sync();
    const before = { messages: await left('messages'), notes: await left('ticket_notes') };
    // Nothing was too old: this night is over.
    await notes(31, 1_000_001, 1_025_000);
    await notes(27, 2_000_001, 2_000_005);
    await harness.sync();
    expect(await left('ticket_notes')).toBe(before.notes + 25_005);
    for (const [kind, days] of Object.entries({ skip: 401, held: 402, send: 398 }))
      await insert(`insert into decisions (account, ticket_id, closed_at, decided_at, asked_at, outcome, kind, why, rules)
        select $1, 1, at, at, at, 'satisfied', '${kind}', '', '[]' from (select now() - interval '${String(days)} days' as at) t`);
    await insert(`insert into messages (account, id, ticket_id, from_agent, automated, at)
      select $1, 9000000 + n, 1, false, false, now() - n * interval '1 day' from unnest(array[366, 398, 401, 500]) as n`);

    await harness.later(DAY_MS);
    await harness.sync();

    expect(await left('ticket_notes')).toBe(before.notes + 5_005);
    expect([await left('decisions'), await left('messages')]).toEqual([2, before.messages + 2]);
    await harness.sync();
    expect(await left('ticket_notes')).toBe(before.notes + 5);
  });

  test('reports of rehearsals go with the decisions that they quote, and with the tenth that is begun after them', async () => {
    const { rehearsals } = harness.store;
    const input = { account: ACCOUNT, since: '2020-01-01' };
    const begin = (id: string) => harness.run((all) => all.prepareRehearsal(input, id));
    const there = async (): Promise<readonly unknown[]> => {
      const sql =
        'select id, (select count(*)::int from rehearsed_ends where rehearsal_id = r.id) as ends from rehearsals r order by id';
      return (await harness.store.db.query<{ id: string; ends: number }>(sql)).map(
        ({ id, ends }) => `${id} ${String(ends)}`,
      );
    };
    const quote = (id: string): Promise<void> =>
      insert(`insert into rehearsed_ends (account, rehearsal_id, ticket_id, closed_at, changed)
        select $1, '${id}', n, now(), false from generate_series(1, 3) as n`);
    for (const id of ['old', 'young']) {
      await begin(id);
      await quote(id);
    }
    await insert(`update rehearsals set started_at = now() - interval '390 days' where account = $1 and id = 'young'`);
    await insert(`update rehearsals set started_at = now() - interval '410 days' where account = $1 and id = 'old'`);
    await harness.later(2 * DAY_MS);
    await harness.sync();
    expect(await there()).toEqual(['young 3']);

    for (let n = 1; n < 10; n += 1) await begin(`begun-${String(n)}`);
    expect(await there()).toHaveLength(10);
    await begin('tenth');
    expect((await there()).join()).not.toContain('young');
    expect(await left('rehearsed_ends')).toBe(0);
    expect(await rehearsals.find(ACCOUNT, 'tenth')).not.toBeNull();
  });

  test('messages stay for as long as they count for response times', async () => {
    const before = await left('messages');
    await insert(`insert into messages (account, id, ticket_id, from_agent, automated, at)
      values ($1, 9900000, 1, false, false, now() - interval '700 days')`);
    harness.configure((yaml) => yaml.replace('active_within: 365d', 'active_within: 900d'));
    await harness.later(3 * DAY_MS);
    await harness.sync();
    expect(await left('messages')).toBe(before + 1);

    harness.configure((yaml) => yaml.replace('active_within: 365d', 'active_within: all'));
    await harness.later(4 * DAY_MS);
    await harness.sync();
    expect(await left('messages')).toBe(before + 1);
  });
});
