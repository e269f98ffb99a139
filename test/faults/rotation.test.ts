import { createKeyring } from '../../src/crypto/keyring';
import { createAccounts } from '../../src/store/accounts/accounts';
import { fullSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { accountAttributes } from '../../src/temporal/search-attributes';
import { GORGIAS } from '../support/connector';
import { SLOW, useHarness } from './harness';

const [FIRST, SECOND] = [1, 2].map((byte) => ({ id: `k${byte}`, key: Buffer.alloc(32, byte) }));

/** Keys are changed and accounts taken away while runs go on (spec 8). */
describe('a full sync in whose middle', () => {
  const open = useHarness(SLOW, createKeyring({ keys: [FIRST!, SECOND!] }));

  it('both vendors get new keys, goes on without a failed run or a lost page', async () => {
    const harness = await open();
    const { sandbox, connector, account } = harness;
    const run = await harness.begin();
    await harness.until(({ resources }) => resources.some(({ pages }) => pages >= 2));

    sandbox.gorgias.setCredentials({ email: 'new@yourstore.com', apiKey: 'new-gorgias' });
    await connector.control.rotateKey(account, { email: 'new@yourstore.com', gorgiasApiKey: 'new-gorgias' });
    await harness.until(({ resources }) => resources.some(({ name, pages }) => name === 'tickets' && pages >= 2));
    sandbox.brevo.setApiKey('new-brevo');
    await connector.control.rotateKey(account, { brevoApiKey: 'new-brevo' });
    await run.ended;

    expect(harness.differences()).toEqual([]);
    expect(await connector.control.latestRun(account)).toMatchObject({ state: 'completed' });
    expect(await connector.store.accounts.credentials(account)).toEqual({
      ...{ email: 'new@yourstore.com', gorgiasApiKey: 'new-gorgias', brevoApiKey: 'new-brevo' },
    });
    expect(await connector.store.accounts.find(account)).toMatchObject({ state: 'connected' });
    await expect(connector.control.rotateKey('nobody', { brevoApiKey: 'x' })).rejects.toMatchObject({
      code: 'input.unknown_account',
    });
  });

  it('the encryption key is rotated, reads its history and its keys on, and what is stored is renewed', async () => {
    const harness = await open();
    const { connector, account } = harness;
    const { store } = connector;
    const run = await harness.begin();
    await harness.until(({ resources }) => resources.some(({ pages }) => pages >= 2));
    const rotated = createKeyring({ keys: [SECOND!, FIRST!] });
    const accounts = createAccounts(store.db, rotated);
    expect((await accounts.sealedBy()).get('k1')).toBeGreaterThanOrEqual(2);

    await connector.restartWorker({ keyring: rotated, store: { ...store, accounts } });
    // The API still runs with the other order of keys: it reads what the worker answers, and the worker what it sends.
    await connector.control.pause(account);
    await harness.until(({ state }) => state === 'paused');
    await connector.control.resume(account);
    await run.ended;

    expect(harness.differences()).toEqual([]);
    expect([...(await accounts.sealedBy()).keys()]).toEqual(['k2']);
    expect(harness.logs()).toContain('"encryption.renewed"');
    expect(await createAccounts(store.db, createKeyring({ keys: [SECOND!] })).credentials(account))
      .toMatchObject({ gorgiasApiKey: GORGIAS.apiKey }); // prettier-ignore
  });

  it('the account is uninstalled, ends cancelled with all else that runs for it, asks nothing more and leaves no row', async () => {
    const harness = await open();
    const { sandbox, connector, account } = harness;
    const { client, control, store } = connector;
    const known = async (): Promise<number> => {
      const { customers, tickets, surveys } = await store.facts.counts(account);
      return customers + tickets + surveys;
    };
    const run = await harness.begin();
    const other = await client.workflow.start(WORKFLOW_TYPES.plan, {
      ...{ taskQueue: `${TASK_QUEUE}-of-nobody`, workflowId: `something-else/${account}`, args: [{ account }] },
      typedSearchAttributes: accountAttributes(account),
    });
    const neighbour = await client.workflow.start(WORKFLOW_TYPES.plan, {
      ...{ taskQueue: `${TASK_QUEUE}-of-nobody`, workflowId: `neighbour-of/${account}`, args: [{ account: 'x' }] },
      typedSearchAttributes: accountAttributes(`${account}-x`),
    });
    await harness.until(({ resources }) => resources.some(({ pages }) => pages >= 2));

    const kept = await control.uninstall(account, { purge: false });

    await expect(run.ended).rejects.toThrow();
    const asked = sandbox.gorgias.journal.count({}) + sandbox.brevo.journal.count({});
    expect((await client.workflow.getHandle(fullSyncWorkflowId(account)).describe()).status.name).toBe('CANCELLED');
    expect((await other.describe()).status.name).toBe('TERMINATED');
    expect((await neighbour.describe()).status.name).toBe('RUNNING');
    expect(kept).toMatchObject({ purged: false, rowsDeleted: 0 });
    expect(await known()).toBeGreaterThan(0);
    await expect(store.accounts.credentials(account)).rejects.toMatchObject({ code: 'input.unknown_account' });

    const purged = await control.uninstall(account, { purge: true });

    expect(purged.rowsDeleted).toBeGreaterThan(20);
    expect(await known()).toBe(0);
    expect(await store.runs.last(account)).toBeNull();
    expect(sandbox.gorgias.journal.count({}) + sandbox.brevo.journal.count({})).toBe(asked);
    await neighbour.terminate();
  });
});
