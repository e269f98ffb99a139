import { observedStore } from '../../src/activities/observe-store';
import { createMetrics } from '../../src/observability/metrics';
import type { QuarantineEntry, Settled, Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from '../store/stores';

const ACCOUNT = 'yourstore';

describe('what a worker writes into its store', () => {
  const metrics = createMetrics();
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = observedStore(opened.store, metrics);
  });
  afterAll(() => opened.close());

  const figures = async (name: string): Promise<string[]> =>
    (await metrics.render()).text.split('\n').filter((line) => line.startsWith(name));

  it('is counted as contacts published, one by one or by import', async () => {
    const settled = (emailKey: string): Settled => ({
      ...{ emailKey, dueVersion: 1, hash: 'h', lists: [], sent: [], processId: null },
    });

    await store.contacts.settle(ACCOUNT, [settled('a@x.com')]);
    await store.imports.start(ACCOUNT, 7, [settled('b@x.com'), settled('c@x.com')]);

    expect(await figures('tajo_contacts_published_total{')).toEqual([
      'tajo_contacts_published_total{account="yourstore",how="upsert"} 1',
      'tajo_contacts_published_total{account="yourstore",how="import"} 2',
    ]);
  });

  it('is counted as put aside, by cause', async () => {
    const entry = (key: string): QuarantineEntry => ({
      kind: 'contact',
      key,
      step: 'map',
      cause: 'invalid_email',
      held: true,
    });

    await store.quarantine.put(ACCOUNT, [entry('1')]);
    await store.quarantine.replace(ACCOUNT, { kind: 'contact', step: 'map', keys: ['2'] }, [entry('2')]);

    expect(await figures('tajo_quarantined_total{')).toEqual([
      'tajo_quarantined_total{account="yourstore",cause="invalid_email"} 2',
    ]);
    expect(await store.quarantine.causes(ACCOUNT)).toMatchObject([{ cause: 'invalid_email', records: 2 }]);
  });

  it('ends a run once, however often its last step is repeated', async () => {
    await store.runs.begin(ACCOUNT, { runId: 'r', type: 'full', request: {} });

    await store.runs.finish(ACCOUNT, 'r', { state: 'completed', totals: {} });
    await store.runs.finish(ACCOUNT, 'r', { state: 'completed', totals: {} });

    expect(await figures('tajo_sync_seconds_count')).toEqual([
      'tajo_sync_seconds_count{account="yourstore",state="completed"} 1',
    ]);
  });

  it('shows what Gorgias has left, and nothing after it has refused', async () => {
    await store.budget.take(ACCOUNT, 'gorgias', { size: { capacity: 40, perSecond: 2 }, keep: 0 });

    await store.budget.correct(ACCOUNT, 'gorgias', { takes: 1, left: 31 });
    const before = await figures('tajo_budget_left_requests{');
    await store.budget.close(ACCOUNT, 'gorgias', 1_000);

    expect(before).toEqual(['tajo_budget_left_requests{account="yourstore",bucket="gorgias"} 31']);
    expect(await figures('tajo_budget_left_requests{')).toEqual([
      'tajo_budget_left_requests{account="yourstore",bucket="gorgias"} 0',
    ]);
  });
});
