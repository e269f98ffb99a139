import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../src/api';
import type { RunningServer } from '../../src/api/server';
import { loadPolicy } from '../../src/config/load-config';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { rehearsalWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../../src/workflows/messages';
import { TajoClient } from '../../packages/sdk/index';
import { ACCOUNT, testConfig } from '../support/connector';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';
import { typed } from '../cli/typed';

const KEY = 'test-key-of-the-api';

/** A shop with a past, read once; its API, and whoever asks it. */
describe('a rehearsal', () => {
  let harness: LiveHarness;
  let api: RunningServer;
  let client: TajoClient;
  let folder = '';
  beforeAll(async () => {
    harness = await openLiveHarness({ world: { customers: 80, tickets: 120, surveys: 60 } });
    await harness.connector.sync();
    const { connector, temporal } = harness;
    api = await startApi({
      ...{
        store: connector.store,
        keyring: connector.keyring,
        config: testConfig(shortTimes),
        metrics: createMetrics(),
      },
      log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
      ...{ apiKey: KEY, webhookSecrets: [], host: '127.0.0.1', port: 0, orNext: false },
      ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
    });
    client = new TajoClient({ url: api.url, apiKey: KEY });
    folder = mkdtempSync(join(tmpdir(), 'tajo-rehearsal-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await api.close();
    await harness.end();
  });

  const tajo = (...args: readonly string[]) =>
    typed({ client, loadPolicy: (file, account) => loadPolicy(join(folder, file), { env: {}, account }) }, [
      'connectors',
      'rehearse',
      'gorgias',
      ...args,
    ]);

  it('tells the same by SDK, API and command line, sends nothing and names nobody', async () => {
    const before = harness.sandbox.brevo.state.events().length;
    const report = await client.connectors.rehearse('gorgias', {
      since: '2020-01-01',
      policy: { csat: { satisfied_from: 5, wait: '7d' } },
    });
    const ends = [];
    for await (const end of client.connectors.rehearsedEnds('gorgias', 'newest')) ends.push(end);
    const changed = [];
    for await (const end of client.connectors.rehearsedEnds('gorgias', report.id, { only: 'changed' }))
      changed.push(end);
    const printed = await tajo('--since', '2020-01-01');
    const json = await tajo('--since', '2020-01-01', '--json');

    const { today, proposed, reach } = report;
    expect(report.state).toBe('completed');
    expect(today.ends).toBeGreaterThan(10);
    // Else what follows would hold of nothing.
    expect(Math.min(today.sent, today.skipped, proposed!.sent, report.changed)).toBeGreaterThan(0);
    expect(today.sent + today.pending + today.skipped).toBe(today.ends);
    expect(ends.filter((end) => end.today !== null)).toHaveLength(today.ends + today.undecided);
    expect(ends.filter((end) => end.proposed?.kind === 'undecided')).toHaveLength(proposed!.undecided);
    const all = [today, proposed!].map((one) => one.ends + one.undecided + one.undone);
    expect(all[0]).toBe(all[1]);
    expect(ends.filter((end) => end.today?.kind === 'send')).toHaveLength(today.sent);
    expect(ends.filter((end) => end.proposed?.kind === 'send')).toHaveLength(proposed!.sent);
    expect(changed).toEqual(ends.filter((end) => end.changed));
    expect(changed).toHaveLength(report.changed);
    expect(reach).toMatchObject({
      ticketsSince: null,
      more: null,
      sentence: expect.stringContaining('Every ticket is known'),
    });
    expect(printed.exitCode).toBe(0);
    expect(printed.stdout).toContain(`${today.ends} ends of tickets`);
    expect(printed.stdout).toMatch(/They ended: +\d+ (?:satisfied|no answer|no survey|neutral|dissatisfied)/);
    expect(printed.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const read = JSON.parse(json.stdout) as { today: typeof today; ends: unknown[] };
    expect(read.today).toEqual(today);
    expect(read.ends).toHaveLength(ends.length);
    expect(printed.stdout + json.stdout).not.toContain('@');
    expect(harness.sandbox.brevo.state.events()).toHaveLength(before);
  });

  it('beside another policy tells how tickets would end by it, and which rule makes the difference', async () => {
    writeFileSync(join(folder, 'stricter.yaml'), 'csat: { satisfied_from: 5, wait: 7d }\n');
    const { stdout } = await tajo('--since', '2020-01-01', '--policy', 'stricter.yaml');

    expect(stdout).toMatch(/They ended: [^:]*\nThen: {7}/);
    expect(stdout).toMatch(/\d+ ends? would be answered differently(?:, such as)?:\n/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /\d+ today no answer, remind sent then neutral \(\d of 5\): no campaign of the policy is for the outcome/,
    );
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    if (process.env['SHOW_REHEARSAL'] !== undefined) console.log(stdout);
  });

  it('of a policy with a fault begins nothing, and says the field and what to write', async () => {
    writeFileSync(join(folder, 'policy.yaml'), 'hold: 7d\ncsat: { wait: 3x }\n');
    const typed = await tajo('--policy', 'policy.yaml');
    const asked = client.connectors.rehearse('gorgias', { policy: { hold: 'soon' } });
    const byHand = harness.connector.client.workflow.execute(WORKFLOW_TYPES.rehearsal, {
      taskQueue: TASK_QUEUE,
      workflowId: `${rehearsalWorkflowId(ACCOUNT)}/by-hand`,
      args: [{ account: ACCOUNT, policy: { hold: 'soon' } }],
    });

    expect(typed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/policy\.yaml:2:15 csat\.wait must be a duration/),
    });
    await expect(asked).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'policy.hold',
      message: expect.stringMatching(/hold must be a duration/),
    });
    await expect(byHand).rejects.toMatchObject({ cause: { cause: { type: 'input.invalid' } } });
  });
});
