import { install, INSTALL, startApi, type RunningApi } from './running-api';
import { TajoClient } from '../../packages/sdk/index';
import { typed } from '../cli/typed';
import { API_KEY } from './running-api';
import { liveLines } from '../../packages/sdk/cli/output/live';
import { statusLines } from '../../packages/sdk/cli/output/status';
import { createPaint } from '../../packages/sdk/cli/paint';
import { feedProblem, silenceProblem } from '../../packages/sdk/contract/state-words';

const ROTATE = '/v1/connectors/gorgias/rotate-key';
const UNINSTALL = '/v1/connectors/gorgias/uninstall';

describe('keys and accounts over the API and the SDK', () => {
  let api: RunningApi;
  let tajo: TajoClient;
  beforeAll(async () => {
    api = await startApi({ requestsPerSecond: 1000, openSupportOf: () => 'In support' });
    tajo = new TajoClient({ url: api.url, apiKey: API_KEY });
  });
  afterAll(() => api.close());

  it('when one key is rotated, the others stay, and a refusal is lifted', async () => {
    await install(api);
    await api.store.accounts.setState('yourstore', 'refused', { reason: 'Gorgias refused' });

    const answer = await api.call('POST', ROTATE, { apiKey: 'canary-new-gorgias' });

    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { account: 'yourstore', replaced: ['apiKey'] },
    });
    expect(await api.store.accounts.credentials('yourstore')).toEqual({
      ...{ email: INSTALL.email, gorgiasApiKey: 'canary-new-gorgias', brevoApiKey: INSTALL.brevoApiKey },
    });
    expect((await tajo.connectors.status('gorgias')).state).toBe('connected');
    expect(await tajo.connectors.rotateKey('gorgias', { email: 'new@yourstore.com', brevoApiKey: 'b2' })).toEqual({
      ...{ account: 'yourstore', replaced: ['email', 'brevoApiKey'] },
    });
    expect(await api.store.accounts.credentials('yourstore')).toEqual({
      ...{ email: 'new@yourstore.com', gorgiasApiKey: 'canary-new-gorgias', brevoApiKey: 'b2' },
    });
    expect(api.logged.join('')).not.toContain('canary');
  });

  it('when a key is refused and new ones are not tried yet, nobody calls the account connected; accepted ones end that at once', async () => {
    const message = 'Brevo refused the API key';
    const hold = { scope: 'brevo', code: 'auth.brevo_refused', message, reason: message };
    await api.store.admission.hold('yourstore', hold);
    await tajo.connectors.rotateKey('gorgias', { brevoApiKey: 'b3', force: true });

    const [status, { connectors }, doctor] = [
      await tajo.connectors.status('gorgias'),
      await tajo.connectors.list(),
      await tajo.doctor(),
    ];
    const refused = { state: 'refused', stateCode: 'auth.brevo_refused' };
    expect(status).toMatchObject({ ...refused, connected: false, stateReason: expect.stringContaining(message) });
    expect(connectors).toMatchObject([refused]);
    expect(doctor.checks).toContainEqual(
      expect.objectContaining({ name: 'account.yourstore', ok: false, code: refused.stateCode }),
    );

    const away = { code: 'brevo.unavailable', message: 'Brevo cannot be reached' };
    api.connector.trials = [{ vendor: 'brevo', ok: false, refusal: away }];
    await expect(tajo.connectors.rotateKey('gorgias', { brevoApiKey: 'b2' })).rejects.toMatchObject({
      nextStep: 'Run it again; if it stays, look at this machine’s network and at status.brevo.com.',
    });
    api.connector.trials = [{ vendor: 'brevo', ok: true, refusal: null }];
    await tajo.connectors.rotateKey('gorgias', { brevoApiKey: 'b2' });
    expect(await tajo.connectors.status('gorgias')).toMatchObject({ state: 'connected', stateReason: null, holds: [] });
    expect(api.connector.asked.trials.at(-1)).toEqual({ account: 'yourstore', brevoApiKey: 'b2' });
  });

  it('when a vendor does not answer, everybody who shows the account says so, in the words of doctor', async () => {
    const message = 'Gorgias was not found by the name service (GET /account, ENOTFOUND)';
    await api.store.unanswered.failed('yourstore', { vendor: 'gorgias', code: 'gorgias.unavailable', message });
    await api.store.db.query(`update account_holds set since = since - interval '1 minute'`);

    const [status, live, { connectors }, { checks }] = [
      await tajo.connectors.status('gorgias'),
      await tajo.connectors.live('gorgias'),
      await tajo.connectors.list(),
      await tajo.doctor(),
    ];
    const as = { paint: createPaint(false), now: Date.now() };
    const [first = '', ...more] = statusLines(status, as);
    const heading = silenceProblem(live.unanswered);

    expect([first, liveLines(live, as)[0]].map((line) => line?.split('  ')[1])).toEqual(
      Array(2).fill('connected, but Gorgias does not answer'),
    );
    for (const said of [more, liveLines(live, as)])
      expect(said.join(' ')).toMatch(/Since .*: Gorgias was not found by the name service .*tries again by itself/);
    expect(heading).toEqual({ sentence: `${message}.`, steps: [expect.stringContaining('tries again by itself')] });
    expect(silenceProblem([])).toBeNull();
    const late = { ...live, feed: { readUntil: '2026-11-20T10:00:00Z', lagSeconds: 700 } };
    expect(feedProblem(late)).toEqual({
      sentence:
        'Gorgias’ feed was last read 11 minutes ago, for Gorgias does not answer: what happened since may not be known yet.',
      step: 'It goes on by itself as soon as Gorgias answers.',
    });
    expect(feedProblem({ ...late, unanswered: [] })?.step).toContain('whether a worker runs');
    const without = liveLines({ ...live, unanswered: [], temporalReachable: false }, as);
    expect(without[0]).toContain('connected, but Temporal does not answer');
    expect(without.join(' ')).toContain('Look whether the Temporal server runs');
    expect([status.unanswered, live.unanswered]).toEqual(Array(2).fill(connectors[0]?.unanswered));
    expect(checks).toContainEqual({
      ...{ name: 'account.yourstore.gorgias', ok: false, code: 'gorgias.unavailable' },
      ...{ sentence: `yourstore: ${message}.`, nextStep: expect.stringContaining('status.gorgias.com') },
    });

    await api.store.accounts.setState('yourstore', 'paused', { reason: null });
    expect((await tajo.connectors.status('gorgias')).unanswered).toEqual([]);
    await api.store.accounts.setState('yourstore', 'connected', { reason: null });
    await api.store.unanswered.answered('yourstore', 'gorgias');
    expect(statusLines(await tajo.connectors.status('gorgias'), as)[0]).toMatch(/connected$/);
  });

  it('when nothing usable is given, says what to give and repeats no value', async () => {
    const bodies = [{}, { apiKey: 'two words' }, { brevoApiKey: '' }, { gorgiasApiKey: 'x' }, { email: 'nobody' }];
    const answers = [];
    for (const body of bodies) answers.push(await api.call('POST', ROTATE, body));

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(answers.map(({ body }) => String(body.error.field))).toEqual([
      ...['apiKey', 'apiKey', 'brevoApiKey', 'gorgiasApiKey', 'email'],
    ]);
    expect(answers[0]!.body.error.message).toBe(
      'apiKey is missing: give apiKey, brevoApiKey or email, or several of them.',
    );
    expect(JSON.stringify(answers)).not.toMatch(/two words|nobody/);
  });

  it('when keys are stored, the status says with which encryption key', async () => {
    const { encryption } = await tajo.connectors.status('gorgias');

    expect(encryption).toEqual({
      keyId: expect.stringMatching(/^k[0-9a-f]{8}$/) as string,
      ...{ stored: 2, withOldKeys: 0, oldKeyIds: [] },
    });
  });

  it('when people are on the list of open support at that moment, uninstalling says how many, on which, and what to do', async () => {
    const { contacts, db } = api.store;
    await contacts.keepNamedLists('yourstore', new Map([['in support', 38]]));
    await contacts.keepListNames('yourstore', new Map([[38, 'In support']]));
    await db.query(`insert into contacts (account, email_key, lists)
      select 'yourstore', key || '@customer.example.com', lists::int[]
      from (values ('a', '{35,38}'), ('b', '{38}'), ('c', '{35}')) as one(key, lists)`);
    await db.query(`insert into brevo_contacts (account, email_key, id, blacklisted, unsubscribed, lists, read_at)
      values ('yourstore', 'b@customer.example.com', 1, false, '{}', '{38}', now())`);

    const { stdout } = await typed({ client: tajo }, ['connectors', 'uninstall', 'gorgias', '--yes']);

    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '2 people stay on list 38 “In support”, the one of open support, and nobody takes them off any more: campaigns that exclude the list leave them out for good. Empty it in Brevo, unless you install the connector again.',
    );
    const purged = await tajo.connectors.uninstall('gorgias', { account: 'yourstore', purge: true });
    expect(purged.leftOnOpenSupport).toEqual({ list: 38, name: 'In support', people: 2 });
    await install(api);
    const none = await tajo.connectors.uninstall('gorgias', { purge: false });
    expect(none.leftOnOpenSupport).toBeNull();
    await install(api);
  });

  it('when campaigns and events wait, uninstalling says before and after how many never leave, each counted once', async () => {
    const { db } = api.store;
    await db.query(`insert into decisions (account, ticket_id, closed_at, decided_at, asked_at, outcome, kind, why, rules)
      select 'yourstore', id, now(), now(), now(), 'satisfied', kind, '', '[]'
      from (values (1, 'wait'), (2, 'held'), (3, 'skip')) as one(id, kind)`);
    await db.query(`insert into outbox (account, key, kind, ticket_id, email_key, name, happened_at, state)
      select 'yourstore', 'yourstore/' || key, kind, id, 'a@customer.example.com', 'A', now(), state
      from (values ('2/campaign/1', 'campaign', 2, 'intended'), ('4/campaign/1', 'campaign', 4, 'sent'),
        ('asked/x', 'campaign', null, 'intended'), ('5/closed/1', 'timeline', 5, 'intended')) as one(key, kind, id, state)`);
    await db.query(
      `insert into campaign_requests (account, id, name, status, asked_at) values ('yourstore', 'x', 'a', 'asked', now())`,
    );

    const uninstall = ['connectors', 'uninstall', 'gorgias'];
    const { stdout, stderr } = await typed({ client: tajo }, uninstall, 'yourstore\n');

    expect(stderr.replace(/\s+/g, ' ')).toContain(
      '3 campaigns and 1 event that have not left yet would never leave, also when yourstore is installed again.',
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain('3 campaigns and 1 event that have not left yet never will');
    await install(api);
    expect((await tajo.connectors.status('gorgias')).unsent).toEqual({
      campaigns: 0,
      events: 0,
    });
    const { stdout: none } = await typed({ client: tajo }, [...uninstall, '--purge', '--yes']);
    expect(none).not.toContain('never will');
    await install(api);
  });

  it('when an account is uninstalled, it is gone from every answer; what was kept is purged by its name', async () => {
    expect((await api.call('POST', UNINSTALL, {})).body.error.field).toBe('purge');
    await api.store.runs.begin('yourstore', { runId: 'r1', type: 'full', request: {} });

    expect(await tajo.connectors.uninstall('gorgias', { purge: false })).toMatchObject({
      ...{ account: 'yourstore', purged: false, rowsDeleted: 0 },
    });
    expect((await tajo.connectors.list()).connectors).toEqual([]);
    for (const [method, path] of [
      ['GET', '/v1/connectors/gorgias/status'],
      ['POST', '/v1/connectors/gorgias/sync'],
      ['POST', UNINSTALL],
    ] as const) {
      const answer = await api.call(method, path, path === UNINSTALL ? { purge: true } : undefined);
      expect({ path, status: answer.status, code: answer.body.error.code }).toEqual({
        path,
        status: 404,
        code: 'input.unknown_account',
      });
    }

    expect(await tajo.connectors.uninstall('gorgias', { account: 'yourstore.gorgias.com', purge: true })).toMatchObject(
      {
        ...{ account: 'yourstore', purged: true, rowsDeleted: 2 },
      },
    );
    expect(await api.store.accounts.uninstalled()).toEqual([]);
    expect(await api.store.runs.last('yourstore')).toBeNull();
  });
});
