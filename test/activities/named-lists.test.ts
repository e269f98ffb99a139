import { randomUUID } from 'node:crypto';
import { explainTicket } from '../../src/api/story/explain';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

/** Long enough for both runs to come to where lists are made. */
const HELD_MS = 1_500;
const isListMade = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === 'POST' && path === '/v3/contacts/lists';
const THANKS = 'thanks: { when: neutral, delay: 0s, send: { list_id: "Thank you" } }';
const SORRY = 'sorry: { when: dissatisfied, delay: 0s, send: { list_id: 2 } }';
const JANE = 'jane@customer.example.com';

const named =
  (satisfied: string, { create = true, vip = 'VIP people' } = {}) =>
  (yaml: string): string =>
    yaml
      .replace('satisfied_customers: 36', `satisfied_customers: "${satisfied}"`)
      .replace('lists: {}', `lists: { vip: "${vip}" }`)
      .replace('create_lists: false', `create_lists: ${String(create)}`)
      .replace('campaigns: {}', `campaigns: { ${THANKS}, ${SORRY} }`);

/** Lists that the settings give by name (spec 3). */
describe('lists by name', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness(named(' satisfied CUSTOMERS '));
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email: JANE });
    harness.happen({ do: 'addTag', ticketId, tag: 'VIP' });
    await harness.run((all) => all.readReference({ account: ACCOUNT }));
  });
  afterAll(() => harness.end());

  const prepare = (dryRun = false) => harness.run((all) => all.prepareRun({ account: ACCOUNT, dryRun }, randomUUID()));
  const kept = (): Promise<ReadonlyMap<string, number>> => harness.store.contacts.namedLists(ACCOUNT);
  const calls = () => harness.store.contacts.listNames(ACCOUNT);
  const inBrevo = () => harness.sandbox.brevo.state.snapshot();
  const called = (name: string): readonly number[] =>
    inBrevo().lists.flatMap((list) => (list.name === name ? [list.id] : []));
  const isOn = (list: number | undefined): boolean => harness.sandbox.brevo.state.members(list ?? 0).includes(JANE);

  test('before the first run a check, a plan and a dry run say what each name comes to, and nothing is made or kept', async () => {
    const before = inBrevo().lists;
    const settings = `connectors: { gorgias: { domain: yourstore.gorgias.com, brevo: { create_lists: true },
      lists: { satisfied_customers: satisfied customers }, tags: { lists: { vip: VIP people } } } }`;

    const check = await harness.run((all) => all.checkSettings(ACCOUNT, settings));
    const plan = await harness.run((all) => all.planSync(ACCOUNT));
    const dry = await prepare(true);

    expect(check.faults).toEqual([]);
    expect(check.lists?.map(({ setting, id, sentence }) => [setting, id, sentence])).toEqual([
      ['lists.satisfied_customers', 36, 'is list 36'],
      ['tags.lists.vip', null, expect.stringContaining('is made by the first sync')],
    ]);
    expect(plan.lists?.map(({ name, id }) => [name, id])).toEqual([
      ['satisfied CUSTOMERS', 36],
      ['VIP people', null],
      ['Thank you', null],
    ]);
    const numbers = Object.values(dry.namedLists ?? {});
    expect(numbers).toContain(36);
    expect(new Set(numbers).size).toBe(3);
    expect(dry.listsByName).toEqual(plan.lists);
    expect(inBrevo().lists).toEqual(before);
    expect([...(await kept())]).toEqual([]);
  });

  test('when somebody else makes lists just now, they are waited for, and each list is made once, in a folder of its own', async () => {
    await harness.store.contacts.reserveListMaking(ACCOUNT, 'another process', HELD_MS);
    const begun = Date.now();

    await Promise.all([prepare(), prepare()]);
    await harness.sync();

    const made = harness.sandbox.brevo.journal.requests().filter(isListMade);
    expect(Math.min(...made.map(({ at }) => at)) - begun).toBeGreaterThan(HELD_MS - 100);
    const [vip] = called('VIP people');
    expect([called('VIP people').length, called('Thank you').length]).toEqual([1, 1]);
    const { lists, folders } = inBrevo();
    const folder = lists.find(({ id }) => id === vip)?.folderId;
    expect(folders.find(({ id }) => id === folder)?.name).toBe('Gorgias');
    expect((await kept()).get('satisfied customers')).toBe(36);
    expect(isOn(vip)).toBe(true);
    expect((await calls()).get(vip ?? 0)).toBe('VIP people');
    expect((await calls()).get(37)).toBe('Dissatisfied customers');
  });

  test('when the process died between making a list and remembering it, the one that is there is taken', async () => {
    const before = await kept();
    await harness.store.contacts.keepNamedLists(ACCOUNT, new Map());

    await prepare();

    expect(await kept()).toEqual(before);
    expect(called('VIP people')).toHaveLength(1);
  });

  test('a list that is renamed in Brevo stays the one that is meant, also where another one gets its old name', async () => {
    const [vip = 0] = called('VIP people');
    harness.sandbox.brevo.people.renameList(vip, 'Very important');
    await prepare();
    const madeAgain = called('VIP people');
    const folderId = inBrevo().folders[0]?.id ?? 0;
    const other = await harness.vendors.brevo(ACCOUNT).createList({ name: 'VIP people', folderId });

    await prepare();
    await harness.sync();

    expect(madeAgain).toEqual([]);
    expect((await kept()).get('vip people')).toBe(vip);
    expect([(await calls()).get(vip), (await calls()).get(other)]).toEqual(['Very important', 'VIP people']);
    expect([isOn(vip), isOn(other)]).toEqual([true, false]);
    harness.sandbox.brevo.people.deleteList(other);
  });

  test('a list that is deleted in Brevo by hand is made again, with everybody who belongs on it', async () => {
    const before = (await kept()).get('vip people');
    harness.sandbox.brevo.people.deleteList(before ?? 0);

    await prepare();
    await harness.sync();

    const now = (await kept()).get('vip people');
    expect(now).not.toBe(before);
    expect((await calls()).has(before ?? 0)).toBe(false);
    expect([called('VIP people'), isOn(now)]).toEqual([[now], true]);
  });

  test.each([
    [3, 'by its name', 'Thank you', 'thanks by list Thank you'],
    [1, 'by its number', 'Your first list', 'sorry by list 2 (Your first list)'],
  ])('with a score of %d a campaign puts people on the list that is given %s', async (score, _, list, told) => {
    const email = `rated-${String(score)}@customer.example.com`;
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email });
    await harness.refresh(ticketId);
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
    await harness.refresh(ticketId);

    expect(harness.sandbox.brevo.state.members(called(list)[0] ?? 0)).toContain(email);
    const { store } = harness;
    const csat = { waitMs: 0, satisfiedFrom: 4, dissatisfiedTo: 2 };
    const row = await store.accounts.find(ACCOUNT);
    const why = await explainTicket({ store, uiUrl: null, namespace: 'default', exclude: [], csat }, row!, ticketId);
    expect(why.story.map(({ what }) => what)).toContain(`campaign ${told}: accepted by Brevo`);
  });

  test('another name for a list is another list, and whoever was on the first leaves it with the next run', async () => {
    const before = (await kept()).get('vip people');
    harness.configure(named('satisfied customers', { vip: 'Best people' }));

    await prepare();
    await harness.sync();

    const now = (await kept()).get('best people');
    expect([now !== before, isOn(now), isOn(before)]).toEqual([true, true, false]);
    expect((await kept()).has('vip people')).toBe(false);
  });

  test('two lists of one name are told by their numbers, an unknown name with the nearest, and one list is not meant twice', async () => {
    const folderId = inBrevo().folders[0]?.id ?? 0;
    const twin = await harness.vendors.brevo(ACCOUNT).createList({ name: 'Satisfied customers', folderId });
    await harness.store.contacts.keepNamedLists(ACCOUNT, new Map());
    harness.configure((yaml) =>
      named('Satisfied customers', { create: false, vip: 'Best peple' })(yaml).replace(
        '# open_support: 38',
        'open_support: "Dissatisfied customers"',
      ),
    );

    const failure = await prepare().then(
      () => 'none',
      (thrown: unknown) => String(thrown),
    );

    expect(failure).toContain(`Brevo has 2 lists called “Satisfied customers”, 36 and ${String(twin)}`);
    expect(failure).toContain('Brevo has no list called “Best peple”, the nearest is Best people');
    expect(failure).toContain('lists.open_support is list 37, which is lists.dissatisfied_customers already');
    expect(failure).toContain('tajo.yaml:');
    harness.sandbox.brevo.people.deleteList(twin);
  });

  test('when Brevo takes a name for no list, that is a fault of the settings, told before anything is written', async () => {
    harness.configure(named('satisfied customers', { vip: 'Too odd' }));
    harness.sandbox.brevo.faults.add({
      kind: 'status',
      status: 400,
      body: { code: 'invalid_parameter', message: 'List name is not valid' },
      match: ({ method, path, rawBody }) =>
        method === 'POST' && path === '/v3/contacts/lists' && rawBody.includes('Too odd'),
    });

    await expect(prepare()).rejects.toThrow('tags.lists.vip: Brevo does not make the list “Too odd”');

    expect((await kept()).get('satisfied customers')).toBe(36);
  });
});
