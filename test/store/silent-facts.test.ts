import type { Ticket } from '../../src/domain/records';
import { timestamp, type Timestamp } from '../../src/domain/timestamp';
import type { Store } from '../../src/store/types';
import { at, customer, position, ticket } from './records';
import { openTestStore, type OpenedStore } from './stores';

describe('facts that change without a date', () => {
  const account = 'shop';
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());

  test('when a custom field changes without a date, the row that was asked for later counts, in whatever order the two are stored', async () => {
    const fieldsOf = async () =>
      (await store.contacts.facts(account, ['customer1@example.com'], { responseTimesSince: at(0) }))[0]?.customer
        ?.customFields;
    const row = (value: string) => customer(1, { customFields: { '7': value } });
    const keep = (value: string, readAt: Timestamp) =>
      store.facts.storeCustomers(account, [row(value)], { position: position(), markAll: false, readAt });
    const detail = { id: 1, phone: null, channelEmail: null, shopValues: {}, readAt: at(40) };
    await keep('silver', at(10));
    await keep('gold', at(20));
    const listed = await fieldsOf();
    await keep('diamond', at(40));
    await store.facts.storeCustomerDetail(account, detail);
    await store.contacts.dismiss(account, await store.contacts.due(account, 10));
    // A page that was on its way since before the look at the customer.
    await keep('gold', at(30));

    expect({ listed, kept: await fieldsOf(), due: await store.contacts.due(account, 10) }).toEqual({
      listed: { '7': 'gold' },
      kept: { '7': 'diamond' },
      due: [],
    });
  });

  test('when a ticket is opened again, it counts as open since then; snoozed and woken, since it was opened', async () => {
    const openSince = async () =>
      (
        await store.db.query<{ at: string | null }>('select open_since as at from tickets where account = $1', [
          account,
        ])
      )[0]?.at;
    const row = (fields: Partial<Ticket>) => store.facts.storeTickets(account, [ticket(1, fields)], position());
    const later = timestamp('2100-01-01T00:00:00Z');
    await row({ status: 'open', createdAt: at(1), updatedAt: at(2) });
    const opened = await openSince();
    await row({ status: 'closed', snoozedUntil: later, updatedAt: at(3) });
    await row({ status: 'open', updatedAt: at(4) });
    const woken = await openSince();
    await row({ status: 'closed', updatedAt: at(5) });
    const closed = await openSince();
    await row({ status: 'open', updatedAt: at(6) });
    await row({ status: 'open', updatedAt: at(7) });

    expect([opened, woken, closed, await openSince()]).toEqual([at(1), at(1), null, at(6)]);
  });
});
