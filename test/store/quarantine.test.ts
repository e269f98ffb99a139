import { type Timestamp, timestampOf } from '../../src/domain/timestamp';
import type { Intent } from '../../src/store/outbox/outbox-types';
import { countCauses } from '../../src/store/quarantine/causes';
import type { Store } from '../../src/store/types';
import { attemptOnce } from './outbox-end';
import { at } from './records';
import { openTestStore, type OpenedStore, useStore } from './stores';

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
    (await store.refreshQueue.toRefresh(ACCOUNT, { since: at(0), watchedFrom: at(0), runId: 'r', limit: 10 })).due.map(
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

/** A ticket that is closed twice tells two events of one name. */
test('what one event was put off for is forgotten, and what another of the same name was refused for stays', async () => {
  const { store, close } = await openTestStore();
  const entry = { kind: 'ticket', key: '7', step: 'publish', detail: 'event SUPPORT_TICKET_RESOLVED' } as const;
  await store.quarantine.put(ACCOUNT, [
    { ...entry, cause: 'brevo.rejected', held: true },
    { ...entry, cause: 'brevo.unavailable', held: true },
    { ...entry, cause: 'brevo.unavailable', detail: 'campaign win-back', held: true },
  ]);
  await store.quarantine.forget(ACCOUNT, entry, ['brevo.rejected', 'brevo.not_found']);
  const left = await store.quarantine.list(ACCOUNT, { limit: 10 });
  await close();

  expect(left.map(({ cause, detail }) => `${cause}: ${detail ?? ''}`).sort()).toEqual([
    'brevo.rejected: event SUPPORT_TICKET_RESOLVED',
    'brevo.unavailable: campaign win-back',
  ]);
});

describe('causes of what is set aside', () => {
  let store: Store;
  let account = '';
  useStore('causes', (...own) => ([store, account] = own));

  test('count each record once, however many entries it has and wherever a slice of them ends', async () => {
    const entry = { kind: 'contact', step: 'publish', held: true } as const;
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    await store.quarantine.put(account, [
      ...ids.map((id) => ({ ...entry, key: String(id), cause: 'brevo.rejected' as const, detail: 'one' })),
      ...ids.map((id) => ({ ...entry, key: String(id), cause: 'brevo.rejected' as const, detail: 'other' })),
      ...ids.map((id) => ({
        ...entry,
        key: String(id),
        cause: 'phone_invalid' as const,
        step: 'map' as const,
        held: id % 2 > 0,
      })),
      { ...entry, kind: 'ticket', key: '30', cause: 'brevo.rejected' },
    ]);
    const [times] = await store.db.query<{ firstAt: Timestamp; lastAt: Timestamp }>(
      'select min(first_at) as "firstAt", max(last_at) as "lastAt" from quarantine where account = $1',
      [account],
    );
    const expected = [
      { ...times, cause: 'brevo.rejected', held: true, records: 31, entries: 61 },
      { ...times, cause: 'phone_invalid', held: false, records: 15, entries: 15 },
      { ...times, cause: 'phone_invalid', held: true, records: 15, entries: 15 },
    ];
    expect(await store.quarantine.causes(account)).toEqual(expected);
    for (const rows of [4, 5, 7, 90, 91, 92]) expect(await countCauses(store.db, account, rows)).toEqual(expected);
  });
});

describe('what could not be read', () => {
  const READ = { step: 'read', held: true } as const;
  let store: Store;
  let account = '';
  useStore('unreadable', (...own) => ([store, account] = own));
  const listed = async (): Promise<readonly string[]> =>
    (await store.quarantine.list(account, { limit: 10 }))
      .map(({ kind, key, detail }) => `${kind} ${key}: ${detail ?? ''}`)
      .sort();

  test('is over when a complete walk has read it; what a record’s own request met is asked for again', async () => {
    await store.quarantine.put(account, [
      { ...READ, kind: 'ticket', key: '7', cause: 'unreadable', detail: 'status: null where a text was expected' },
      { ...READ, kind: 'ticket', key: '8', cause: 'gorgias.rejected', detail: 'answer: gorgias.rejected' },
      { ...READ, kind: 'survey', key: '9', cause: 'unreadable', detail: 'score: null where a number was expected' },
    ]);
    const [{ now }] = (await store.db.query<{ now: string }>('select clock_timestamp() as now')) as [{ now: string }];
    await store.quarantine.forgetUnreadable(account, ['ticket'], timestampOf(new Date(Date.parse(now) + 1_000)));

    expect(await listed()).toEqual([
      'survey 9: score: null where a number was expected',
      'ticket 8: answer: gorgias.rejected',
    ]);
    expect(await store.quarantine.takeDue(account, 10)).toEqual([{ kind: 'ticket', key: '8', step: 'read' }]);
  });

  test('and may pass is tried again some times, ever later, and is then left to a person', async () => {
    const entry = { kind: 'contact', key: '5', step: 'publish', cause: 'brevo.rejected', held: true } as const;
    const waits: (number | null)[] = [];
    for (let times = 0; times < 10; times += 1) {
      await store.quarantine.put(account, [{ ...entry, isRetried: true }]);
      const [row] = await store.db.query<{ minutes: number | null }>(
        `select round(extract(epoch from retry_at - clock_timestamp()) / 60)::int as minutes from quarantine where account = $1`,
        [account],
      );
      waits.push(row?.minutes ?? null);
    }

    expect(waits).toEqual([1, 2, 4, 8, 10, 10, 10, 10, null, null]);
  });

  test('is no matter any more when the record is gone or merged', async () => {
    const entry = { ...READ, kind: 'customer', cause: 'gorgias.rejected', detail: 'answer: gorgias.rejected' } as const;
    await store.quarantine.put(
      account,
      [1, 2, 3].map((id) => ({ ...entry, key: String(id) })),
    );
    await store.facts.markDeleted(account, 'customer', 1);
    await store.facts.markMerged(account, 'customer', { id: 2, survivorId: 3 });

    expect(await listed()).toEqual(['customer 3: answer: gorgias.rejected']);
  });
});

test('a contact that was refused as a whole and went to Brevo after all is listed no more, what was left out of it is', async () => {
  const opened = await openTestStore();
  const { quarantine } = opened.store;
  const of = (key: string, cause: 'brevo.rejected' | 'phone_clash', held: boolean) =>
    ({ kind: 'contact', key, step: 'publish', cause, held }) as const;
  await quarantine.put(ACCOUNT, [
    of('1', 'brevo.rejected', true),
    of('2', 'brevo.rejected', true),
    of('1', 'phone_clash', false),
  ]);

  await quarantine.forgetRefused(ACCOUNT, [1, 3]);

  const left = await quarantine.list(ACCOUNT, { limit: 10 });
  expect(left.map(({ key, cause }) => `${key} ${cause}`).sort()).toEqual(['1 phone_clash', '2 brevo.rejected']);
  await opened.close();
});
