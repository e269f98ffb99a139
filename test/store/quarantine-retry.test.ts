import type { Intent } from '../../src/store/outbox/outbox-types';
import type { Store } from '../../src/store/types';
import { attemptOnce } from './outbox-end';
import { at } from './records';
import { openTestStore, type OpenedStore } from './stores';

const ACCOUNT = 'shop';

/** Timeline events that Brevo refused and that a person wants to send again (design D11). */
describe('a retry of refused events', () => {
  let opened: OpenedStore;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    await store.outbox.intend(ACCOUNT, [event('refused', 7), event('other', 8), event('sent', 9), event('new', null)]);
    const put = (key: string, of: 'ticket' | 'customer', cause: 'brevo.rejected' | 'brevo.not_found') =>
      store.quarantine.put(ACCOUNT, [
        { kind: of, key, step: 'publish', cause, detail: 'event SUPPORT_TICKET_OPENED', held: true },
      ]);
    for (const ticketId of [7, 8]) await store.tickets.beginRefresh(ACCOUNT, ticketId);
    await attemptOnce(store, ACCOUNT, { key: 'refused', end: 'refused', reason: 'brevo.rejected' });
    await put('7', 'ticket', 'brevo.rejected');
    await attemptOnce(store, ACCOUNT, { key: 'new', end: 'refused', reason: 'brevo.rejected' });
    await put('3', 'customer', 'brevo.rejected');
    await attemptOnce(store, ACCOUNT, { key: 'other', end: 'refused', reason: 'brevo.not_found' });
    await put('8', 'ticket', 'brevo.not_found');
    await attemptOnce(store, ACCOUNT, { key: 'sent', end: 'sent', reason: null });
    await store.quarantine.put(ACCOUNT, [
      { kind: 'ticket', key: '7', step: 'publish', cause: 'brevo.rejected', detail: 'campaign win-back', held: true },
    ]);
  });
  afterAll(() => opened.close());

  const event = (key: string, ticketId: number | null): Intent => ({
    ...{ key, ticketId, customerId: 3, emailKey: 'a@x.com', name: 'SUPPORT_TICKET_OPENED', happenedAt: at(1) },
    params: { event_key: key },
  });
  const asked = async () =>
    (await store.refreshQueue.toRefresh(ACCOUNT, { since: at(0), watchedFrom: at(0), limit: 10 })).map(
      ({ ticketId }) => ticketId,
    );

  test('as a dry run counts them and changes nothing', async () => {
    expect(await store.quarantine.retry(ACCOUNT, 'brevo.rejected', { dryRun: true })).toMatchObject({ events: 2 });

    expect(await store.outbox.unsettled(ACCOUNT, 7)).toEqual([]);
    expect(await asked()).toEqual([]);
  });

  test('makes those of the cause due with all that they said, has their tickets looked at, and takes them off the list', async () => {
    expect(await store.quarantine.retry(ACCOUNT, 'brevo.rejected', { dryRun: false })).toMatchObject({ events: 2 });

    const due = { state: 'intended', reason: null, unsure: false, firstTriedAt: null, triedAt: null, settledAt: null };
    expect(await store.outbox.unsettled(ACCOUNT, 7)).toMatchObject([{ ...due, params: { event_key: 'refused' } }]);
    expect(await store.outbox.unsettled(ACCOUNT, null)).toMatchObject([{ ...due, key: 'new' }]);
    expect(await store.outbox.unsettled(ACCOUNT, 8)).toEqual([]);
    expect(await store.outbox.unsettled(ACCOUNT, 9)).toEqual([]);
    expect(await asked()).toEqual([7]);
    const left = await store.quarantine.list(ACCOUNT, { limit: 10 });
    // A campaign is not sent again, so a person still has to see it.
    expect(left.map(({ key, detail }) => `${key} ${detail ?? ''}`).sort()).toEqual([
      '7 campaign win-back',
      '8 event SUPPORT_TICKET_OPENED',
    ]);
  });

  test('once more, finds none of them', async () => {
    expect(await store.quarantine.retry(ACCOUNT, 'brevo.rejected', { dryRun: false })).toMatchObject({ events: 0 });
  });
});
