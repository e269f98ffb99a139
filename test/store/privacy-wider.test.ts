import type { Store } from '../../src/store/types';
import { at, customer, ticket } from './records';
import { useStore } from './stores';

const PAGE = { position: null, markAll: false } as const;

/** Of an erased person more turns out to be kept than was known when they asked. */
describe('an erasure', () => {
  let store: Store;
  let account = '';
  useStore('wider', (opened, own) => {
    [store, account] = [opened, own];
  });

  const eraseSlices = async (person: string): Promise<void> => {
    while (!(await store.privacy.eraseSlice(account, person)));
  };

  test('that finds another customer after campaigns of the first were deleted is about them too', async () => {
    const emailKey = 'customer1@example.com';
    await store.facts.storeCustomers(account, [customer(1), customer(2)], PAGE);
    const request = { name: 'n', ticketId: null, emailKey, params: {}, askedAt: at(1) };
    for (const id of ['one', 'two']) await store.campaignRequests.ask(account, { ...request, id });
    const { person } = await store.privacy.begin(account, emailKey, { brevo: false });
    await eraseSlices(person);
    expect(await store.privacy.widen(account, person, [{ id: 1, email: emailKey }])).toBe(false);
    expect(await store.privacy.find(account, person)).toMatchObject({ storeAt: expect.any(String) });

    expect(await store.privacy.widen(account, person, [{ id: 2, email: null }])).toBe(true);

    expect(await store.privacy.find(account, person)).toMatchObject({ storeAt: null });
    await eraseSlices(person);
    expect(await store.db.query('select 1 from customers where account = $1', [account])).toEqual([]);
  });

  test('by a customer or a ticket that was another address’s has that address’s contact looked at again, and no erased one’s', async () => {
    await store.facts.storeCustomers(account, [customer(1), customer(2), customer(3)], PAGE);
    await store.facts.storeTickets(account, [ticket(22, { customerId: 2 })], null);
    const gone = 'gone@example.com';
    const { person } = await store.privacy.begin(account, gone, { brevo: false });
    await store.privacy.widen(account, person, [{ id: 9, email: null }]);
    await eraseSlices(person);
    await store.db.query('delete from contacts where account = $1', [account]);

    // A second address of the first is the erased one, the ticket of the second is the erased customer's, and the third is erased meanwhile.
    const detail = { id: 1, phone: null, channelEmail: gone, shopValues: {}, readAt: at(9) };
    await store.facts.storeCustomerDetail(account, detail);
    await store.facts.storeTickets(account, [ticket(22, { customerId: 9, updatedAt: at(9) })], null);
    await store.privacy.begin(account, 'customer3@example.com', { brevo: false });
    await store.facts.storeCustomers(account, [customer(3, { updatedAt: at(9) })], PAGE);
    await store.facts.storeCustomerDetail(account, { ...detail, id: 3 });

    const due = (await store.contacts.due(account, 10)).map(({ emailKey }) => emailKey);
    expect(due).toEqual(['customer1@example.com', 'customer2@example.com']);
  });

  test('by an address that somebody has left, or had before a merge, is about all that is known of them', async () => {
    const { privacy, facts, db } = store;
    await facts.storeCustomers(account, [customer(1), customer(2), customer(3)], PAGE);
    await facts.storeTickets(account, [ticket(11), ticket(22, { customerId: 2 })], null);
    await facts.storeCustomers(account, [customer(1, { email: 'moved@example.com', updatedAt: at(9) })], PAGE);
    await db.query('update customers set merged_into = 3 where account = $1 and id = 2', [account]);
    const keysOf = async (email: string): Promise<readonly (readonly unknown[])[]> => {
      const { emailKeys, customerIds, ticketIds } = (await privacy.export(account, email)).scope;
      return [emailKeys, customerIds, ticketIds];
    };

    expect(await keysOf('customer1@example.com')).toEqual([['customer1@example.com', 'moved@example.com'], [1], [11]]);
    expect(await keysOf('moved@example.com')).toEqual([['moved@example.com', 'customer1@example.com'], [1], [11]]);
    expect(await keysOf('customer2@example.com')).toEqual([
      ['customer2@example.com', 'customer3@example.com'],
      [2, 3],
      [22],
    ]);
    const { person } = await privacy.begin(account, 'customer1@example.com', { brevo: false });
    await eraseSlices(person);
    const left = await db.query<{ email_key: string }>('select email_key from contacts where account = $1 order by 1', [
      account,
    ]);
    expect(left.map((row) => row.email_key)).toEqual(['customer2@example.com', 'customer3@example.com']);
  });

  test('by an address that is another’s by now is about nobody who had it before', async () => {
    await store.facts.storeCustomers(account, [customer(1), customer(2)], PAGE);
    await store.facts.storeCustomers(account, [customer(1, { email: 'moved@example.com', updatedAt: at(9) })], PAGE);
    await store.facts.storeCustomers(
      account,
      [customer(2, { email: 'customer1@example.com', updatedAt: at(9) })],
      PAGE,
    );

    const { emailKeys, customerIds } = (await store.privacy.export(account, 'customer1@example.com')).scope;
    const moved = (await store.privacy.export(account, 'moved@example.com')).scope;

    expect([emailKeys, customerIds]).toEqual([['customer1@example.com', 'customer2@example.com'], [2]]);
    expect([moved.emailKeys, moved.customerIds]).toEqual([['moved@example.com'], [1]]);
  });
});
