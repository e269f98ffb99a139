import fc from 'fast-check';
import { countedLog } from '../../src/observability/counted-log';
import { createLog, type LogOptions } from '../../src/observability/log';
import { redactFields } from '../../src/observability/log-redaction';
import { createMetrics } from '../../src/observability/metrics';

function capture(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', json: true, destination: { write: (line) => lines.push(line) }, ...options });
  return { log, lines };
}

describe('the log', () => {
  it('when an event is logged as JSON, the line has time, level, event and the fields', () => {
    const { log, lines } = capture();
    log.info('sync.page_read', { account: 'yourstore', rows: 100 });

    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: 'sync.page_read',
      account: 'yourstore',
      rows: 100,
    });
  });

  it('when lines are for a person, a value cannot fake a second line', () => {
    const { log, lines } = capture({ json: false });
    log.warn('quarantine.put', { cause: 'bad\n14:00:00 error forged', times: 2 });

    expect(lines.join('')).toMatch(
      /^\d\d:\d\d:\d\d warn {2}quarantine\.put cause="bad\\n14:00:00 error forged" times=2\n$/,
    );
  });

  it('when the level is verbose everything is written, and debug lowers a higher level', () => {
    const verbose = capture({ level: 'verbose' });
    const info = capture();
    const debugged = capture({ level: 'error', debug: true });
    for (const { log } of [verbose, info, debugged]) log.debug('x');

    expect([verbose, info, debugged].map(({ lines }) => lines.length)).toEqual([1, 0, 1]);
  });

  it('when a telling key appears at any depth, its value is masked, while counts stay', () => {
    const redacted = redactFields({
      noEmail: 12,
      a: {
        b: { c: [{ email: 'x', customerName: 'x', apiKey: 'x', 'api-key': 'x', Authorization: 'x', subject: 'x' }] },
      },
      phone: 33612345678,
      event_name: 'kept',
    });

    expect(redacted).toMatchObject({ noEmail: 12, phone: '[redacted]', event_name: 'kept' });
    expect(JSON.stringify(redacted)).not.toContain('"x"');
  });

  it('when an address or a credential hides in a text, only that part is masked', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string(), (email, around) => {
        const { message } = redactFields({ message: `${around} ${email} after` });
        expect(message).not.toContain(email);
        expect(message).toMatch(/ after$/);
      }),
    );
    expect(redactFields({ at: ['Basic eW91OnNlY3JldA==', 'xkeysib-abc-1'] })).toEqual({
      at: ['[redacted]', '[redacted]'],
    });
  });
});

it('when things were counted, the exposition has them, and two registries do not share them', async () => {
  const metrics = createMetrics({ processMetrics: true });
  metrics.vendorCall({ vendor: 'gorgias', route: '/customers', status: 200, ms: 40 });
  metrics.budgetWaited({ vendor: 'gorgias', lane: 'feed', how: 'slept', ms: 500 });
  metrics.contactsPublished('yourstore', 'import', 500);
  metrics.quarantined('yourstore', 'no_email', 3);
  metrics.syncFinished('yourstore', { type: 'full', state: 'completed', seconds: 65 });
  metrics.failureJudged({ account: 'yourstore', code: 'brevo.busy', subject: 'record', disposition: 'wait' });
  metrics.webhookReceived('yourstore', 'accepted');
  const log = countedLog(createLog({ level: 'error', json: true, destination: { write: () => true } }), metrics);
  log.error('audit.finished', { account: 'yourstore', ours: 1 });
  log.error('api.bug');
  log.warn('account.brevo_changed', { account: 'yourstore' });

  const { text } = await metrics.render();

  for (const line of [
    'tajo_vendor_request_seconds_count{vendor="gorgias",route="/customers",status="200"} 1',
    'tajo_budget_wait_seconds_sum{vendor="gorgias",lane="feed",how="slept"} 0.5',
    'tajo_contacts_published_total{account="yourstore",how="import"} 500',
    'tajo_quarantined_total{account="yourstore",cause="no_email"} 3',
    'tajo_sync_seconds_sum{account="yourstore",type="full",state="completed"} 65',
    'tajo_judged_failures_total{account="yourstore",code="brevo.busy",subject="record",disposition="wait"} 1',
    'tajo_webhooks_total{account="yourstore",outcome="accepted"} 1',
    'tajo_alerts_total{event="audit.finished",account="yourstore"} 1',
    'tajo_alerts_total{event="api.bug",account=""} 1',
    'tajo_process_resident_memory_bytes',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).not.toContain('brevo_changed');
  expect((await createMetrics().render()).text).not.toContain('yourstore');
});
