import { spawnSync } from 'node:child_process';
import { ERROR_CODES } from '../../src/domain/errors/connector-error';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { documentedMetrics, labelsIn, metricsIn, queries, wholeOf, writtenMetrics } from '../ops/metric-names';
import { openObservedRun, type ObservedRun } from './observed-run';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver';

const SYNC = '/v1/connectors/gorgias/sync';
/** Written by Prometheus itself, for every target. */
const BY_PROMETHEUS = ['job', 'instance'];

/** Api and worker as processes of their own, a life between them that shows every figure, and what can be seen of it from outside. */
describe('a run that is watched', () => {
  let collector: OtlpReceiver;
  let run: ObservedRun;
  let ticketId: number;
  let api: ReadonlyMap<string, ReadonlySet<string>>;
  let worker: ReadonlyMap<string, ReadonlySet<string>>;
  beforeAll(async () => {
    collector = await startOtlpReceiver();
    run = await openObservedRun({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const lived = await live(run);
    const { scrapes } = lived;
    ticketId = lived.ticketId;
    api = writtenMetrics(scrapes.map((scrape) => scrape.api).join('\n'));
    worker = writtenMetrics(scrapes.map((scrape) => scrape.worker).join('\n'));
  });
  afterAll(async () => {
    await run.end();
    await collector.close();
  });

  const isWritten = (name: string): boolean => {
    const all = [...api.keys(), ...worker.keys()];
    if (name.endsWith('*')) return all.some((one) => one.startsWith(name.slice(0, -1)));
    return all.includes(name) || all.includes(wholeOf(name));
  };

  it('writes every metric that the dashboard, the alerts and the pages name', () => {
    const named = [...queries().flatMap(metricsIn), ...documentedMetrics()];

    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !isWritten(name))).toEqual([]);
  });

  it('writes no metric that the pages do not describe', () => {
    const documented = documentedMetrics();
    const isDocumented = (name: string): boolean =>
      documented.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));

    expect([...api.keys(), ...worker.keys()].filter((name) => !isDocumented(name))).toEqual([]);
  });

  it('gives each metric the labels that the queries ask for', () => {
    const missing = queries().flatMap((query) => {
      const labels = metricsIn(query).flatMap((name) => [
        ...(api.get(wholeOf(name)) ?? api.get(name) ?? []),
        ...(worker.get(wholeOf(name)) ?? worker.get(name) ?? []),
      ]);
      return labelsIn(query)
        .filter((label) => !labels.includes(label) && !BY_PROMETHEUS.includes(label))
        .map((label) => `${label} in ${query}`);
    });

    expect(missing).toEqual([]);
  });

  it('tells what is done by the worker that does it, and what the store knows by the API alone', () => {
    for (const name of ['tajo_vendor_request_seconds', 'tajo_quarantined_total', 'tajo_sync_seconds']) {
      expect([worker.has(name), api.has(name)]).toEqual([true, false]);
    }
    for (const name of ['tajo_feed_lag_seconds', 'tajo_budget_left_requests', 'tajo_webhooks_total']) {
      expect([worker.has(name), api.has(name)]).toEqual([false, true]);
    }
  });

  it('is one trace from the webhook over the ticket’s workflow to the request that Gorgias gets', async () => {
    const steps = [
      ['tajo-api', 'POST /webhooks/gorgias'],
      ['tajo-api', 'SignalWithStartWorkflow:ticketWorkflow'],
      ['tajo-worker', 'RunWorkflow:ticketWorkflow'],
      ['tajo-worker', 'StartActivity:readTicket'],
      ['tajo-worker', 'RunActivity:readTicket'],
      ['tajo-worker', 'GET /tickets/{id}'],
    ];
    const lineOf = (span: ReceivedSpan | undefined): (readonly string[])[] => {
      if (span === undefined) return [];
      const parent = collector.spans().find(({ spanId }) => spanId === span.parentSpanId);
      return [...lineOf(parent), [span.service, span.name]];
    };
    const lines = (): string[] =>
      collector.spans().flatMap((span) => (span.name === 'GET /tickets/{id}' ? [JSON.stringify(lineOf(span))] : []));

    // A workflow that waits has no end, and so no span of its own yet: it is there once the worker is stopped, or it ends.
    await eventually(
      () => lines().includes(JSON.stringify(steps)),
      () => lines().join('\n'),
    );
  });

  it('is found again in the log by the id of its trace', () => {
    const traced = new Set(collector.spans().map(({ traceId }) => traceId));
    const calls = run
      .workerLog()
      .split('\n')
      .filter((line) => line.includes('"vendor.call"'))
      .map((line) => (JSON.parse(line) as { trace_id?: string }).trace_id);

    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter((id) => id !== undefined && traced.has(id)).length).toBeGreaterThan(20);
  });

  it('tells a collector codes, names and ids, and nothing of a person or a key', async () => {
    const seen = (name: string): unknown[] => collector.spans().flatMap(({ attributes }) => attributes[name] ?? []);

    // Of an attempt that failed: nothing but the code.
    await eventually(() => seen('error.type').includes('gorgias.unavailable'));
    const codes = [...Object.keys(ERROR_CODES), 'aborted'];
    for (const code of seen('error.type')) expect(codes).toContain(code);
    for (const secret of ['.example.com', 'Ada', 'Late', 'gorgias-test-key', 'xkeysib', 'Check Settings'])
      expect(collector.bodies()).not.toContain(secret);
  });

  it('leaves histories that workflows without a trace can go on with', async () => {
    for (const workflowId of [`full-sync/${ACCOUNT}`, `ticket/${ACCOUNT}/${String(ticketId)}`])
      expect(await run.replayOn('workflow-bundle.js', workflowId)).toBeNull();
  });

  it('without a collector loads nothing of OpenTelemetry but its API, which prom-client brings', () => {
    const program = `require('./dist/src/worker.js'); require('./dist/src/api.js');
      require('./dist/src/temporal/tracing/open-tracing.js').openTracing({ endpoint: null });
      console.log(Object.keys(require.cache).filter((path) => /opentelemetry.(?!api)/.test(path)).length)`;

    const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });

    expect(stdout).toBe('0\n');
  });
});

type Scrape = Awaited<ReturnType<ObservedRun['scrape']>>;

/** A full sync, an incremental one, a ticket from its opening to its campaign, a pause, and a key that is refused. */
async function live(run: ObservedRun): Promise<{ readonly scrapes: readonly Scrape[]; readonly ticketId: number }> {
  const { sandbox } = run;
  const scrapes: Scrape[] = [];
  const note = async (): Promise<Scrape> => {
    const scrape = await run.scrape();
    scrapes.push(scrape);
    return scrape;
  };
  const shows = (metric: string): Promise<void> =>
    eventually(async () => Object.values(await note()).some((text) => text.includes(`\n${metric}{`)));
  // One attempt fails, and Temporal's next one succeeds; before it a request has learned how large the list is.
  sandbox.gorgias.faults.add({ kind: '5xx', skip: 1, times: 1, match: { pathPrefix: '/api/customers' } });
  for (const type of ['full', 'incremental']) {
    await run.call('POST', SYNC, { type });
    // Not by the metrics: what is set aside is counted once a minute, and there must be something by then.
    await eventually(async () => {
      const { run: last } = await run.call('GET', `/v1/connectors/gorgias/progress?type=${type}`);
      return JSON.stringify(last).includes('"state":"completed"');
    });
  }
  const ticketId = sandbox.world.change({
    do: 'openTicketByNewcomer',
    email: 'ada@customer.example.com',
    name: 'Ada',
    channel: 'chat',
    subject: 'Late',
  });
  await run.webhook(ticketId, 'another-secret');
  await run.webhook(ticketId);
  await shows('tajo_tickets_waiting');
  sandbox.world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  sandbox.world.change({ do: 'sendSurvey', ticketId });
  sandbox.world.change({ do: 'scoreSurvey', ticketId, score: 5 });
  await run.webhook(ticketId);
  await eventually(async () => (await note()).worker.includes('kind="campaign",state="sent"'));
  await run.call('POST', '/v1/connectors/gorgias/pause', { account: ACCOUNT });
  sandbox.world.change({ do: 'reopenTicket', ticketId });
  await run.webhook(ticketId);
  await shows('tajo_undelivered_age_seconds');
  await run.call('POST', '/v1/connectors/gorgias/resume', { account: ACCOUNT });
  sandbox.gorgias.faults.add({ kind: 'status', status: 401, body: { error: { msg: 'no' } } });
  await run.webhook(ticketId);
  await shows('tajo_account_hold');
  return { scrapes, ticketId };
}
