import { timestampOf } from '../../src/domain/timestamp';
import { statusLines } from '../../packages/sdk/cli/output/status';
import { createPaint } from '../../packages/sdk/cli/paint';
import { createMeasure } from '../../src/api/measure';
import { createMetrics } from '../../src/observability/metrics';
import type { Store } from '../../src/store/types';
import { install, startApi, type RunningApi } from './running-api';

const STATUS = '/v1/connectors/gorgias/status';
const ACCOUNT = 'yourstore';
const HOUR_MS = 3_600_000;

/** How far behind an account is: in the status, on its page, and for Prometheus. */
describe('what is behind', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    await install(api);
  });
  afterAll(() => api.close());

  const page = async (): Promise<string> => {
    const status = (await api.call('GET', STATUS)).body;
    return statusLines(status, { paint: createPaint(false), now: Date.now() }).join('\n');
  };
  const gauges = async (): Promise<string[]> => {
    const { body } = await api.call('GET', '/metrics');
    return (body as string).split('\n').filter((line) => /^tajo_(feed_lag|undelivered)/.test(line));
  };
  const intend = (name: string): Promise<void> =>
    api.store.outbox.intend(ACCOUNT, [
      {
        ...{ key: `${ACCOUNT}/5/${name}/1`, ticketId: 5, customerId: 9, emailKey: 'ada@customer.example.com', name },
        ...{ happenedAt: timestampOf(new Date()), params: {} },
      },
    ]);
  const madeEarlier = (table: string, column: string): Promise<unknown> =>
    api.store.db.query(`update ${table} set ${column} = ${column} - interval '90 seconds' where ${column} is not null`);

  it('is nothing while nothing was read and nothing waits', async () => {
    expect((await api.call('GET', STATUS)).body).toMatchObject({ feed: null, undelivered: [] });
    expect(await gauges()).toEqual([]);
    expect(await page()).toMatch(/To be delivered +nothing/);
  });

  it('is as old as the last reading of the feed, and the oldest of each kind that could have left', async () => {
    await api.store.runs.setWatermark(ACCOUNT, 'events', timestampOf(Date.now() - HOUR_MS));
    await api.store.contacts.mark(ACCOUNT, ['ada@customer.example.com']);
    await madeEarlier('contacts', 'due_at');
    await intend('late');
    await madeEarlier('outbox', 'intended_at');
    await intend('fresh');

    const { feed, undelivered } = (await api.call('GET', STATUS)).body;

    expect(Math.abs(feed.lagSeconds - 3_600)).toBeLessThan(30);
    expect(undelivered).toEqual([
      { kind: 'contact', since: expect.any(String), ageSeconds: expect.any(Number) },
      { kind: 'event', since: expect.any(String), ageSeconds: expect.any(Number) },
    ]);
    for (const { ageSeconds } of undelivered) expect(Math.abs(ageSeconds - 105)).toBeLessThanOrEqual(15);
    expect(await gauges()).toEqual([
      expect.stringMatching(/^tajo_feed_lag_seconds\{account="yourstore"\} 36\d\d$/),
      expect.stringMatching(/^tajo_undelivered_age_seconds\{account="yourstore",kind="contact"\} \d+$/),
      expect.stringMatching(/^tajo_undelivered_age_seconds\{account="yourstore",kind="event"\} \d+$/),
    ]);
    expect(await page()).toMatch(/Gorgias feed +read up to 1 h 00 min ago\n/);
    expect(await page()).toMatch(/To be delivered +oldest contact 2 min, event 2 min/);
  });

  it('shows beside it, for Prometheus, what the store knows of the account and of what waits', async () => {
    const { store } = api;
    await store.budget.take(ACCOUNT, 'gorgias', { size: { capacity: 40, perSecond: 0.001 }, keep: 0 });
    await store.admission.hold(ACCOUNT, { scope: 'mapping', code: 'config.invalid', message: 'm', reason: 'r' });
    await store.db.query(`insert into ticket_states (account, ticket_id, state, stage)
      values ('yourstore', 1, '{}', 'waiting'), ('yourstore', 2, '{}', 'ended'), ('yourstore', 3, '{}', 'waiting')`);

    const { body } = await api.call('GET', '/metrics');
    const shown = (body as string)
      .split('\n')
      .filter((line) => /^tajo_(account|budget|outbox|tickets|ready)/.test(line));

    expect(shown.sort()).toEqual([
      'tajo_account_hold{account="yourstore",scope="mapping",code="config.invalid"} 1',
      'tajo_account_state{account="yourstore",state="connected"} 1',
      'tajo_budget_left_requests{account="yourstore",bucket="gorgias"} 39',
      'tajo_outbox_waiting{account="yourstore",kind="event",state="intended"} 2',
      'tajo_ready{part="store"} 1',
      'tajo_ready{part="temporal"} 1',
      'tajo_tickets_waiting{account="yourstore",stage="waiting"} 2',
    ]);
    await store.budget.close(ACCOUNT, 'gorgias', 60_000);
    expect((await api.call('GET', '/metrics')).body).toContain('bucket="gorgias"} 0\n');
  });

  it('counts what is set aside once a minute, however many ask, and shows it by cause', async () => {
    await api.store.quarantine.put(ACCOUNT, [
      { kind: 'contact', key: '1', step: 'map', cause: 'phone_invalid', held: false },
    ]);
    let asked = 0;
    const causes: Store['quarantine']['causes'] = (account) => {
      asked += 1;
      return api.store.quarantine.causes(account);
    };
    const metrics = createMetrics();
    const measure = createMeasure({
      ...{ metrics, store: { ...api.store, quarantine: { ...api.store.quarantine, causes } } },
      readiness: () => Promise.resolve({ temporal: true, store: true }),
    });

    await Promise.all([measure(), measure()]);
    await measure();

    expect(asked).toBe(1);
    expect((await metrics.render()).text).toContain(
      'tajo_quarantine_records{account="yourstore",cause="phone_invalid",held="false"} 1\n',
    );
  });

  it('is not asked for while the store does not answer, nor asked twice while an answer is late: the scrape is answered in time', async () => {
    let asked = 0;
    let isReady = false;
    const list: Store['accounts']['list'] = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const metrics = createMetrics();
    const measure = createMeasure({
      ...{ metrics, store: { ...api.store, accounts: { ...api.store.accounts, list } } },
      readiness: () => Promise.resolve({ temporal: true, store: isReady }),
    });

    await measure();
    const told = (await metrics.render()).text;
    isReady = true;
    await measure();
    await measure();

    expect(told).toContain('tajo_ready{part="store"} 0\n');
    expect(told).not.toContain('tajo_account_state{');
    expect(asked).toBe(1);
  });

  it('is not what waits for an address, for its time or for its import, nor what belongs to nobody any more', async () => {
    const later = timestampOf(Date.now() + HOUR_MS);
    await api.store.outbox.keepBack(ACCOUNT, `${ACCOUNT}/5/late/1`, { gate: 'no address', dueAt: 'infinity' });
    await api.store.outbox.keepBack(ACCOUNT, `${ACCOUNT}/5/fresh/1`, { gate: 'held', dueAt: later });
    await api.store.db.query('update contacts set process_id = 7');

    expect((await api.call('GET', STATUS)).body).toMatchObject({ undelivered: [] });
    expect(await gauges()).toHaveLength(1);
    await api.store.accounts.uninstall(ACCOUNT);
    expect(await gauges()).toEqual([]);
  });
});
