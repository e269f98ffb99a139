import type { Customer } from '../../src/domain/records';
import type { Store } from '../../src/store/types';
import { at, customer, position, survey } from './records';
import { openTestStore, type OpenedStore } from './stores';

const ACCOUNT = 'yourstore';

describe('facts that Gorgias took back', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const keep = (rows: readonly Customer[]) =>
    store.facts.storeCustomers(ACCOUNT, rows, { position: position(), markAll: false });
  const factsOf = async (emailKey: string) =>
    (await store.contacts.facts(ACCOUNT, [emailKey], { responseTimesSince: at(0) }))[0];
  const due = async () => (await store.contacts.due(ACCOUNT, 100)).map(({ emailKey }) => emailKey);

  test('when a score is changed later and has an older date, the later one counts (case C9)', async () => {
    await keep([customer(1)]);
    await store.facts.storeSurveys(ACCOUNT, [survey(1, { score: 4, scoredAt: at(50) })], position());
    await store.facts.storeSurveys(ACCOUNT, [survey(1, { score: 1, scoredAt: at(20) })], position());

    expect(await factsOf('customer1@example.com')).toMatchObject({ lastScore: 1, scoredSurveys: 1 });
  });

  test('when an address is taken away, it does not live on as the one that was read among the channels', async () => {
    await keep([customer(2)]);
    const detail = { id: 2, phone: null, channelEmail: 'Customer2@example.com', shopValues: {}, readAt: at(10) };
    await store.facts.storeCustomerDetail(ACCOUNT, detail);

    await keep([customer(2, { email: null, updatedAt: at(20) })]);

    expect((await factsOf('customer2@example.com'))?.customer).toBeNull();
    expect(await due()).toContain('customer2@example.com');
    // What the channels hold now is read anew, and may be another address.
    const toRead = { since: at(0), readSince: at(0), limit: 10 };
    expect(await store.facts.customersToEnrich(ACCOUNT, toRead)).toContain(2);
    await store.facts.storeCustomerDetail(ACCOUNT, { ...detail, channelEmail: 'other@example.com', readAt: at(30) });
    expect((await factsOf('other@example.com'))?.customer).toMatchObject({ id: 2 });
  });
});
