import type { Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from './stores';

describe('an import and the values that it carries or empties', () => {
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

  describe('when an import empties values of contacts,', () => {
    const clearing = async (processId: number) => {
      await store.contacts.mark(account, ['a@x.com', 'b@x.com']);
      await store.contacts.settle(account, (await store.contacts.due(account, 10)).map(sent));
      await store.contacts.mark(account, ['a@x.com', 'b@x.com']);
      await store.contacts.intend(account, [
        { emailKey: 'a@x.com', lists: [], sent: ['NEW'] },
        { emailKey: 'b@x.com', lists: [], sent: [] },
      ]);
      const contacts = [
        { emailKey: 'a@x.com', clearing: ['SMS'] },
        { emailKey: 'b@x.com', clearing: [] },
      ];
      await store.imports.startClearing(account, processId, contacts);
      expect(await due()).toEqual([]);
    };

    test('they are due again when it is confirmed, without the values', async () => {
      await clearing(91);
      expect(await store.imports.sample(account, 91, 10)).toEqual([
        { emailKey: 'a@x.com', clearing: ['SMS'], sent: ['NEW', 'VIP'], due: true },
        { emailKey: 'b@x.com', clearing: [], sent: ['SMS', 'VIP'], due: true },
      ]);
      await store.imports.finish(account, 91, { state: 'completed', reopen: false });
      expect(await store.contacts.due(account, 10)).toMatchObject([
        { emailKey: 'a@x.com', sent: ['NEW', 'VIP'] },
        { emailKey: 'b@x.com', sent: ['SMS', 'VIP'] },
      ]);
    });

    test('and it fails, the values still count as sent, and only who was in it is written alone', async () => {
      await clearing(92);
      await store.imports.finish(account, 92, { state: 'failed', reopen: true });
      const [first, second] = await store.contacts.due(account, 10);
      expect(first).toMatchObject({ emailKey: 'a@x.com', sent: ['NEW', 'VIP', 'SMS'], alone: true });
      expect(second).not.toHaveProperty('alone');
    });
  });

  test('when imports turn out to lose an attribute, whoever was sent it is due with nothing remembered', async () => {
    await store.contacts.mark(account, ['a@x.com', 'b@x.com', 'c@x.com']);
    const [a, b, c] = (await store.contacts.due(account, 10)).map(sent);
    await store.contacts.settle(account, [{ ...a!, sent: ['VIP'] }]);
    await store.imports.start(account, 93, [
      { ...b!, sent: ['VIP'] },
      { ...c!, sent: ['SMS'] },
    ]);
    expect(await store.contacts.countDue(account)).toEqual({ due: 0, importing: 2 });

    await store.contacts.markAgain(account, { after: '', carrying: { attributes: ['VIP'] } });
    await store.imports.finish(account, 93, { state: 'completed', reopen: false, lost: ['VIP'] });

    expect(await store.contacts.due(account, 10)).toMatchObject([
      { emailKey: 'a@x.com', hash: null },
      { emailKey: 'b@x.com', hash: null },
    ]);
    // Rules that changed leave what is remembered: it is compared.
    expect(await store.contacts.markAgain(account, { after: '', carrying: null })).toBeNull();
    expect((await store.contacts.due(account, 10)).map(({ hash }) => hash)).toEqual([null, null, 'hash']);
  });
});
