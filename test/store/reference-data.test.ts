import type { Store } from '../../src/store/types';
import { useStore } from './stores';

describe('the small lists', () => {
  let store: Store;
  let account = '';
  useStore('lists', (...own) => ([store, account] = own));

  test('when a small list is read again, what it no longer holds is removed', async () => {
    await store.facts.changeTags(
      account,
      [],
      [
        { id: 1, name: 'vip' },
        { id: 2, name: 'Refund' },
      ],
    );
    await store.facts.changeTags(
      account,
      [],
      [
        { id: 2, name: 'refund' },
        { id: 3, name: 'Älter' },
      ],
    );
    expect(await store.facts.tagNames(account)).toEqual(['refund', 'Älter']);
    await store.facts.replaceUsers(account, [
      { id: 8, name: 'Robo', role: 'bot' },
      { id: 9, name: 'Ann', role: 'agent' },
    ]);
    expect(await store.facts.botUserIds(account)).toEqual([8]);
    const field = { id: 4, label: 'VIP status', dataType: 'text', managedType: null };
    await store.facts.replaceCustomFields(account, [field]);
    expect(await store.facts.customFields(account)).toEqual([field]);
  });
});
