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
});
