import type { Store } from '../../src/store/types';
import { at, customer, position, ticket } from './records';
import { openTestStore, type OpenedStore } from './stores';
import { timestamp } from '../../src/domain/timestamp';

describe('due contacts and imports', () => {
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

  const due = async () => (await store.contacts.due(account, 1_000)).map(({ emailKey }) => emailKey);
  const sent = (contact: { emailKey: string; dueVersion: number }) => ({
    ...{ emailKey: contact.emailKey, dueVersion: contact.dueVersion },
    ...{ hash: 'hash', lists: [35, 36], sent: ['SMS', 'VIP'], processId: null },
  });

  test('when a contact is marked while it is being published, it is due again', async () => {
    await store.contacts.mark(account, ['a@x.com', 'b@x.com']);
    const taken = await store.contacts.due(account, 10);
    await store.contacts.mark(account, ['a@x.com']);
    await store.contacts.settle(account, taken.map(sent));
    expect(await store.contacts.due(account, 10)).toEqual([
      { emailKey: 'a@x.com', dueVersion: 3, hash: 'hash', lists: [35, 36], sent: ['SMS', 'VIP'], brevo: null },
    ]);
  });

  test('when a contact is marked while it is found unchanged, it is due again', async () => {
    await store.contacts.mark(account, ['a@x.com', 'b@x.com']);
    const taken = await store.contacts.due(account, 10);
    await store.contacts.mark(account, ['b@x.com']);
    await store.contacts.dismiss(account, taken);
    expect(await due()).toEqual(['b@x.com']);
  });

  describe('when several write what is due,', () => {
    const [run, apart] = [
      { by: 'run-1', insists: false },
      { by: 'publishing', insists: false },
    ];
    const intent = (emailKey: string, dueVersion: number) => ({ emailKey, dueVersion, lists: [], sent: [] });
    const take = (taking: typeof run, ...keys: readonly string[]) =>
      store.contacts.intend(
        account,
        keys.map((key) => intent(key, 1)),
        taking,
      );
    beforeEach(() => store.contacts.mark(account, ['a@x.com', 'b@x.com']));

    test('each contact is taken by one of them, who may go on with it, and a ticket waits for neither', async () => {
      expect(await take(run, 'a@x.com')).toEqual(['a@x.com']);
      expect(await take(apart, 'a@x.com', 'b@x.com')).toEqual(['b@x.com']);
      expect(await take(run, 'a@x.com', 'b@x.com')).toEqual(['a@x.com']);
      expect(await take({ by: 'ticket/7', insists: true }, 'b@x.com')).toEqual(['b@x.com']);
      expect(await take(apart, 'b@x.com')).toEqual([]);
    });

    test('one that was written is taken no more, and one that has changed since it was made up stays due', async () => {
      await take(run, 'a@x.com');
      await store.contacts.settle(account, [sent({ emailKey: 'a@x.com', dueVersion: 1 })]);
      await store.contacts.mark(account, ['b@x.com']);

      expect(await take(apart, 'a@x.com', 'b@x.com')).toEqual([]);
      expect(await due()).toEqual(['b@x.com']);
      expect(await store.contacts.intend(account, [intent('b@x.com', 2)], apart)).toEqual(['b@x.com']);
    });

    test('one whose writer has died, or that changes after its write, is free again', async () => {
      await take(run, 'a@x.com', 'b@x.com');
      await store.db.query(`update contacts set taken_until = now() - interval '1 second' where email_key = 'a@x.com'`);
      await store.contacts.settle(account, [sent({ emailKey: 'b@x.com', dueVersion: 1 })]);
      await store.contacts.mark(account, ['b@x.com']);

      expect(await take(apart, 'a@x.com')).toEqual(['a@x.com']);
      expect(await store.contacts.intend(account, [intent('b@x.com', 2)], apart)).toEqual(['b@x.com']);
    });
  });

  test('when due contacts are read in slices, each comes once, in the order of the address', async () => {
    await store.contacts.mark(account, ['c@x.com', 'a@x.com', 'b@x.com']);
    const first = await store.contacts.due(account, 2);
    const rest = await store.contacts.due(account, 2, first.at(-1)?.emailKey);
    expect([...first, ...rest].map(({ emailKey }) => emailKey)).toEqual(['a@x.com', 'b@x.com', 'c@x.com']);
  });

  test('when pages and publications of one account run at once, all of them end and no mark is lost', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => index + 1);
    await store.facts.storeCustomers(
      account,
      ids.map((id) => customer(id)),
      { position: position(), markAll: false },
    );
    const publish = async () => {
      for (let round = 0; round < 5; round += 1) {
        const taken = await store.contacts.due(account, 40);
        await store.contacts.settle(account, taken.toReversed().map(sent));
      }
    };
    const read = async (offset: number) => {
      for (let round = 1; round <= 5; round += 1) {
        const rows = ids.map((id) => ticket(id + offset, { customerId: ((id * 7) % 60) + 1, updatedAt: at(round) }));
        await store.facts.storeTickets(account, round % 2 === 0 ? rows : rows.toReversed(), position());
      }
    };
    await Promise.all([publish(), read(0), publish(), read(1_000), read(2_000)]);
    await store.contacts.settle(account, (await store.contacts.due(account, 100)).map(sent));
    await store.facts.storeTickets(account, [ticket(9_999, { customerId: 8 })], position());
    expect(await due()).toEqual(['customer8@example.com']);
  });

  test('when contacts are in an import, they are not taken again before it is finished', async () => {
    await store.contacts.mark(account, ['a@x.com', 'b@x.com']);
    await store.imports.start(account, 77, (await store.contacts.due(account, 10)).map(sent));
    await store.contacts.mark(account, ['a@x.com']);
    expect(await due()).toEqual([]);
    expect(await store.contacts.countDue(account)).toEqual({ due: 0, importing: 2 });
    expect(await store.contacts.countPublished(account)).toBe(2);
    await store.imports.finish(account, 77, { state: 'completed', reopen: false });
    expect(await due()).toEqual(['a@x.com']);
    expect(await store.imports.countRunning(account)).toEqual({ running: 0, nextCheckAt: null });
  });

  test('when an import failed and is reopened, its contacts are due with nothing remembered', async () => {
    await store.contacts.mark(account, ['a@x.com']);
    await store.imports.start(account, 78, (await store.contacts.due(account, 10)).map(sent));
    await store.imports.finish(account, 78, { state: 'failed', reopen: true });
    expect(await store.contacts.due(account, 10)).toMatchObject([{ emailKey: 'a@x.com', hash: null, dueVersion: 2 }]);
  });

  test('when an import is to be checked, it comes up at its time and not before', async () => {
    await store.imports.start(account, 79, []);
    expect(await store.imports.toCheck(account, 10)).toEqual([]);
    await store.imports.start(account, 80, []);
    await store.db.query('update imports set next_check_at = now()');
    const asked = async () => (await store.imports.toCheck(account, 10)).map(({ processId }) => processId);
    expect(await asked()).toEqual([79, 80]);
    // One that is not finished puts all off, and comes behind the others then.
    await store.imports.postpone(account, 79, timestamp('2999-01-01T00:00:00.123456Z'));
    expect(await asked()).toEqual([]);
    await store.db.query('update imports set next_check_at = now()');
    expect(await asked()).toEqual([80, 79]);
    await store.imports.finish(account, 80, { state: 'completed', reopen: false });
    await store.imports.postpone(account, 79, timestamp('2999-01-01T00:00:00.123456Z'));
    expect(await store.imports.toCheck(account, 10)).toEqual([]);
    expect(await store.imports.countRunning(account)).toEqual({
      running: 1,
      nextCheckAt: '2999-01-01T00:00:00.123456Z',
    });
  });

  test("when Brevo's state of a contact is saved twice, the newer one comes with the due contact", async () => {
    const state = { emailKey: 'a@x.com', id: 5, blacklisted: false, unsubscribed: [], lists: [1] };
    await store.contacts.saveBrevoState(account, [state]);
    await store.contacts.saveBrevoState(account, [{ ...state, blacklisted: true, unsubscribed: [36], lists: [35] }]);
    await store.contacts.mark(account, ['a@x.com']);
    const [contact] = await store.contacts.due(account, 1);
    expect(contact?.brevo).toEqual({ blacklisted: true, unsubscribed: [36], lists: [35] });
  });

  test('when two lists for a tag are saved, the first one stands', async () => {
    await store.contacts.saveTagList(account, 'vip', 4);
    await store.contacts.saveTagList(account, 'vip', 5);
    expect(await store.contacts.tagLists(account)).toEqual(new Map([['vip', 4]]));
  });

  describe('when a cause of the quarantine is retried,', () => {
    const published = async () => {
      await store.facts.storeCustomers(
        account,
        [1, 2, 3, 4].map((id) => customer(id)),
        { position: position(), markAll: false },
      );
      await store.facts.storeCustomers(account, [customer(9, { email: null })], {
        position: position(),
        markAll: false,
      });
      await store.facts.markMerged(account, 'customer', { id: 4, survivorId: 2 });
      await store.contacts.settle(account, (await store.contacts.due(account, 10)).map(sent));
      const refused = { step: 'publish', cause: 'phone_clash', detail: 'SMS', held: false } as const;
      await store.quarantine.put(account, [
        { kind: 'contact', key: '1', ...refused },
        { kind: 'contact', key: '4', ...refused },
        { kind: 'customer', key: '9', step: 'map', cause: 'no_email', held: false },
        { kind: 'customer', key: '3', step: 'read', cause: 'unreadable', detail: 'details: x', held: false },
        { kind: 'ticket', key: '7', step: 'read', cause: 'unreadable', detail: 'status', held: true },
        { kind: 'ticket', key: 'unknown', step: 'read', cause: 'unreadable', detail: 'id', held: true },
      ]);
    };
    const toRead = () => store.facts.customersToEnrich(account, { since: at(0), readSince: at(10), limit: 10 });

    test('a dry run counts and changes nothing; the retry makes the contacts due as if they had never been sent', async () => {
      await published();
      const expected = { records: 2, contacts: 2, details: 0, events: 0, nextSync: 0 };

      expect(await store.quarantine.retry(account, 'phone_clash', { dryRun: true })).toEqual(expected);
      expect(await due()).toEqual([]);
      expect(await store.quarantine.retry(account, 'phone_clash', { dryRun: false })).toEqual(expected);

      const again = await store.contacts.due(account, 10);
      // Customer 4 was merged into customer 2, whose contact is the one to look at.
      expect(again).toMatchObject([
        { emailKey: 'customer1@example.com', hash: null, lists: [35, 36] },
        { emailKey: 'customer2@example.com', hash: null, lists: [35, 36] },
      ]);
    });

    test('what could not be read is read again, and what has no address waits', async () => {
      await published();
      for (const id of [1, 2, 3]) await store.facts.passCustomerDetail(account, id, at(20));
      expect(await toRead()).not.toContain(3);

      expect(await store.quarantine.retry(account, 'unreadable', { dryRun: false })).toEqual({
        records: 3,
        contacts: 0,
        details: 1,
        events: 0,
        nextSync: 2,
      });
      expect(await store.quarantine.retry(account, 'no_email', { dryRun: false })).toEqual({
        records: 1,
        contacts: 0,
        details: 0,
        events: 0,
        nextSync: 0,
      });

      expect(await toRead()).toContain(3);
      expect(await toRead()).not.toContain(1);
      expect(await due()).toEqual([]);
    });
  });
});
