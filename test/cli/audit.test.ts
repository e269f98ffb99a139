import { auditLines } from '../../packages/sdk/cli/output/audit';
import { createPaint } from '../../packages/sdk/cli/paint';
import { TajoClient } from '../../packages/sdk/index';
import { API_KEY, install, type RunningApi, startApi } from '../api/running-api';
import { buildCli, type BuiltCli, type Finished } from './built-cli';

/** The report of an audit that has looked at three contacts. */
async function plantReport({ store }: RunningApi, auditId: string): Promise<void> {
  const from = { phase: 'pages', offset: 0 } as const;
  const audit = {
    auditId,
    scope: 'all',
    nightly: false,
    wanted: null,
    contacts: 3,
    position: from,
    findings: [],
  } as const;
  await store.audits.begin('yourstore', audit);
  const of = (emailKey: string, customerId: number) => ({ emailKey, customerId, should: 'true', has: null });
  const findings = [
    { ...of('a@b.example', 77), kind: 'dropped', about: 'VIP_STATUS' } as const,
    { ...of('c@d.example', 78), kind: 'emptied', about: 'NOTE' } as const,
    { ...of('e@f.example', 79), kind: 'blocklisted', about: 'list 36' } as const,
  ];
  const slice = {
    from,
    to: { phase: 'done' },
    looked: 3,
    waiting: 0,
    requests: 1,
    kept: new Map([['NOTE', 2]]),
    askedAt: await store.facts.now(),
  } as const;
  await store.audits.save('yourstore', auditId, { ...slice, findings, states: [], traces: [] });
  await store.audits.finish('yourstore', auditId, 'completed');
}

/** As a repair leaves the differences of this kind behind it. */
async function repaired({ store }: RunningApi, kind: string): Promise<void> {
  await store.db.query(`update audit_findings set state = 'repaired', settled_at = now() where kind = $1`, [kind]);
}

describe('tajo connectors audit', () => {
  let api: RunningApi;
  let cli: BuiltCli;
  const tajo = (args: readonly string[]): Promise<Finished> =>
    cli.run(args, { env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY } });

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000 });
  });
  afterAll(async () => {
    await api.close();
    cli.remove();
  });

  it('an audit is asked for, followed and shown by cause; flags that exclude each other are refused', async () => {
    await install(api);
    const audit = (...flags: string[]): Promise<Finished> => tajo(['connectors', 'audit', 'gorgias', ...flags]);
    const none = await audit('--report');
    await plantReport(api, 'run-1');
    const asked = await audit('--all', '--repair');
    const shown = await audit('--report', 'run-1');
    const list = await audit('--list', '--json');
    await repaired(api, 'dropped');
    const oursWritten = await audit('--report', 'run-1');
    await repaired(api, 'emptied');
    const allWritten = await audit('--report', 'run-1');
    const wrong = [
      ['--sample', '5', '--all'],
      ['--overwrite'],
      ['--report', '--repair'],
      ['--sample', '0'],
      ['--report', 'x'],
    ];
    const refused = await Promise.all(wrong.map((flags) => audit(...flags)));

    expect(none).toMatchObject({ exitCode: 0, stderr: '' });
    expect(none.stdout).toContain('a sample runs every night');
    expect(api.connector.asked.audits).toEqual([{ account: 'yourstore', all: true, repair: true, overwrite: false }]);
    // Something that we caused is left to be written.
    expect([asked.exitCode, shown.exitCode]).toEqual([1, 0]);
    expect(asked.stdout).toBe(shown.stdout);
    expect(shown.stdout).toContain('3 contacts differ: 1 difference caused by us, 2 by others.');
    expect(shown.stdout).toMatch(
      /dropped VIP_STATUS: 1 contact was sent a value[\s\S]*customer 77: has nothing, should have “true”/,
    );
    expect(shown.stdout).toMatch(/emptied NOTE: 1 contact had a value emptied in Brevo/);
    expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'blocklisted list 36: 1 contact was blocklisted in Brevo, and is on our lists still → a repair never overrides the person’s own word',
    );
    // By pages, there is nothing cheaper.
    expect(shown.stdout).not.toContain('--all');
    expect(shown.stdout).toContain('tajo connectors audit gorgias --repair run-1');
    expect(shown.stdout).not.toContain('--overwrite');
    expect(oursWritten.stdout).toContain(
      'Repaired: 1 written. 1 is never written by a repair, as said above.\n\nWrite what others changed, too:\n',
    );
    expect(oursWritten.stdout).toContain('--repair run-1 --overwrite');
    // Nothing is left: no command is offered.
    expect(allWritten.stdout).toMatch(
      /Repaired: 2 written\. 1 is never written by a repair, as said above\.\n\nReport run-1\n$/,
    );
    expect(shown.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(JSON.parse(list.stdout)).toMatchObject({ reports: [{ report: 'run-1', scope: 'all', differing: 3 }] });
    expect(refused.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 2]);
  });

  it('whoever follows an audit is told that a vendor does not answer', async () => {
    await api.store.unanswered.failed('yourstore', {
      ...{
        vendor: 'brevo',
        code: 'brevo.unavailable',
        message: 'Brevo closed the connection (GET /contacts, ECONNRESET)',
      },
    });
    await api.store.db.query(`update account_holds set since = since - interval '1 minute'`);
    const over = { finishedAt: null, failure: null, failureCode: null };
    api.connector.auditRun = { runId: 'run-1', state: 'running', startedAt: '2026-11-20T10:00:00Z', ...over };
    const followed = await cli.run(['connectors', 'audit', 'gorgias'], {
      ...{ env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY }, interrupt: { when: 'does not answer' } },
    });
    api.connector.auditRun = null;

    expect(followed.stdout).toMatch(/✗ Brevo does not answer\. Brevo closed the connection/);
  });

  it('of a sample says what one request for each contact costs beside pages of all, and of one contact that it differs', async () => {
    const { report } = await new TajoClient({ url: api.url, apiKey: API_KEY }).connectors.auditReport('gorgias');
    const lines = auditLines({ ...report!, scope: 'sample', requests: 201, differing: 1 }, createPaint(false));
    const text = lines.join(' ').replaceAll(/\s+/g, ' ');

    expect(text).toContain('1 contact differs: ');
    expect(text).toContain('it is sooner done where Brevo holds fewer than 201,000.');
    expect(auditLines({ ...report!, scope: 'sample', requests: 5 }, createPaint(false)).join(' ')).not.toContain(
      '--all',
    );
  });
});
