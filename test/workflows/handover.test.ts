import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { decodedHistory } from '../support/decoded-history';
import { eventually } from '../support/eventually';
import { differences } from '../support/compare';
import { ACCOUNT, BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';

/** Length from which the server suggests a new run. In life 4,096 events, which only the largest accounts reach. */
const SUGGEST_FROM = 160;
const MANY = 4;

describe('a full sync whose history grows too long', () => {
  let temporal: TestTemporal | null = null;
  let sandbox: Sandbox | null = null;
  let connector: TestConnector | null = null;
  const startedAt = Date.now();

  beforeAll(async () => {
    temporal = await startTestTemporal({
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': String(SUGGEST_FROM) },
    });
    sandbox = await startSandbox({
      world: { seed: 17, customers: 120, tickets: 240, surveys: 40, active: { customers: 30, messages: 80 } },
      // Slow enough to be handed over in the middle of lists and details alike.
      gorgias: { rate: null, faults: [{ kind: 'delay', ms: 60 }] },
      brevo: { limits: 'off', importDelayMs: 100 },
      credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    });
    connector = await startTestConnector({
      ...{ gorgiasUrl: sandbox.gorgias.url, brevoUrl: sandbox.brevo.url, temporalAddress: temporal.address },
      edit: (yaml) => yaml.replace(/per_second: \d+/, 'per_second: 100').replace(/burst: \d+/, 'burst: 1000'),
    });
  });
  afterAll(async () => {
    await connector?.end();
    await sandbox?.close();
    await temporal?.end();
  });

  it('is handed over several times, keeps its start, and ends in the same state', async () => {
    const { client, control, store } = connector!;
    const { workflowId, runId } = await control.startSync({ account: ACCOUNT, batchSize: 5 });
    const lineage = new Set<string>();
    for (let open = true; open && lineage.size < MANY;) {
      // A signal that changes nothing makes the history long.
      await Promise.all(Array.from({ length: 20 }, () => control.resume(ACCOUNT)));
      const run = await client.workflow.getHandle(workflowId).describe();
      lineage.add(run.runId);
      open = run.status.name === 'RUNNING' || run.status.name === 'CONTINUED_AS_NEW';
    }

    await client.workflow.getHandle(workflowId, runId).result();

    expect(lineage.size).toBe(MANY);
    expect(differences(sandbox!, startedAt)).toEqual([]);
    expect(await store.runs.last(ACCOUNT)).toMatchObject({ runId, state: 'completed' });
    expect((await control.latestRun(ACCOUNT))?.runId).toBe(runId);
    const again = sandbox!.brevo.state.effectiveChanges();
    await connector!.sync();
    expect(sandbox!.brevo.state.effectiveChanges()).toBe(again);
  });

  it('that is paused at that moment waits, and goes on in a new run', async () => {
    const { client, control } = connector!;
    sandbox!.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
    const { workflowId, runId } = await control.startSync({ account: ACCOUNT });
    for (let sent = 0; sent < SUGGEST_FROM; sent += 20) {
      await Promise.all(Array.from({ length: 20 }, () => control.pause(ACCOUNT)));
    }
    sandbox!.gorgias.faults.clear();
    await eventually(async () => (await control.progress(ACCOUNT))?.state === 'paused');
    await control.resume(ACCOUNT);

    await client.workflow.getHandle(workflowId, runId).result();

    expect((await client.workflow.getHandle(workflowId).describe()).runId).not.toBe(runId);
    expect(differences(sandbox!, startedAt)).toEqual([]);
  });

  it('that is a dry run goes on in the middle of its look at everything, and counts each contact once', async () => {
    const { client, control, store } = connector!;
    const MADE = 24_000;
    const made = `from generate_series(1, ${String(MADE)}) as n`;
    await store.db.query(
      `insert into customers (account, id, email, email_lower, created_at, updated_at)
        select $1, 900000000 + n, 'made' || n || '@example.com', 'made' || n || '@example.com', '2020-01-01', '2020-01-01' ${made}`,
      [ACCOUNT],
    );
    await store.db.query(
      `insert into contacts (account, email_key, due_at, due_version) select $1, 'made' || n || '@example.com', now(), 1 ${made}`,
      [ACCOUNT],
    );
    const { due } = await store.contacts.countDue(ACCOUNT);
    const before = sandbox!.brevo.state.effectiveChanges();
    const { workflowId, runId } = await control.startSync({ account: ACCOUNT, dryRun: true, resources: ['tags'] });

    const totals = (await client.workflow.getHandle(workflowId, runId).result()) as Record<string, number>;

    expect((await client.workflow.getHandle(workflowId).describe()).runId).not.toBe(runId);
    expect(due).toBeGreaterThanOrEqual(MADE);
    expect((totals['published'] ?? 0) + (totals['unchanged'] ?? 0)).toBe(due);
    expect(sandbox!.brevo.state.effectiveChanges()).toBe(before);
    // Where it stands is told by a number: an address would stay in the history.
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = await decodedHistory(history, createPayloadCodec(connector!.keyring));
    expect(text).toMatch(/"after":"#\d+"/);
    expect(text).not.toContain('@example.com');
  });
});
