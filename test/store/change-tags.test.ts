import type { Db } from '../../src/store/database/connection';
import { createAccountSecrets } from '../../src/store/privacy/account-secrets';
import { createErasedPeople } from '../../src/store/privacy/erased-people';
import { createHashes } from '../../src/store/privacy/hashes';
import { createFacts } from '../../src/store/facts/facts';
import type { Store } from '../../src/store/types';
import { customer, position, ticket } from './records';
import { testKeyring, useStore } from './stores';

const NOBODY = createErasedPeople(createHashes(createAccountSecrets(testKeyring())));

/** Tags that were renamed, merged or deleted change no ticket in Gorgias: they are corrected here, in one pass for all of them. */
describe('changed tags', () => {
  let store: Store;
  let account = '';
  useStore('tags', (...own) => ([store, account] = own));

  const NAMES = [{ id: 1, name: 'a' }];
  const renamed = (from: string, to: string) => ({ from, to, readAgain: false });
  const gone = (from: string, readAgain = false) => ({ from, to: null, readAgain });
  const tagsOf = async (): Promise<Readonly<Record<number, readonly string[]>>> => {
    const rows = await store.db.query<{ id: number; tags: readonly string[] }>(
      'select id, tags from tickets where account = $1 order by id',
      [account],
    );
    return Object.fromEntries(rows.map(({ id, tags }) => [id, [...tags].sort()]));
  };
  const keep = async (...tags: readonly (readonly string[])[]): Promise<void> => {
    await store.facts.storeCustomers(
      account,
      tags.map((_, index) => customer(index + 1)),
      {
        ...{ position: position(), markAll: false },
      },
    );
    const tickets = tags.map((names, index) => ticket(index + 1, { customerId: index + 1, tags: [...names] }));
    await store.facts.storeTickets(account, tickets, position('r', 'tickets'));
    await store.contacts.dismiss(account, await store.contacts.due(account, 10));
  };
  const lists = async (): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries(await store.contacts.tagLists(account));

  /** A connection that is lost in its transaction of that number. */
  const breakingAt = (number: number): { readonly db: Db; readonly begun: () => number } => {
    let begun = 0;
    const transaction: Db['transaction'] = (work) => {
      begun += 1;
      return begun === number ? Promise.reject(new Error('lost')) : store.db.transaction(work);
    };
    return { db: { ...store.db, transaction }, begun: () => begun };
  };

  test('several at once are corrected together: two that exchanged their names, one that took another’s, one that is gone', async () => {
    await keep(['a', 'b'], ['a'], ['b', 'x'], ['c', 'd'], ['gone', 'd'], ['x']);
    for (const [tag, list] of Object.entries({ a: 1, b: 2, c: 3, d: 4, gone: 5 }))
      await store.contacts.saveTagList(account, tag, list);
    await store.facts.changeTags(
      account,
      [...[renamed('a', 'b'), renamed('b', 'a'), renamed('c', 'd'), renamed('d', 'e'), gone('gone', true)]],
      NAMES,
    );
    expect(await tagsOf()).toEqual({ 1: ['a', 'b'], 2: ['b'], 3: ['a', 'x'], 4: ['d', 'e'], 5: ['e'], 6: ['x'] });
    expect(await lists()).toEqual({ b: 1, a: 2, d: 3, e: 4 });
    expect(await store.facts.recordsToRead(account, 'ticket', 10)).toEqual([5]);
    const due = (await store.contacts.due(account, 10)).map(({ emailKey }) => emailKey);
    expect(due).toEqual([1, 2, 3, 4, 5].map((id) => `customer${String(id)}@example.com`));
  });

  test('two that exchanged their names do so once, though the end of it is cut off and done again', async () => {
    await keep(['a'], ['b']);
    const exchanged = [renamed('a', 'b'), renamed('b', 'a')];
    // The tickets, the end of them, and then the lists and the names.
    const broken = breakingAt(3);
    await expect(createFacts(broken.db, NOBODY).changeTags(account, exchanged, NAMES)).rejects.toThrow('lost');
    expect([await tagsOf(), await store.facts.tagNames(account)]).toEqual([{ 1: ['b'], 2: ['a'] }, []]);
    await store.facts.changeTags(account, exchanged, NAMES);
    expect([await tagsOf(), await store.facts.tagNames(account)]).toEqual([{ 1: ['b'], 2: ['a'] }, ['a']]);
  });

  test('one that took the name of a tag that stays is that tag, once on each ticket, and its list is the one that was there', async () => {
    await keep(['old', 'new'], ['old']);
    for (const [tag, list] of Object.entries({ old: 1, new: 2 })) await store.contacts.saveTagList(account, tag, list);
    await store.facts.changeTags(account, [renamed('old', 'new')], NAMES);
    expect([await tagsOf(), await lists()]).toEqual([{ 1: ['new'], 2: ['new'] }, { new: 2 }]);
  });

  describe('on very many tickets', () => {
    const MANY = 6_000;
    const left = async (tag: string): Promise<number> => {
      const sql = 'select count(*)::int as n from tickets where account = $1 and tags @> array[$2::text]';
      return (await store.db.query<{ n: number }>(sql, [account, tag]))[0]?.n ?? -1;
    };
    beforeEach(() =>
      store.db.query(
        `insert into tickets (account, id, status, channel, via, created_at, updated_at, tags)
          select $1, id, 'closed', 'email', 'email', now(), now(), array['a', 'b'] from generate_series(1, $2::int) as id`,
        [account, MANY],
      ),
    );

    test('the same changes go on where they were interrupted, and others begin at the beginning', async () => {
      const broken = breakingAt(3);
      await expect(createFacts(broken.db, NOBODY).changeTags(account, [renamed('a', 'c')], NAMES)).rejects.toThrow(
        'lost',
      );
      expect(await left('a')).toBe(4_000);
      const other = breakingAt(3);
      await expect(createFacts(other.db, NOBODY).changeTags(account, [gone('b')], NAMES)).rejects.toThrow('lost');
      expect(await left('b')).toBe(4_000);
      const same = breakingAt(0);
      await createFacts(same.db, NOBODY).changeTags(account, [gone('b')], NAMES);
      // The rest of the tickets, the end, and the lists.
      expect([await left('b'), same.begun()]).toEqual([0, 6]);
      await store.facts.changeTags(account, [renamed('a', 'c')], NAMES);
      expect([await left('a'), await left('c')]).toEqual([0, MANY]);
      expect(await store.db.query('select walk from positions where account = $1', [account])).toEqual([]);
    });

    test('what was begun, taken back and is done again leaves nobody out', async () => {
      const broken = breakingAt(3);
      await expect(createFacts(broken.db, NOBODY).changeTags(account, [renamed('a', 'c')], NAMES)).rejects.toThrow(
        'lost',
      );
      await store.facts.changeTags(account, [], NAMES);
      await store.db.query(`update tickets set tags = array['a'] where account = $1 and id = 7`, [account]);
      await store.facts.changeTags(account, [renamed('a', 'c')], NAMES);
      expect(await left('a')).toBe(0);
    });
  });
});
