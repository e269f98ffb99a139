import { createAccountSecrets } from '../../src/store/privacy/account-secrets';
import { createErasedPeople } from '../../src/store/privacy/erased-people';
import { createHashes, customerName } from '../../src/store/privacy/hashes';
import { OTHER_TABLES } from './other-tables';
import { PERSON_TABLES } from '../../src/store/privacy/person-tables';
import { NOTHING_REHEARSED } from '../../src/domain/rehearsal/tally';
import { PersonErased } from '../../src/domain/privacy/person-erased';
import type { Store } from '../../src/store/types';
import { dumpOf, fillTables, schemaOf, type Someone } from './privacy-rows';
import { eventually } from '../support/eventually';
import { at, customer, message, position, survey, ticket } from './records';
import { type OpenedStore, openTestStore } from './stores';

const JANE: Someone = { emailKey: 'jane@customer.example', customerId: 41, ticketId: 4101, word: 'janescanary' };
const BOB: Someone = { emailKey: 'bob@customer.example', customerId: 42, ticketId: 4201, word: 'bobscanary' };

/** What is kept of a person, and what becomes of it (spec 17). */
describe('privacy in the store', () => {
  let opened: OpenedStore;
  let store: Store;
  let made = 0;
  let account = '';
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  beforeEach(() => {
    made += 1;
    account = `privacy-${String(made)}`;
  });
  afterAll(() => opened.close());

  const erase = async (email: string, { brevo = false } = {}): Promise<string> => {
    const { person } = await store.privacy.begin(account, email, { brevo });
    while (!(await store.privacy.eraseSlice(account, person)));
    return person;
  };
  const page = { position: null, markAll: true } as const;
  const rowsOf = async (table: string): Promise<number> =>
    (await store.db.query(`select 1 from ${table} where account = $1`, [account])).length;

  test('every table and every column stands on one of the two lists: a new one is looked at by a person', async () => {
    const listed = {
      ...Object.fromEntries(PERSON_TABLES.map(({ table, columns }) => [table, columns])),
      ...Object.fromEntries(Object.entries(OTHER_TABLES).map(([table, { columns }]) => [table, columns])),
    };
    const known = Object.fromEntries(
      Object.entries(listed).map(([table, text]) => [table, text.replaceAll(/\s+/g, ' ')]),
    );

    expect(known).toEqual(await schemaOf(store.db));
    expect(Object.keys(listed)).toHaveLength(PERSON_TABLES.length + Object.keys(OTHER_TABLES).length);
  });

  test('an export shows the rows of every table, whole but for keys, and of nobody else', async () => {
    await fillTables(store.db, account, JANE);
    await fillTables(store.db, account, BOB);

    const { scope, tables } = await store.privacy.export(account, ' Jane@Customer.example ');

    expect(Object.keys(tables).sort()).toEqual(PERSON_TABLES.map(({ table }) => table).sort());
    for (const { table, columns, hides } of PERSON_TABLES) {
      expect({ table, rows: tables[table]?.length }).toEqual({ table, rows: 1 });
      const shown = columns.split(/\s+/).filter((name) => name !== 'account' && name !== hides);
      expect(Object.keys(tables[table]?.[0] ?? {}).sort()).toEqual(shown.sort());
    }
    expect(JSON.stringify(tables)).not.toContain(BOB.word);
    expect(scope).toMatchObject({ customerIds: [JANE.customerId], ticketIds: [JANE.ticketId] });
  });

  test('erasing leaves nothing in any table but hashes, and everything of the others', async () => {
    await fillTables(store.db, account, BOB);
    const before = await dumpOf(store.db, account);
    await fillTables(store.db, account, JANE);

    const person = await erase(JANE.emailKey);
    expect(await store.privacy.finish(account, person)).toBe(true);
    const after = await dumpOf(store.db, account);
    // Hashes and keys; and counts of contacts stand by the number of a connection, which may be anything.
    const known = after.replaceAll(/[0-9a-f]{40}|[\w+/]{60,}={0,2}|published\.\d+/g, '');
    for (const trace of [JANE.word, JANE.emailKey, String(JANE.customerId), String(JANE.ticketId)])
      expect(known).not.toMatch(new RegExp(`\\b${trace}\\b`));
    for (const line of before.split('\n')) expect(after).toContain(line);
    const receipt = await store.privacy.find(account, person);
    expect(receipt).toMatchObject({ state: 'erased', brevo: false, brevoAt: null });
    expect(receipt?.deleted).toEqual(Object.fromEntries(PERSON_TABLES.map(({ table }) => [table, 1])));
    expect(await store.privacy.scope(account, person)).toBeNull();
  });

  test('an erasure that was stopped goes on, counts nothing twice, and takes more tickets than one statement', async () => {
    const tickets = Array.from({ length: 250 }, (_, index) => ticket(index + 1));
    await store.facts.storeCustomers(account, [customer(1)], page);
    await store.facts.storeTickets(account, tickets, null);
    const { person } = await store.privacy.begin(account, 'customer1@example.com', { brevo: false });
    expect(await store.privacy.eraseSlice(account, person)).toBe(false);
    expect(await rowsOf('tickets')).toBe(150);

    await store.privacy.begin(account, 'customer1@example.com', { brevo: true });
    await erase('customer1@example.com');

    expect(await store.privacy.find(account, person)).toMatchObject({ brevo: true, deleted: { tickets: 250 } });
    expect(await store.privacy.finish(account, person)).toBe(false);
    await store.privacy.brevoErased(account, person, { end: 'unknown', imports: [] });
    expect(await store.privacy.finish(account, person)).toBe(true);
  });

  test('whatever says something of an erased person is not taken in, and what is said of others beside it is', async () => {
    await store.facts.storeCustomers(account, [customer(1), customer(2)], page);
    await store.facts.storeTickets(account, [ticket(11), ticket(22, { customerId: 2 })], null);
    await erase('customer1@example.com');
    const reads = { facts: store.facts, contacts: store.contacts, tickets: store.tickets };
    const settled = { dueVersion: 1, hash: 'h', lists: [], sent: [], processId: null };

    // The customer under another number, a new ticket, and everything that hangs on them.
    await reads.facts.storeCustomers(
      account,
      [customer(1), customer(3, { email: 'CUSTOMER1@example.com' }), customer(2)],
      {
        ...page,
        position: position(),
      },
    );
    await reads.facts.storeTickets(
      account,
      [ticket(11), ticket(12, { customerId: 3 }), ticket(22, { customerId: 2 })],
      null,
    );
    await reads.facts.storeSurveys(account, [survey(11), survey(22, { customerId: 2 })], null);
    await reads.facts.storeMessages(account, [message(1, { ticketId: 12 }), message(2, { ticketId: 22 })], position());
    const emailKey = 'customer1@example.com';
    await reads.contacts.mark(account, [emailKey]);
    await reads.contacts.settle(account, [{ ...settled, emailKey }]);
    await reads.contacts.dismiss(account, [{ emailKey, dueVersion: 1 }]);
    await reads.contacts.saveBrevoState(account, [
      { emailKey, id: 1, blacklisted: false, unsubscribed: [], lists: [] },
    ]);
    await store.imports.start(account, 7, [{ ...settled, emailKey, processId: 7 }]);
    await reads.contacts.intend(account, [{ emailKey, lists: [], sent: [] }]);
    expect(await reads.contacts.admitted(account, [emailKey, 'customer2@example.com'])).toEqual([
      'customer2@example.com',
    ]);
    await reads.tickets.note(account, 12, [{ at: at(1), source: 'webhook', note: 'x' }]);
    await reads.tickets.requestRefresh(account, [11, 12]);
    await expect(reads.tickets.beginRefresh(account, 12)).rejects.toThrow(PersonErased);
    const apply = () => Promise.reject(new Error('never asked'));
    await expect(reads.tickets.change(account, 11, apply)).rejects.toThrow(PersonErased);
    const event = { key: 'e', ticketId: 12, customerId: 3, emailKey, name: 'N', params: {}, happenedAt: at(1) };
    await store.outbox.intend(account, [event]);
    const request = { id: 'r', name: 'n', ticketId: null, emailKey, params: {}, askedAt: at(1) };
    await expect(store.campaignRequests.ask(account, request)).rejects.toThrow(PersonErased);
    const aside = { key: '12', step: 'read', cause: 'unreadable', held: true } as const;
    await store.quarantine.put(account, [{ kind: 'ticket', ...aside }]);

    const left = `customers tickets surveys messages contacts brevo_contacts ticket_states ticket_notes outbox
      campaign_requests quarantine`.split(/\s+/);
    const counts = Object.fromEntries(
      await Promise.all(left.map(async (table) => [table, await rowsOf(table)] as const)),
    );
    expect(counts).toEqual({
      ...{ customers: 1, tickets: 1, surveys: 1, messages: 1, contacts: 1, brevo_contacts: 0, ticket_states: 0 },
      ...{ ticket_notes: 0, outbox: 0, campaign_requests: 0, quarantine: 0 },
    });
    expect(await store.privacy.isTicketErased(account, 12)).toBe(true);
    expect(await store.privacy.isTicketErased(account, 22)).toBe(false);
  });

  test('a page that was read before the erasure and is written after it is not taken in, and one that is being written is waited for', async () => {
    let [hasAsked, mayWrite] = [(): void => undefined, (): void => undefined];
    const asked = new Promise<void>((resolve) => (hasAsked = resolve));
    const waiting = new Promise<void>((resolve) => (mayWrite = resolve));
    const order: string[] = [];
    const writing = store.db.transaction(async (tx) => {
      await createErasedPeople(createHashes(createAccountSecrets(opened.keyring))).require(tx, account, [
        customerName(1),
      ]);
      hasAsked();
      await waiting;
      await tx.query(
        `insert into customers (account, id, email_lower, created_at, updated_at) values ($1, 1, 'customer1@example.com', now(), now())`,
        [account],
      );
      order.push('written');
    });
    await asked;
    const erasing = erase('customer1@example.com').then(() => order.push('erased'));
    const waits = `select 1 from pg_locks where locktype = 'advisory' and not granted`;
    await eventually(async () => order.length > 0 || (await store.db.query(waits)).length > 0);
    mayWrite();
    await Promise.all([writing, erasing]);

    expect(order).toEqual(['written', 'erased']);
    expect(await rowsOf('customers')).toBe(0);
    await store.facts.storeCustomers(account, [customer(1)], page);
    expect(await rowsOf('customers')).toBe(0);
  });

  test('a customer who takes an erased person’s address is erased with all that was known under the other one', async () => {
    await store.facts.storeCustomers(account, [customer(1), customer(2, { email: null })], page);
    await store.facts.storeTickets(account, [ticket(11), ticket(22, { customerId: 2 })], null);
    await erase('gone@example.com');

    await store.facts.storeCustomers(account, [customer(1, { email: 'gone@example.com', updatedAt: at(9) })], page);
    const detail = { id: 2, phone: null, channelEmail: 'Gone@example.com', shopValues: {}, readAt: at(9) };
    await store.facts.storeCustomerDetail(account, detail);
    // Known by another address, and theirs is one channel among others.
    await store.facts.storeCustomers(account, [customer(3)], page);
    const emails = ['customer3@example.com', 'Gone@example.com'];
    await store.facts.storeCustomerDetail(account, { ...detail, id: 3, channelEmail: emails[0]!, emails });

    expect([await rowsOf('customers'), await rowsOf('tickets')]).toEqual([0, 0]);
    expect(await store.privacy.isTicketErased(account, 22)).toBe(true);
  });

  test('reports of rehearsals that are kept, and one that is being made, lose the tickets that are examples', async () => {
    await store.facts.storeCustomers(account, [customer(1)], page);
    await store.facts.storeTickets(account, [ticket(11)], null);
    const decision = { campaign: 'upsell', kind: 'send', by: null, ends: 2, examples: [11, 22] } as const;
    const today = { ...NOTHING_REHEARSED, ends: 2, decisions: [decision] };
    const tally = { today, proposed: today, changed: 0, agreement: { compared: 2, differing: {} } };
    const begun = { from: at(0), until: at(9), policy: null, tally };
    for (const id of ['kept', 'made']) await store.rehearsals.begin(account, { id, ...begun });

    await erase('customer1@example.com');
    // Read before the erasure, and written after it.
    const slice = { after: 0, position: 1, rows: [], tally: { ...tally, changed: 1 } };
    expect(await store.rehearsals.keep(account, 'made', slice)).toBe(true);

    const without = { ends: 2, decisions: [{ ...decision, examples: [22] }] };
    for (const [id, changed] of Object.entries({ kept: 0, made: 1 }))
      expect((await store.rehearsals.find(account, id))?.tally).toMatchObject({
        ...{ today: without, proposed: without, changed },
      });
  });

  test('whoever is allowed comes back with the next page; nobody is allowed while being erased', async () => {
    await store.facts.storeCustomers(account, [customer(1)], page);
    expect(await store.privacy.allow(account, 'customer1@example.com')).toBeNull();
    const person = await erase('customer1@example.com');
    await expect(store.privacy.allow(account, 'customer1@example.com')).rejects.toMatchObject({
      code: 'conflict.already_running',
    });
    await store.privacy.finish(account, person);

    expect(await store.privacy.allow(account, 'Customer1@example.com')).toMatchObject({ state: 'allowed' });

    await store.facts.storeCustomers(account, [customer(1)], page);
    expect([await rowsOf('customers'), await rowsOf('erased_keys')]).toEqual([1, 0]);
  });
});
