import type { Customer } from '../../src/domain/records';
import type { Store } from '../../src/store/types';
import { at, customer, position } from './records';
import { openTestStore, type OpenedStore } from './stores';
import { timestamp } from '../../src/domain/timestamp';

describe('runs, accounts and quarantine', () => {
  let opened: OpenedStore;
  let store: Store;
  let accounts = 0;
  let account = '';

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    accounts += 1;
    account = `shop-${accounts}`;
  });

  const full = (runId: string) => ({ runId, type: 'full' as const, request: { batchSize: 100 } });

  test('when a run begins twice, it keeps its first moment', async () => {
    const first = await store.runs.begin(account, full('r1'));
    expect(first.startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await store.runs.begin(account, full('r1'))).toEqual(first);
  });

  test('when runs have ended, the last and the last completed one are told apart', async () => {
    expect(await store.runs.last(account)).toBeNull();
    await store.runs.begin(account, full('good'));
    await store.runs.finish(account, 'good', { state: 'completed', totals: { rows: 7 } });
    await store.runs.begin(account, full('bad'));
    await store.runs.finish(account, 'bad', { state: 'failed', totals: {} });
    expect(await store.runs.last(account)).toMatchObject({ runId: 'bad', state: 'failed' });
    expect(await store.runs.lastCompleted(account)).toMatchObject({ runId: 'good', type: 'full', totals: { rows: 7 } });
  });

  test('a dry run is no run that wrote, and one over a part is no whole one', async () => {
    const ended = async (
      runId: string,
      type: 'full' | 'incremental',
      request: Record<string, unknown>,
    ): Promise<void> => {
      await store.runs.begin(account, { runId, type, request });
      await store.runs.finish(account, runId, { state: 'completed', totals: {} });
    };
    const { runs } = store;

    await ended('dry', 'full', { dryRun: true });
    expect(await store.runs.last(account)).toMatchObject({ runId: 'dry', dryRun: true });
    expect([await runs.lastCompleted(account), await runs.lastWhole(account)]).toEqual([null, null]);
    expect(await runs.lastWhole(account, { dry: true })).toMatchObject({ runId: 'dry' });
    await ended('part', 'full', { resources: ['tags'], dryRun: false });
    await ended('feed', 'incremental', {});
    expect(await runs.lastCompleted(account)).toMatchObject({ runId: 'feed', dryRun: false });
    expect(await runs.lastWhole(account, { dry: true })).toMatchObject({ runId: 'dry' });
    await ended('whole', 'full', { batchSize: 100 });
    expect(await runs.lastWhole(account)).toMatchObject({ runId: 'whole' });
  });

  test('when a watermark is set back, it stays where it was, to the microsecond', async () => {
    await store.runs.setWatermark(account, 'tickets', timestamp('2026-03-01T10:00:00.123456Z'));
    await store.runs.setWatermark(account, 'tickets', at(0));
    expect(await store.runs.watermark(account, 'tickets')).toBe('2026-03-01T10:00:00.123456Z');
    expect(await store.runs.watermark(account, 'customers')).toBeNull();
  });

  test('when a run is under way, its totals count only what happened since it began', async () => {
    const size = { capacity: 40, perSecond: 2 };
    await store.budget.take(account, 'gorgias', { size, keep: 0 });
    const rows = [1, 2, 3].map((id) => customer(id));
    await store.facts.storeCustomers(account, rows, { position: position('before'), markAll: false });
    const early = await store.contacts.due(account, 2);
    await store.contacts.settle(
      account,
      early.map((contact) => ({ ...contact, hash: 'h', processId: null })),
    );

    await store.runs.begin(account, full('now'));
    await store.budget.take(account, 'gorgias', { size, keep: 0 });
    await store.budget.take(account, 'gorgias', { size, keep: 0 });
    await store.runs.saveWalk(account, position('now', 'customers', 3));
    await store.runs.saveWalk(account, position('now', 'tickets', 2));
    const late = await store.contacts.due(account, 10);
    await store.contacts.settle(
      account,
      late.map((contact) => ({ ...contact, hash: 'h', processId: null })),
    );
    await store.contacts.mark(account, ['customer1@example.com']);
    await store.contacts.dismiss(account, await store.contacts.due(account, 10));
    await store.quarantine.put(account, [{ kind: 'customer', key: '4', step: 'map', cause: 'no_email', held: true }]);
    expect(await store.runs.totals(account, 'now')).toMatchObject({
      ...{ requests: 2, pages: 5, rows: 500 },
      ...{ published: 1, unchanged: 1, held: 1, enriched: 0 },
    });
  });

  test('when an account is saved, its keys open again, and the database never holds them in plain', async () => {
    const credentials = { email: 'me@shop.com', gorgiasApiKey: 'gorgias-key-123', brevoApiKey: 'brevo-key-456' };
    await store.accounts.save({ account, domain: `${account}.gorgias.com`, ...credentials });
    expect(await store.accounts.credentials(account)).toEqual(credentials);
    const rows = await store.db.query('select * from accounts where account = $1', [account]);
    expect(JSON.stringify(rows)).not.toMatch(/gorgias-key-123|brevo-key-456/);
    expect(await store.accounts.find(account)).toMatchObject({ account, email: 'me@shop.com', state: 'connected' });
  });

  test('when keys were refused and new ones are saved, the account is connected again', async () => {
    const keys = { email: 'me@shop.com', gorgiasApiKey: 'a', brevoApiKey: 'b' };
    await store.accounts.save({ account, domain: 'd.gorgias.com', ...keys });
    await store.accounts.setState(account, 'refused', {
      reason: 'Gorgias refused the key',
      code: 'auth.gorgias_refused',
    });
    expect(await store.accounts.find(account)).toMatchObject({
      ...{ state: 'refused', stateReason: 'Gorgias refused the key', stateCode: 'auth.gorgias_refused' },
    });
    await store.accounts.save({ account, domain: 'd.gorgias.com', ...keys, gorgiasApiKey: 'c' });
    expect(await store.accounts.find(account)).toMatchObject({
      state: 'connected',
      stateReason: null,
      stateCode: null,
    });
    expect((await store.accounts.credentials(account)).gorgiasApiKey).toBe('c');
  });

  test("when one account's sealed key is copied to another, it does not open there", async () => {
    const keys = { email: 'me@shop.com', gorgiasApiKey: 'a', brevoApiKey: 'b' };
    await store.accounts.save({ account, domain: 'd.gorgias.com', ...keys });
    await store.accounts.save({ account: `${account}-b`, domain: 'e.gorgias.com', ...keys });
    const steal = `update accounts set gorgias_key = (select gorgias_key from accounts where account = $1) where account = $2`;
    await store.db.query(steal, [account, `${account}-b`]);
    await expect(store.accounts.credentials(`${account}-b`)).rejects.toMatchObject({ code: 'config.invalid' });
    await expect(store.accounts.credentials('nobody')).rejects.toMatchObject({ code: 'input.unknown_account' });
  });

  test('when the same cause comes up again, it is one entry with a count, and clearing one record leaves the others', async () => {
    const phone = { kind: 'contact', step: 'map', cause: 'phone_invalid', detail: 'SMS', held: false } as const;
    await store.quarantine.put(account, [
      { ...phone, key: '1' },
      { ...phone, key: '1' },
      { ...phone, key: '2' },
    ]);
    await store.quarantine.put(account, [{ ...phone, key: '1' }]);
    await store.quarantine.put(account, [{ kind: 'customer', key: '3', step: 'map', cause: 'no_email', held: true }]);
    expect(await store.quarantine.list(account, { cause: 'phone_invalid', limit: 10 })).toMatchObject([
      { key: '1', times: 2, detail: 'SMS', held: false },
      { key: '2', times: 1 },
    ]);
    await store.quarantine.replace(account, { kind: 'contact', step: 'map', keys: ['2'] }, [{ ...phone, key: '2' }]);
    expect(await store.quarantine.list(account, { cause: 'phone_invalid', limit: 10 })).toContainEqual(
      expect.objectContaining({ key: '2', times: 2 }),
    );
    await store.quarantine.replace(account, { kind: 'contact', step: 'map', keys: ['1'] }, []);
    expect(await store.quarantine.causes(account)).toMatchObject([
      { cause: 'no_email', held: true, records: 1 },
      { cause: 'phone_invalid', held: false, records: 1 },
    ]);
  });

  test('when a customer has no address, they are listed at once, and not any more when they get one, are merged or deleted', async () => {
    const listed = async (): Promise<readonly string[]> => {
      const causes = await store.quarantine.causes(account);
      const { customersWithoutEmail } = await store.facts.counts(account);
      expect(causes.map(({ cause, records }) => [cause, records])).toEqual([['no_email', customersWithoutEmail]]);
      return (await store.quarantine.list(account, { cause: 'no_email', limit: 10 })).map(({ key }) => key).sort();
    };
    const keep = (rows: readonly Customer[]) =>
      store.facts.storeCustomers(account, rows, { position: position(), markAll: false });
    await keep([1, 2, 3, 4, 5].map((id) => customer(id, { email: id === 5 ? 'e@example.com' : null })));
    expect(await listed()).toEqual(['1', '2', '3', '4']);
    await keep([customer(1, { email: 'late@example.com', updatedAt: at(9) })]);
    await store.facts.storeCustomerDetail(account, {
      ...{ id: 2, phone: null, channelEmail: 'b@example.com', shopValues: {}, readAt: at(9) },
    });
    await keep([customer(5, { email: null, updatedAt: at(9) })]);
    expect(await listed()).toEqual(['3', '4', '5']);
    await store.facts.markMerged(account, 'customer', { id: 3, survivorId: 1 });
    await store.facts.markDeleted(account, 'customer', 4);
    await store.facts.markDeleted(account, 'ticket', 5);
    expect(await listed()).toEqual(['5']);
  });
});
