import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

const SEGMENTS = Array.from({ length: 30 }, (_, index) => `segment ${String(index + 1)}`);
/** `vip` is spelled in the configuration as nobody spells it in Gorgias; no tag is called `wholesail`. */
const edit = (yaml: string): string =>
  yaml.replace('auto: false', 'auto: true').replace(/^(\s*)lists: \{\}.*$/m, '$1lists: { " Vip": 2, wholesail: 2 }');

/** An import costs one of a hundred requests an hour to confirm, and holds its people until then (design D19). */
describe('contacts of an account with 30 tag lists', () => {
  let harness: ActivityHarness;
  let tagged: readonly number[] = [];
  beforeAll(async () => {
    const world = { seed: 5, customers: 2_600, tickets: 400, surveys: 60, active: { customers: 1, messages: 1 } };
    harness = await openActivityHarness(edit, {
      world,
      brevo: { limits: { othersPerHour: 300, contactsPerSecond: 100 } },
    });
    const { state } = harness.sandbox.world;
    tagged = [...state.tickets.values()]
      .filter(({ customerId, spam, trashedUs }) => {
        const email = customerId === null ? null : state.customers.get(customerId)?.email;
        return email?.includes('@') === true && !spam && trashedUs === null;
      })
      .map(({ id }) => id);
    for (const [index, tag] of SEGMENTS.entries())
      for (const ticketId of tagged.slice(index * 4, index * 4 + 5)) harness.happen({ do: 'addTag', ticketId, tag });
    for (const ticketId of tagged.slice(0, 3)) harness.happen({ do: 'addTag', ticketId, tag: 'VIP' });
  });
  afterAll(() => harness.end());

  const count = (pathPrefix: string, sinceSeq = 0): number =>
    harness.sandbox.brevo.journal.requests({ pathPrefix, sinceSeq }).length;
  const imports = (sinceSeq = 0): number => count('/v3/contacts/import', sinceSeq);

  it('take one import, and one for each further list, as the plan has said, however many pages of contacts they are', async () => {
    const { brevo } = harness.sandbox;
    await harness.run((all) => all.readReference({ account: ACCOUNT }));
    const plan = await harness.run((all) => all.planSync(ACCOUNT));
    const planned = async (change: (yaml: string) => string): Promise<number> => {
      harness.configure((yaml) => change(edit(yaml)));
      return (await harness.run((all) => all.planSync(ACCOUNT))).brevoImports;
    };
    const withOpenSupport = await planned((yaml) => yaml.replace('# open_support: 38', 'open_support: 38'));
    const withoutSurveys = await planned((yaml) => yaml.replace('surveys: true', 'surveys: false'));
    harness.configure(edit);
    expect([withOpenSupport, withoutSurveys]).toEqual([plan.brevoImports + 1, plan.brevoImports - 2]);
    // Refused alone some time ago, and sent with all others now.
    const refused = String(harness.sandbox.world.state.tickets.get(tagged[0] ?? 0)?.customerId);
    await harness.store.quarantine.put(ACCOUNT, [
      { kind: 'contact', key: refused, step: 'publish', cause: 'brevo.rejected', held: true },
    ]);

    const before = harness.sandbox.gorgias.journal.total;
    await fullRun(harness);
    const asked = harness.sandbox.gorgias.journal.total - before;

    expect(await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.rejected', limit: 5 })).toEqual([]);

    const lists = await harness.store.contacts.tagLists(ACCOUNT);
    for (const tag of SEGMENTS) expect(brevo.state.members(lists.get(tag) ?? 0).length).toBeGreaterThan(1);
    const joined = [...lists.values()].filter((list) => brevo.state.members(list).length > 0).length;
    // The common one, satisfied, dissatisfied, the named list of " Vip", and those of the tags.
    expect(imports()).toBe(4 + joined);
    expect(plan.brevoImports).toBeGreaterThanOrEqual(imports());
    expect(plan.brevoImports).toBeLessThanOrEqual(imports() + lists.size - joined + 1);
    expect(brevo.state.members(2).length).toBeGreaterThanOrEqual(2);
    // Each is asked about once where Brevo has finished it by then.
    expect(count('/v3/processes')).toBe(imports());
    // From now on it says what the last run took in fact, too.
    const { lastRun } = await harness.run((all) => all.planSync(ACCOUNT));
    const last = await harness.store.runs.lastWhole(ACCOUNT);
    expect(plan.lastRun).toBeNull();
    const { seconds = 0, requests = 0 } = last?.totals ?? {};
    // What stands before the lists (tags, agents, fields) is of the run, too.
    expect(requests).toBe(asked);
    expect(lastRun).toEqual({ finishedAt: last?.finishedAt, seconds, requests });
  });

  it('are counted by Brevo’s own hourly limit, of which its headers tell', async () => {
    const { rows } = await harness.store.db
      .query<{ capacity: number; level: number }>(`select capacity, level from budgets where bucket = 'brevo.others'`)
      .then((found) => ({ rows: found }));

    expect(rows).toMatchObject([{ capacity: 300 }]);
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const used = harness.sandbox.brevo.journal
      .requests({})
      .filter(({ path, at }) => at >= hour && (path.startsWith('/v3/processes') || path === '/v3/account')).length;
    expect(rows[0]?.level).toBe(300 - used);
  });

  it('with a tag of the configuration that nobody has, are told of it with the nearest one', async () => {
    expect(await harness.store.quarantine.list(ACCOUNT, { cause: 'unknown_tag', limit: 10 })).toMatchObject([
      { kind: 'tag', key: 'wholesail', held: false, detail: expect.stringMatching(/^the nearest is /) },
    ]);
  });

  it('when one of the lists goes between check and import, are written all the same, and the list is named', async () => {
    const { brevo } = harness.sandbox;
    const lists = await harness.store.contacts.tagLists(ACCOUNT);
    const [made, named] = [lists.get('segment 1') ?? 0, 36];
    const since = brevo.journal.total;
    const setup = await harness.run((all) => all.prepareIncremental({ account: ACCOUNT }, 'lists'));
    const changed = [...harness.sandbox.world.state.customers.values()].filter(
      ({ email }) => email?.includes('@') === true,
    );
    for (const { id } of changed.slice(0, 40))
      harness.happen({ do: 'updateCustomer', customerId: id, name: 'Renamed' });
    // Nobody is on them any more, as far as Brevo says, so that all are to join them again.
    for (const list of [made, named]) {
      brevo.people.deleteList(list);
      await harness.store.db.query('update brevo_contacts set lists = array_remove(lists, $1)', [list]);
    }
    await harness.store.db.query(`update contacts set due_at = now(), hash = null, due_version = due_version + 1`);
    await harness.run((all) => all.readPages(setup, 'customers'));

    for (let running = 1, left = 1; running > 0 || left > 0;) {
      ({ running } = await harness.run((all) => all.confirmImports(setup)));
      const { written, remaining } = await harness.run((all) => all.publishDue(setup, null));
      left = written + remaining;
    }

    const names = changed.slice(0, 40).map(({ email }) => brevo.state.contact(email!.trim())?.attributes['FIRSTNAME']);
    expect(new Set(names)).toEqual(new Set(['Renamed']));
    const again = (await harness.store.contacts.tagLists(ACCOUNT)).get('segment 1') ?? 0;
    expect(again).not.toBe(made);
    expect(brevo.state.members(again).length).toBeGreaterThan(1);
    expect(await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.not_found', limit: 10 })).toMatchObject([
      { kind: 'list', key: '36', detail: 'list 36' },
    ]);
    expect(imports(since)).toBeLessThan(100);
  });
});
