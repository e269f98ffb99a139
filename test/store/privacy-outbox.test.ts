import type { Store } from '../../src/store/types';
import { at, customer, ticket } from './records';
import { useStore } from './stores';

/** What is on its way to Brevo when its person is erased. */
describe('the outbox of somebody who is erased', () => {
  let store: Store;
  let account = '';
  useStore('privacy-outbox', (opened, own) => {
    [store, account] = [opened, own];
  });

  test('what has not left for Brevo is given up, and what is on the wire is told of until it has an end', async () => {
    await store.facts.storeCustomers(account, [customer(1)], { position: null, markAll: true });
    await store.facts.storeTickets(account, [ticket(11)], null);
    const common = {
      ticketId: 11,
      customerId: 1,
      emailKey: 'customer1@example.com',
      name: 'N',
      params: {},
      happenedAt: at(1),
    };
    await store.outbox.intend(account, [
      { ...common, key: 'waits' },
      { ...common, key: 'leaves' },
    ]);
    const token = await store.outbox.begin(account, (await store.outbox.find(account, 'leaves'))!);
    const { person } = await store.privacy.begin(account, 'customer1@example.com', { brevo: true });

    await store.privacy.giveUp(account, person);

    expect(await store.outbox.find(account, 'waits')).toMatchObject({ state: 'given_up', params: {} });
    expect(await store.privacy.onTheWire(account, person)).toMatchObject({ sending: 1, contact: true });
    await store.outbox.settle(account, { key: 'leaves', token: token ?? '' }, { end: 'sent', reason: null });
    expect(await store.privacy.onTheWire(account, person)).toMatchObject({ sending: 0 });
  });
});
