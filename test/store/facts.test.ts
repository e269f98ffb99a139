import type { Customer } from '../../src/domain/records';
import type { Store } from '../../src/store/types';
import { at, customer, message, position, survey, ticket } from './records';
import { openTestStore, type OpenedStore } from './stores';
import { timestampOf, type Timestamp } from '../../src/domain/timestamp';

describe('facts', () => {
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

  const keep = (rows: readonly Customer[], from = position()) =>
    store.facts.storeCustomers(account, rows, { position: from, markAll: false });
  const due = async () => (await store.contacts.due(account, 1_000)).map(({ emailKey }) => emailKey);
  const settleAll = async () => {
    const marked = await store.contacts.due(account, 1_000);
    await store.contacts.dismiss(account, marked);
  };

  test('when the same customers page is stored twice, the second one changes nothing and marks nobody', async () => {
    const rows = [customer(1), customer(2)];
    expect(await keep(rows)).toEqual({ rows: 2, changed: 2 });
    expect(await due()).toEqual(['customer1@example.com', 'customer2@example.com']);
    await settleAll();
    expect(await keep(rows)).toEqual({ rows: 2, changed: 0 });
    expect(await due()).toEqual([]);
  });

  test('when an unchanged page is stored with markAll, its contacts are due and nothing counts as changed', async () => {
    await keep([customer(1)]);
    await settleAll();
    const again = await store.facts.storeCustomers(account, [customer(1)], { position: position(), markAll: true });
    expect(again.changed).toBe(0);
    expect(await due()).toEqual(['customer1@example.com']);
  });

  test('when an older copy of a record arrives late, the newer one stays', async () => {
    await keep([customer(1, { name: 'New', updatedAt: at(9) })]);
    const late = await keep([customer(1, { name: 'Old' })]);
    expect(late.changed).toBe(0);
    const [facts] = await store.contacts.facts(account, ['customer1@example.com'], { responseTimesSince: at(0) });
    expect(facts?.customer?.name).toBe('New');
  });

  test('when one record stands twice in a page, the page is stored and the later copy counts', async () => {
    const rows = [customer(1, { name: 'Before' }), customer(1, { name: 'After', updatedAt: at(5) })];
    expect(await keep(rows)).toEqual({ rows: 2, changed: 1 });
    const [facts] = await store.contacts.facts(account, ['customer1@example.com'], { responseTimesSince: at(0) });
    expect(facts?.customer?.name).toBe('After');
  });

  test('when a customer changes address, both the old and the new contact are due', async () => {
    await keep([customer(1)]);
    await settleAll();
    const moved = customer(1, { email: ' New@Example.com ', updatedAt: at(5) });
    await keep([moved]);
    expect(await due()).toEqual(['customer1@example.com', 'new@example.com']);
  });

  test('when a text holds characters that Postgres cannot store, the page is stored without them', async () => {
    const odd = customer(1, { name: 'A\0B \ud800 C', customFields: { 7: 'x\0y' } });
    await keep([odd]);
    const [facts] = await store.contacts.facts(account, ['customer1@example.com'], { responseTimesSince: at(0) });
    expect(facts?.customer).toMatchObject({ name: 'AB \ufffd C', customFields: { 7: 'xy' } });
  });

  test('when a ticket changes owner, the contacts of both owners are due', async () => {
    await keep([customer(1), customer(2)]);
    await store.facts.storeTickets(account, [ticket(1, { customerId: 1 })], position());
    await settleAll();
    await store.facts.storeTickets(account, [ticket(1, { customerId: 2, updatedAt: at(9) })], position());
    expect(await due()).toEqual(['customer1@example.com', 'customer2@example.com']);
  });

  test('when the same ticket, survey and message pages are stored twice, the second ones mark nobody', async () => {
    await keep([customer(1)]);
    const rows = [ticket(1, { tags: ['vip', 'refund'], closedAt: at(4), snoozedUntil: at(8) })];
    const again = async () => [
      await store.facts.storeTickets(account, rows, position()),
      await store.facts.storeSurveys(account, [survey(1, { score: 4, scoredAt: at(7) })], position()),
      await store.facts.storeMessages(account, [message(1), message(2, { fromAgent: true })], position()),
    ];
    expect((await again()).map(({ changed }) => changed)).toEqual([1, 1, 2]);
    await settleAll();
    expect((await again()).map(({ changed }) => changed)).toEqual([0, 0, 0]);
    expect(await due()).toEqual([]);
  });

  test('when a message of a known ticket arrives, the contact of its customer is due', async () => {
    await keep([customer(1)]);
    await store.facts.storeTickets(account, [ticket(1)], position());
    await settleAll();
    await store.facts.storeMessages(account, [message(1)], position());
    expect(await due()).toEqual(['customer1@example.com']);
  });

  test('when an unscored copy of a survey arrives after the score, the score stays', async () => {
    await keep([customer(1)]);
    await store.facts.storeSurveys(account, [survey(1, { score: 5, scoredAt: at(50) })], position());
    expect((await store.facts.storeSurveys(account, [survey(1)], position())).changed).toBe(0);
    expect(await store.facts.counts(account)).toMatchObject({ surveys: 1, scoredSurveys: 1 });
  });

  test('when a score is still gone a while later, it was taken away', async () => {
    await keep([customer(1)]);
    await store.facts.storeSurveys(account, [survey(1, { score: 5, scoredAt: at(50) })], position());
    await store.db.query(`update surveys set read_at = read_at - interval '11 minutes' where account = $1`, [account]);
    await settleAll();
    expect((await store.facts.storeSurveys(account, [survey(1)], position())).changed).toBe(1);
    expect(await store.facts.counts(account)).toMatchObject({ surveys: 1, scoredSurveys: 0 });
    expect(await due()).toEqual(['customer1@example.com']);
  });

  test('when a walk meets unchanged rows, they count as seen by it and the others do not', async () => {
    await keep([customer(1), customer(2), customer(3)], position('old'));
    await keep([customer(2)], position('new'));
    expect(await store.facts.unseen(account, 'customer', { runId: 'new', limit: 10 })).toEqual({
      ids: [1, 3],
      done: true,
    });
    await store.facts.markSeen(account, 'customer', { id: 3, runId: 'new' });
    await store.facts.markDeleted(account, 'customer', 1);
    expect(await store.facts.unseen(account, 'customer', { runId: 'new', limit: 10 })).toEqual({ ids: [], done: true });
  });

  test('when a page is stored, the position of its walk is stored with it, and a page that fails moves nothing', async () => {
    await keep([customer(1)], position('r', 'customers', 7));
    expect((await store.runs.walk(account, 'r', 'customers'))?.walk.cursor).toBe('cursor-7');
    const broken = customer(2, { updatedAt: 'not a date' as Timestamp });
    const failing = keep([customer(3), broken], position('r', 'customers', 8));
    await expect(failing).rejects.toMatchObject({ code: 'bug' });
    expect((await store.runs.walk(account, 'r', 'customers'))?.walk.cursor).toBe('cursor-7');
    expect((await store.facts.counts(account)).customers).toBe(1);
  });

  test('when a customer is gone, the contact is due and the tickets count for nobody until it comes back', async () => {
    await keep([customer(1)]);
    await store.facts.storeTickets(account, [ticket(1)], position());
    await settleAll();
    await store.facts.markDeleted(account, 'customer', 1);
    expect(await due()).toEqual(['customer1@example.com']);
    const window = { responseTimesSince: at(0) };
    expect(await store.contacts.facts(account, ['customer1@example.com'], window)).toMatchObject([
      { customer: null, nbTickets: 0 },
    ]);
    await settleAll();
    expect((await keep([customer(1)])).changed).toBe(1);
    expect(await due()).toEqual(['customer1@example.com']);
    expect(await store.contacts.facts(account, ['customer1@example.com'], window)).toMatchObject([{ nbTickets: 1 }]);
  });

  test('when customers were merged one after the other, the last one has all tickets, surveys and marks', async () => {
    await keep([customer(1), customer(2), customer(3)]);
    await store.facts.storeTickets(account, [ticket(1, { customerId: 1 }), ticket(2, { customerId: 2 })], position());
    await store.facts.storeSurveys(account, [survey(1, { score: 3, scoredAt: at(9) })], position());
    await settleAll();
    await store.facts.markMerged(account, 'customer', { id: 1, survivorId: 2 });
    expect(await due()).toEqual(['customer1@example.com', 'customer2@example.com']);
    await settleAll();
    await store.facts.markMerged(account, 'customer', { id: 2, survivorId: 3 });
    expect(await due()).toEqual(['customer2@example.com', 'customer3@example.com']);
    await settleAll();
    const keys = [1, 2, 3].map((id) => `customer${id}@example.com`);
    const facts = await store.contacts.facts(account, keys, { responseTimesSince: at(0) });
    expect(facts).toMatchObject([
      { customer: null, nbTickets: 0 },
      { customer: null, nbTickets: 0 },
      { customer: { id: 3 }, nbTickets: 2, lastScore: 3 },
    ]);
    await store.facts.storeTickets(account, [ticket(3, { customerId: 1 })], position());
    expect(await due()).toEqual(['customer3@example.com']);
  });

  test('when Gorgias first says 1 was merged into 2 and then the opposite, the newer word counts', async () => {
    await keep([customer(1), customer(2)]);
    await store.facts.markMerged(account, 'customer', { id: 1, survivorId: 2 });
    await store.facts.markMerged(account, 'customer', { id: 2, survivorId: 1 });
    const keys = ['customer1@example.com', 'customer2@example.com'];
    const facts = await store.contacts.facts(account, keys, { responseTimesSince: at(0) });
    expect(facts.map(({ customer: head }) => head?.id ?? null)).toEqual([1, null]);
  });

  test('when a ticket was merged into another, only the survivor counts', async () => {
    await keep([customer(1), customer(2)]);
    await store.facts.storeTickets(account, [ticket(1), ticket(2, { customerId: 2 })], position());
    await settleAll();
    await store.facts.markMerged(account, 'ticket', { id: 1, survivorId: 2 });
    expect(await due()).toEqual(['customer1@example.com', 'customer2@example.com']);
    const keys = ['customer1@example.com', 'customer2@example.com'];
    const facts = await store.contacts.facts(account, keys, { responseTimesSince: at(0) });
    expect(facts.map(({ nbTickets }) => nbTickets)).toEqual([0, 1]);
  });

  test('when tickets are snoozed, those that still sleep are counted beside the open ones, without spam', async () => {
    await keep([customer(1)]);
    const asleep = { status: 'closed', snoozedUntil: timestampOf(Date.now() + 3_600_000) };
    const awake = { status: 'closed', snoozedUntil: at(1) };
    const tickets = [{ status: 'open' }, asleep, asleep, awake, { ...asleep, spam: true }, { status: 'closed' }];
    const rows = tickets.map((one, index) => ticket(index + 1, one));
    await store.facts.storeTickets(account, rows, position());
    expect(await store.facts.counts(account)).toMatchObject({ tickets: 6, openTickets: 1, snoozedTickets: 2 });
  });

  test('when a detail brings the first address of a customer, the contact appears; an older detail changes nothing', async () => {
    await keep([customer(1, { email: null })]);
    expect(await store.facts.counts(account)).toMatchObject({ customersWithoutEmail: 1 });
    const detail = {
      id: 1,
      phone: '+4930123',
      channelEmail: 'Found@example.com',
      shopValues: { a: 1 },
      readAt: at(20),
    };
    await store.facts.storeCustomerDetail(account, detail);
    expect(await due()).toEqual(['found@example.com']);
    await settleAll();
    await store.facts.storeCustomerDetail(account, { ...detail, phone: 'old', readAt: at(10) });
    await store.facts.storeCustomerDetail(account, { ...detail, readAt: at(30) });
    expect(await due()).toEqual([]);
    const [facts] = await store.contacts.facts(account, ['found@example.com'], { responseTimesSince: at(0) });
    expect(facts?.customer).toMatchObject({ email: 'found@example.com', phone: '+4930123', shopValues: { a: 1 } });
    expect(facts?.customer?.createdAt).toBe(at(0));
  });

  test('when customers are to be enriched, the most recently active come first and those read or inactive are left out', async () => {
    const rows = [1, 2, 3, 4].map((id) => customer(id, { updatedAt: at(id) }));
    await keep(rows);
    await store.facts.storeTickets(account, [ticket(9, { customerId: 1, updatedAt: at(90) })], position());
    await store.facts.storeCustomerDetail(account, { ...DETAIL, id: 3, readAt: at(50) });
    const filter = { since: at(3), readSince: at(40), limit: 10 };
    expect(await store.facts.customersToEnrich(account, filter)).toEqual([1, 4]);
    expect(await store.facts.customersToEnrich(account, { ...filter, readSince: at(60) })).toEqual([1, 4, 3]);
  });
});

const DETAIL = { phone: null, channelEmail: null, shopValues: {} };
