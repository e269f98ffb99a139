import { ACCOUNT, BREVO_KEY, GORGIAS } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

/** What the vendors are asked before anything is kept or begun: new keys, a connection, settings. */
describe('asked before it matters', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness();
  });
  afterAll(() => harness.end());
  beforeEach(() => {
    harness.sandbox.gorgias.setCredentials(GORGIAS);
    harness.sandbox.brevo.setApiKey(BREVO_KEY);
  });

  const trial = (gorgiasApiKey: string, brevoApiKey: string, vendors: readonly ('gorgias' | 'brevo')[]) => {
    const { accounts } = harness.store;
    const keys = accounts.sealTrial(ACCOUNT, { email: GORGIAS.email, gorgiasApiKey, brevoApiKey });
    expect(keys).not.toContain(gorgiasApiKey);
    return harness.run((all) => all.tryKeys({ account: ACCOUNT, keys, vendors }));
  };

  it('new keys are tried without being stored, and a refused one holds up nothing that the old one does', async () => {
    const stored = await harness.store.accounts.credentials(ACCOUNT);

    const answers = [
      await trial(GORGIAS.apiKey, BREVO_KEY, ['gorgias', 'brevo']),
      await trial('wrong', 'wrong', ['gorgias', 'brevo']),
      await trial('wrong', 'wrong', ['brevo']),
    ];

    const refused = (vendor: string) => ({ vendor, ok: false, code: `auth.${vendor}_refused` });
    expect(answers.map((all) => all.map(({ refusal, ...of }) => ({ ...of, code: refusal?.code ?? null })))).toEqual([
      [
        { vendor: 'gorgias', ok: true, code: null },
        { vendor: 'brevo', ok: true, code: null },
      ],
      [refused('gorgias'), refused('brevo')],
      [refused('brevo')],
    ]);
    expect(await harness.store.accounts.credentials(ACCOUNT)).toEqual(stored);
    expect(await harness.store.admission.holds(ACCOUNT)).toEqual([]);
    expect(await harness.store.accounts.find(ACCOUNT)).toMatchObject({ state: 'connected' });
  });

  it('keys that were sealed for another account are opened for none', async () => {
    const { accounts } = harness.store;
    const keys = accounts.sealTrial('otherstore', { email: 'a@b.c', gorgiasApiKey: 'g', brevoApiKey: 'b' });

    await expect(harness.run((all) => all.tryKeys({ account: ACCOUNT, keys, vendors: ['brevo'] }))).rejects.toThrow(
      'does not open this data',
    );
  });

  it('when Gorgias refuses the key, the test says so once, and still asks Brevo', async () => {
    harness.sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });

    const checks = await harness.run((all) => all.testConnection(ACCOUNT));

    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['gorgias.authentication', false],
      ['brevo.authentication', true],
      ['brevo.attributes', true],
      ['brevo.lists', true],
      ['brevo.events', true],
    ]);
  });

  it('a limit that is over in a second is waited for, and is no fault', async () => {
    harness.sandbox.gorgias.faults.add({
      kind: '429',
      retryAfterSeconds: 1,
      times: 1,
      match: { pathPrefix: '/api/account' },
    });

    const checks = await harness.run((all) => all.testConnection(ACCOUNT));

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(harness.sandbox.gorgias.journal.requests().filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it('a page in place of the API means of a helpdesk that nobody has read that it is none, of another one that the way there is broken', async () => {
    harness.sandbox.gorgias.faults.add({ kind: 'html', status: 200, match: { pathPrefix: '/api/account' } });
    const asked = async () => {
      const checks = await harness.run((all) => all.testConnection(ACCOUNT));
      const [tried] = await trial(GORGIAS.apiKey, BREVO_KEY, ['gorgias']);
      return [checks[0]?.code, tried?.refusal?.code];
    };

    const before = await asked();
    await harness.store.runs.begin(ACCOUNT, { runId: 'read', type: 'incremental', request: {} });
    await harness.store.runs.finish(ACCOUNT, 'read', { state: 'completed', totals: {} });
    const since = await asked();
    harness.sandbox.gorgias.faults.clear();

    expect(before).toEqual(['gorgias.wrong_domain', 'gorgias.wrong_domain']);
    expect(since).toEqual(['gorgias.unavailable', 'gorgias.unavailable']);
  });

  it('settings are held against both vendors as they are now, all faults at once, and nothing is made', async () => {
    const { attributes } = harness.sandbox.brevo.state.snapshot();
    const settings = `connectors: { gorgias: { domain: yourstore.gorgias.com,
      lists: { all_support_contacts: 35, satisfied_customers: 4711 },
      field_mapping: { email: email, no_such_field: A, nb_tickets: FIRSTNAME, last_ticket_date: WHEN_LAST },
      tags: { lists: { "no such tag at all": 36 } },
      campaigns: { win-back: { when: dissatisfied, send: { template_id: 4712 } } } } }`;

    const check = await harness.run((all) => all.checkSettings(ACCOUNT, settings));

    expect(check.faults.map(({ setting }) => setting)).toEqual([
      'field_mapping.no_such_field',
      'lists.satisfied_customers',
      'campaigns.win-back.send.template_id',
    ]);
    expect(check.creates).toEqual([{ name: 'WHEN_LAST', type: 'date' }]);
    expect(check.warnings).toEqual([
      {
        setting: 'tags.lists.no such tag at all',
        sentence: expect.stringMatching(/^No tag is called so; there is /),
      },
    ]);
    expect(harness.sandbox.brevo.state.snapshot().attributes).toEqual(attributes);
  });

  it('of paths into shop data that lead nowhere, and of a file of another account, it is said as a doubt', async () => {
    const settings = `connectors: { gorgias: { domain: otherstore.gorgias.com,
      field_mapping: { email: email, integrations.shopify.orders_count: A, integrations.shopfy.orders_count: B,
        integrations.shopify.order_counts: C, integrations.99.orders_count: D } } }`;

    const check = await harness.run((all) => all.checkSettings(ACCOUNT, settings));

    expect(check.faults).toEqual([]);
    const nearest = expect.stringMatching(
      /^None of the customers that changed last \(\d\) has a value there; the nearest is integrations\.shopify\.orders_count$/,
    );
    expect(check.warnings).toEqual([
      {
        setting: 'domain',
        sentence: expect.stringMatching(/^is otherstore\.gorgias\.com, which is not .* yourstore\.gorgias/),
      },
      { setting: 'field_mapping.integrations.shopfy.orders_count', sentence: nearest },
      { setting: 'field_mapping.integrations.shopify.order_counts', sentence: nearest },
      { setting: 'field_mapping.integrations.99.orders_count', sentence: nearest },
    ]);
  });

  it('a template of which Brevo does not say whether it is active is there, and so is a list without a name (case B12)', async () => {
    const { faults } = harness.sandbox.brevo;
    const odd = (key: string, change: object) => (json: unknown) => {
      const page = json as Record<string, Record<string, unknown>[]>;
      return { ...page, [key]: page[key]?.map((row) => ({ ...row, ...change })) };
    };
    const [templates, lists] = [{ pathPrefix: '/v3/smtp/templates' }, { pathPrefix: '/v3/contacts/lists' }];
    faults.add({ kind: 'rewrite', rewrite: odd('templates', { isActive: null }), match: templates });
    faults.add({ kind: 'rewrite', rewrite: odd('lists', { name: null, folderId: 'none' }), match: lists });
    const settings = `connectors: { gorgias: { domain: yourstore.gorgias.com, field_mapping: { email: email },
      lists: { satisfied_customers: 36 }, campaigns: { win-back: { when: dissatisfied, send: { template_id: 31 } } } } }`;

    const check = await harness.run((all) => all.checkSettings(ACCOUNT, settings));
    faults.clear();

    expect(check.faults).toEqual([]);
  });

  it('a call that only a command makes and Gorgias forbids is heard by who asked, and holds nothing; one that a run makes holds it', async () => {
    const { faults } = harness.sandbox.gorgias;
    const forbidden = { kind: 'status', status: 403, body: { error: { msg: 'Forbidden.' } } } as const;
    for (const pathPrefix of ['/api/integrations', '/api/tags']) faults.add({ ...forbidden, match: { pathPrefix } });

    const removing = harness.run((all) => all.removeWebhooks(ACCOUNT, { everywhere: true }));
    await expect(removing).rejects.toMatchObject({ code: 'auth.gorgias_forbidden' });
    expect(await harness.store.admission.holds(ACCOUNT)).toEqual([]);
    await harness.run((all) => all.readReference({ account: ACCOUNT })).catch(() => undefined);
    expect((await harness.store.admission.holds(ACCOUNT)).map(({ scope }) => scope)).toEqual(['gorgias GET /tags']);
    faults.clear();
    await harness.store.admission.lift(ACCOUNT, ['gorgias GET /tags']);
  });

  it('what both vendors have is offered as settings spell it, tags by use, and what nobody fills in any more is not', async () => {
    const offers = await harness.run((all) => all.readOffers(ACCOUNT));

    expect(offers.fields.map(({ name, type }) => [name, type])).toEqual([
      ['vip_status', 'boolean'],
      ['customer_type', 'text'],
      ['loyalty_points', 'number'],
      ['favourite_colour', 'text'],
    ]);
    expect(offers.lists).toContainEqual({ id: 36, name: 'Satisfied customers' });
    expect(offers.attributes).toContainEqual({ name: 'VIP_STATUS', category: 'normal', type: 'boolean', options: [] });
    const uses = offers.tags.map(({ usage }) => usage ?? 0);
    expect(uses).toEqual([...uses].sort((one, other) => other - one));
    expect(uses).not.toContain(0);
  });

  it('lists are made once each, in a folder of their own, and those that are there are taken', async () => {
    const names = ['Happy people', ' satisfied CUSTOMERS ', 'happy people'];

    const made = await harness.run((all) => all.makeLists({ account: ACCOUNT, names }));
    const again = await harness.run((all) => all.makeLists({ account: ACCOUNT, names }));

    const [first] = made;
    expect(made.map(({ id, made: isNew }) => [id, isNew])).toEqual([
      [first?.id, true],
      [36, false],
      [first?.id, false],
    ]);
    expect(again.map(({ id, made: isNew }) => [id, isNew])).toEqual(made.map(({ id }) => [id, false]));
    const { lists, folders } = harness.sandbox.brevo.state.snapshot();
    const own = lists.filter(({ name }) => name === 'Happy people');
    expect(own.map(({ folderId }) => folders.find(({ id }) => id === folderId)?.name)).toEqual(['Gorgias']);
  });

  it('the size of a first run is that of the lists that are read: one that is switched off is not asked for, and plan has no line of it', async () => {
    const { journal } = harness.sandbox.gorgias;
    harness.configure((yaml) => yaml.replace('tickets: true', 'tickets: false'));
    journal.clear();

    await harness.run((all) => all.readReference({ account: ACCOUNT }));
    const whole = await harness.run((all) => all.prepareRun({ account: ACCOUNT }, 'a-run'));
    const part = await harness.run((all) => all.prepareRun({ account: ACCOUNT, resources: ['customers'] }, 'another'));
    const plan = await harness.run((all) => all.planSync(ACCOUNT));

    const { customers } = harness.sandbox.world;
    expect(whole.expectedRows).toMatchObject({ satisfaction_surveys: 0, customers: customers.size });
    expect(whole.expectedRows).not.toHaveProperty('tickets');
    expect(whole.expectedDetails).toBe(customers.size);
    expect(part.expectedRows).toEqual({});
    expect(plan.resources.map(({ name }) => name)).toEqual(['satisfaction_surveys', 'customers']);
    expect(journal.count({ pathPrefix: '/api/tickets' })).toBe(0);
  });
});
