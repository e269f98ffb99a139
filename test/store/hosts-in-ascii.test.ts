import { mapHosts } from '../../src/store/map-hosts';
import { createAccountSecrets } from '../../src/store/privacy/account-secrets';
import { createErasedPeople } from '../../src/store/privacy/erased-people';
import { addressNames, createHashes } from '../../src/store/privacy/hashes';
import type { Store } from '../../src/store/types';
import { type OpenedStore, openTestStore } from './stores';

const ACCOUNT = 'shop';
const BEFORE = 'info@bücher.example';
const NOW = 'info@xn--bcher-kva.example';

/** Keys as an earlier release wrote them: with the host as Gorgias has it. */
describe('keys of addresses whose host is not in ASCII', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const keysIn = async (table: string): Promise<readonly string[]> => {
    const rows = await store.db.query<{ key: string }>(`select email_key as key from ${table} order by email_key`);
    return rows.map(({ key }) => key);
  };

  it('become those of now, and of two rows that were one contact one stays, and is due', async () => {
    const { db } = store;
    await db.query(
      `insert into customers (account, id, email, email_lower, channel_email, created_at, updated_at) values
        ($1, 1, $2, $2, null, now(), now()), ($1, 2, $3, $3, null, now(), now()), ($1, 3, null, null, $2, now(), now()),
        ($1, 4, 'jürgen@example.com', 'jürgen@example.com', null, now(), now())`,
      [ACCOUNT, BEFORE, NOW],
    );
    await db.query(
      `insert into contacts (account, email_key, hash) values ($1, $2, 'before'), ($1, $3, 'now'), ($1, 'jürgen@example.com', 'h')`,
      [ACCOUNT, BEFORE, NOW],
    );
    await db.query('insert into brevo_contacts (account, email_key, id, blacklisted) values ($1, $2, 5, true)', [
      ...[ACCOUNT, BEFORE],
    ]);

    await db.transaction(mapHosts);
    await db.transaction(mapHosts);

    expect(await keysIn('customers')).toEqual([NOW, NOW, NOW, 'jürgen@example.com']);
    expect(await keysIn('contacts')).toEqual([NOW, 'jürgen@example.com']);
    expect(await db.query('select hash, due_at is not null as due from contacts where email_key = $1', [NOW])).toEqual([
      { hash: 'now', due: true },
    ]);
    expect(await db.query('select email_key, blacklisted from brevo_contacts')).toEqual([
      { email_key: NOW, blacklisted: true },
    ]);
    expect(await keysIn('former_addresses')).toEqual([]);
  });

  it('keep out whoever was erased by one of them, however the address is written', async () => {
    const { privacy, db } = store;
    const { person } = await privacy.begin(ACCOUNT, 'gone@bücher.example', { brevo: false });
    while (!(await privacy.eraseSlice(ACCOUNT, person)));
    await privacy.finish(ACCOUNT, person);
    // As an earlier release has kept it: by the host as it was written.
    const hashes = createHashes(createAccountSecrets(opened.keyring));
    const hash = await hashes.known(db, ACCOUNT);
    const [before, now] = ['gone@bücher.example', 'gone@xn--bcher-kva.example'].map((key) => hash?.(`address/${key}`));
    const kept = await db.query('update erased_keys set hash = $1 where hash = $2 returning 1', [before, now]);
    expect(kept).toHaveLength(1);

    const rows = ['Gone@XN--bcher-kva.example', 'gone@bücher.example', 'other@bücher.example'];
    const taking = { account: ACCOUNT, rows, namesOf: addressNames };
    expect(await db.transaction((tx) => createErasedPeople(hashes).admitted(tx, taking))).toEqual([rows[2]]);
  });
});
