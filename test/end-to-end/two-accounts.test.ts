import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { purgeAccount } from '../../src/store/accounts/purge';
import { differencesBetween } from '../support/compare';
import { ACCOUNT, BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';
import { eventually } from '../support/eventually';
import { basic, type Crossroads, openCrossroads } from './vendor-proxy';

const OTHER = 'otherstore';
const OTHER_GORGIAS = { email: 'owner@otherstore.com', apiKey: 'gorgias-other-key' };
const OTHER_BREVO_KEY = 'xkeysib-other-key';

/** What stands on which list at the other account, by the number that the first one uses. */
const OTHER_LISTS: ReadonlyMap<number, number> = new Map([
  [37, 35],
  [35, 36],
  [36, 37],
]);

const world = (seed: number) => ({
  ...{ seed, customers: 150, tickets: 320, surveys: 70 },
  active: { customers: 20, messages: 120 },
});

/** Two merchants on one installation: what belongs to the one never touches the other. */
describe('two Gorgias accounts on one installation', () => {
  const closing: (() => Promise<unknown>)[] = [];
  const startedAt = Date.now();
  let first: Sandbox;
  let other: Sandbox;
  let gorgias: Crossroads;
  let brevo: Crossroads;
  let connector: TestConnector;

  beforeAll(async () => {
    const temporal: TestTemporal = await startTestTemporal();
    closing.push(() => temporal.end());
    const open = async (seed: number, credentials: { gorgias: typeof GORGIAS; brevoApiKey: string }) => {
      const brevoOf = { organizationId: `org-${String(seed)}` };
      const sandbox = await startSandbox({
        ...{ world: world(seed), gorgias: { rate: null }, brevo: brevoOf, credentials },
      });
      closing.push(() => sandbox.close());
      return sandbox;
    };
    first = await open(21, { gorgias: GORGIAS, brevoApiKey: BREVO_KEY });
    other = await open(22, { gorgias: OTHER_GORGIAS, brevoApiKey: OTHER_BREVO_KEY });
    gorgias = await openCrossroads(
      'authorization',
      new Map([
        [basic(GORGIAS), first.gorgias.url],
        [basic(OTHER_GORGIAS), other.gorgias.url],
      ]),
    );
    closing.push(() => gorgias.close());
    brevo = await openCrossroads(
      'api-key',
      new Map([
        [BREVO_KEY, first.brevo.url],
        [OTHER_BREVO_KEY, other.brevo.url],
      ]),
    );
    closing.push(() => brevo.close());
    connector = await startTestConnector({
      ...{ gorgiasUrl: gorgias.url, brevoUrl: `${brevo.url}/v3`, temporalAddress: temporal.address },
      edit: (yaml) =>
        yaml
          .replace(/per_second: \d+/, 'per_second: 100')
          .replace(/burst: \d+/, 'burst: 1000')
          .replace(
            'accounts: {}',
            `accounts:
      ${OTHER}:
        lists: { all_support_contacts: 37, satisfied_customers: 35, dissatisfied_customers: 36 }
        rate: { per_second: 90, burst: 900, reserve: 0 }`,
          ),
    });
    closing.push(() => connector.end());
    await connector.control.install({
      ...{ account: OTHER, domain: `${OTHER}.gorgias.com`, email: OTHER_GORGIAS.email },
      ...{ gorgiasApiKey: OTHER_GORGIAS.apiKey, brevoApiKey: OTHER_BREVO_KEY },
    });
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close().catch(() => undefined);
  });

  const differences = (sandbox: Sandbox, lists: ReadonlyMap<number, number> = new Map()): readonly string[] =>
    differencesBetween(
      {
        ...{ world: sandbox.world, acquaintances: sandbox.acquaintances },
        contacts: sandbox.brevo.state.contacts().map((contact) => ({
          ...contact,
          listIds: contact.listIds.map((list) => lists.get(list) ?? list),
        })),
      },
      startedAt,
    );

  it('when both are synced at once, each Brevo equals the mapping of its own Gorgias, on the lists of its own section', async () => {
    const totals = await Promise.all([connector.sync(), connector.sync({ account: OTHER })]);

    expect(differences(first)).toEqual([]);
    expect(differences(other, OTHER_LISTS)).toEqual([]);
    expect(totals.map(({ published }) => published)).toEqual([expect.any(Number), expect.any(Number)]);
    for (const { published } of totals) expect(published).toBeGreaterThan(100);
    expect([gorgias.strangers(), brevo.strangers()]).toEqual([0, 0]);
  });

  it('each has a budget of its own, with the rate of its own section, that counts its own requests alone', async () => {
    const { budget } = connector.store;
    for (const [account, sandbox, capacity] of [
      [ACCOUNT, first, 1_000],
      [OTHER, other, 900],
    ] as const) {
      expect(await budget.read(account, 'gorgias')).toMatchObject({
        capacity,
        takes: sandbox.gorgias.journal.requests().length,
      });
    }
  });

  it('each Brevo account has a budget of its own, which Gorgias accounts that send to the same one share', async () => {
    const owners = async () => {
      const sql = "select distinct account from budgets where bucket like 'brevo.%' order by account";
      return (await connector.store.db.query<{ account: string }>(sql)).map(({ account }) => account);
    };
    const before = await owners();
    expect(before).toHaveLength(2);

    await connector.control.install({
      ...{ account: 'thirdstore', domain: 'thirdstore.gorgias.com', email: OTHER_GORGIAS.email },
      ...{ gorgiasApiKey: OTHER_GORGIAS.apiKey, brevoApiKey: OTHER_BREVO_KEY },
    });
    const checks = await connector.control.testConnection('thirdstore');
    expect(checks.map(({ ok }) => ok)).not.toContain(false);

    expect(await owners()).toEqual(before);
    await connector.control.uninstall('thirdstore', { purge: true });
  });

  it('a refused key and its rotation concern one account, and the other goes on', async () => {
    other.gorgias.setCredentials({ ...OTHER_GORGIAS, apiKey: 'changed' });
    const { workflowId } = await connector.control.startSync({ account: OTHER });
    const { accounts } = connector.store;
    await eventually(
      async () => (await accounts.find(OTHER))?.state === 'refused',
      () => 'the other account is not refused',
    );

    expect((await connector.sync()).published).toBe(0);
    expect((await accounts.find(ACCOUNT))?.state).toBe('connected');

    other.gorgias.setCredentials(OTHER_GORGIAS);
    await connector.control.rotateKey(OTHER, { gorgiasApiKey: OTHER_GORGIAS.apiKey });
    await connector.client.workflow.getHandle(workflowId).result();
    expect((await accounts.find(OTHER))?.state).toBe('connected');
  });

  it('a ticket number that both have means each its own ticket', async () => {
    const ids = [...first.world.tickets.keys()].filter((id) => other.world.tickets.has(id));
    const ticketId = ids.at(-1)!;
    const refreshes = (sandbox: Sandbox): number =>
      sandbox.gorgias.journal.count({ pathPrefix: `/api/tickets/${ticketId}` });
    const before = refreshes(first);

    await connector.control.ticketEvent(OTHER, ticketId, { source: 'webhook' });
    await eventually(
      () => refreshes(other) > 0,
      () => 'nobody looked at the ticket of the other account',
    );

    expect(refreshes(first)).toBe(before);
    expect(await connector.store.tickets.load(ACCOUNT, ticketId)).toBeNull();
  });

  it('when one is uninstalled and purged, the other keeps its keys, its data and its next sync', async () => {
    await connector.control.uninstall(OTHER, { purge: true });

    expect(await purgeAccount(connector.store.db, OTHER)).toBe(0);
    expect(await connector.store.accounts.list()).toMatchObject([{ account: ACCOUNT, state: 'connected' }]);
    expect((await connector.sync()).published).toBe(0);
    expect(differences(first)).toEqual([]);
  });
});
