import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../src/store/database/connection';
import { openPostgres } from '../../src/store/database/postgres';
import { openStore } from '../../src/store/open';
import type { OutboxEntry } from '../../src/store/outbox/outbox-types';
import type { Store } from '../../src/store/types';
import { createEmptyDatabase } from '../support/postgres';
import { at } from './records';
import { testKeyring } from './stores';

const MIGRATIONS = 'src/store/migrations';
/** The last one before timeline and campaigns became one table. */
const BEFORE = 8;
const ACCOUNT = 'shop';
const MAIL = { templateId: 12 };
const DAYS = 86_400_000;

/** As `migrate` does up to that version, by the files themselves. */
async function migrateTo(db: Connection, version: number): Promise<void> {
  await db.script(`create table schema_migrations (
    version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  const names = readdirSync(MIGRATIONS).sort().slice(0, version);
  for (const [index, name] of names.entries()) {
    const sql = readFileSync(join(MIGRATIONS, name), 'utf8');
    await db.script(sql);
    await db.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
      ...[index + 1, name, createHash('sha256').update(sql).digest('hex')],
    ]);
  }
}

async function fill(db: Connection): Promise<void> {
  await db.query(
    `insert into accounts (account, domain, email, gorgias_key, brevo_key, installed_at)
      values ($1, 'shop.gorgias.com', 'you@shop.com', '', '', $2),
        ('demo', 'demo.gorgias.com', 'owner@store.example.com', '', '', $2)`,
    [ACCOUNT, at(5)],
  );
  const event = { customerId: 3, emailKey: 'ann@example.com', name: 'OPENED', happenedAt: at(10), intendedAt: at(11) };
  await insert(db, 'timeline_events', [
    { ...event, key: 'due', ticketId: 1, properties: { a: 1 }, state: 'due' },
    { ...event, key: 'due-customer', ticketId: null, properties: { a: 1 }, state: 'due' },
    { ...event, key: 'sending', ticketId: 2, properties: { a: 2 }, state: 'sending', triedAt: at(12) },
    { ...event, key: 'sent', ticketId: 3, state: 'sent', triedAt: at(12), settledAt: at(13) },
    { ...event, key: 'shop/9/resolved/1', ticketId: 9, state: 'sent', triedAt: at(12), settledAt: at(13) },
    {
      ...event,
      key: 'refused',
      ticketId: 4,
      properties: { a: 4 },
      state: 'refused',
      reason: 'brevo.rejected',
      triedAt: at(12),
      settledAt: at(13),
    },
  ]);
  const mailed = {
    customerId: 3,
    emailKey: 'bob@example.com',
    name: 'win-back',
    send: MAIL,
    mailKey: 'mail',
    intendedAt: at(20),
  };
  const tried = { triedAt: at(21), settledAt: at(22) };
  await insert(db, 'campaigns', [
    { ...mailed, eventKey: 'c-intended', ticketId: 11, params: { b: 1 }, state: 'intended' },
    { ...mailed, eventKey: 'c-asked', ticketId: null, params: { b: 1 }, state: 'intended', send: { event: 'X' } },
    { ...mailed, eventKey: 'c-sending', ticketId: 12, params: { b: 2 }, state: 'sending', triedAt: at(21) },
    { ...mailed, eventKey: 'c-sent', ticketId: 13, state: 'sent', ...tried },
    { ...mailed, eventKey: 'c-unknown', ticketId: 14, state: 'unknown', reason: 'its answer was lost', ...tried },
    { ...mailed, eventKey: 'c-refused', ticketId: 15, state: 'refused', reason: 'brevo.rejected', ...tried },
    {
      ...mailed,
      eventKey: 'c-undone',
      ticketId: 16,
      state: 'refused',
      reason: 'open again since 12:00 UTC',
      settledAt: at(22),
    },
  ]);
  await db.query(
    `insert into decisions (account, ticket_id, closed_at, decided_at, asked_at, outcome, kind, why, until_at, rules)
      values ($1, 11, $2, $2, $2, 'satisfied', 'wait', 'later', $3, '[]')`,
    [ACCOUNT, at(1), at(99)],
  );
}

type Row = Readonly<Record<string, unknown>>;

async function insert(db: Connection, table: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    await db.query(
      `insert into ${table} (account, ${columns.join()}) select $1, ${columns.join()} from jsonb_populate_record(null::${table}, $2::jsonb)`,
      [ACCOUNT, JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, Object.values(row)[index]])))],
    );
  }
}

describe('a database from before the outbox', () => {
  const closing: (() => unknown)[] = [];
  let store: Store;
  beforeAll(async () => {
    const { url: databaseUrl, drop } = await createEmptyDatabase();
    closing.push(drop);
    const before = openPostgres(databaseUrl, () => undefined);
    try {
      await migrateTo(before, BEFORE);
      await fill(before);
    } finally {
      await before.close();
    }
    store = await openStore({ databaseUrl, keyring: testKeyring() });
    closing.push(() => store.close());
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const entry = async (key: string): Promise<OutboxEntry | null> => store.outbox.find(ACCOUNT, key);
  const NOT_TRIED = { token: null, unsure: false, firstTriedAt: null, triedAt: null, settledAt: null, gate: null };

  test('keeps its events: what was due is intended, what was being sent may have been, and what has ended stays so', async () => {
    const event = {
      ...{ kind: 'timeline', customerId: 3, emailKey: 'ann@example.com', name: 'OPENED', send: null, mailKey: null },
      ...{ happenedAt: at(10), intendedAt: at(11), expiresAt: null },
    };
    const ended = { firstTriedAt: at(12), triedAt: at(12), settledAt: at(13), unsure: false, token: null };

    expect(await entry('due')).toMatchObject({
      ...event,
      ...NOT_TRIED,
      ticketId: 1,
      state: 'intended',
      params: { a: 1 },
    });
    expect(await entry('due-customer')).toMatchObject({ ...event, ...NOT_TRIED, ticketId: null, state: 'intended' });
    expect(await entry('sending')).toMatchObject({
      ...{ ...event, ticketId: 2, state: 'sending', params: { a: 2 }, token: null, unsure: true },
      ...{ firstTriedAt: at(12), triedAt: at(12), settledAt: null },
    });
    expect(await entry('sent')).toMatchObject({ ...event, ...ended, ticketId: 3, state: 'sent', params: {} });
    expect(await entry('refused')).toMatchObject({
      ...{ ...event, ...ended, ticketId: 4, state: 'refused', reason: 'brevo.rejected', params: { a: 4 } },
    });
  });

  test('keeps its campaigns: none that may have been sent is sent again, and what was undone was given up by us', async () => {
    const mailed = {
      ...{
        kind: 'campaign',
        customerId: 3,
        emailKey: 'bob@example.com',
        name: 'win-back',
        send: MAIL,
        mailKey: 'mail',
      },
      ...{ happenedAt: at(20), intendedAt: at(20), expiresAt: at(20 + (3 * DAYS) / 60_000) },
    };
    const ended = { firstTriedAt: at(21), triedAt: at(21), settledAt: at(22), unsure: false, token: null, params: {} };

    expect(await entry('c-intended')).toMatchObject({
      ...mailed,
      ...NOT_TRIED,
      ticketId: 11,
      state: 'intended',
      params: { b: 1 },
    });
    expect(await entry('c-asked')).toMatchObject({
      ...mailed,
      ticketId: null,
      state: 'intended',
      send: { event: 'X' },
    });
    expect(await entry('c-sending')).toMatchObject({
      ...{ ...mailed, ticketId: 12, state: 'sending', params: { b: 2 }, token: null, unsure: true },
      ...{ firstTriedAt: at(21), triedAt: at(21), settledAt: null },
    });
    expect(await entry('c-sent')).toMatchObject({ ...mailed, ...ended, ticketId: 13, state: 'sent' });
    expect(await entry('c-unknown')).toMatchObject({
      ...mailed,
      ...ended,
      state: 'unknown',
      reason: 'its answer was lost',
    });
    expect(await entry('c-refused')).toMatchObject({ ...mailed, ...ended, state: 'refused', reason: 'brevo.rejected' });
    expect(await entry('c-undone')).toMatchObject({
      ...mailed,
      state: 'given_up',
      reason: 'open again since 12:00 UTC',
    });
  });

  test('counts the same sends for the cap, and has the same entries of a ticket, as before', async () => {
    const { outbox } = store;

    expect((await outbox.sentTo(ACCOUNT, { emailKey: 'bob@example.com', customerId: null }, '')).length).toBe(3);
    expect((await outbox.unsettled(ACCOUNT, 2)).map(({ key }) => key)).toEqual(['sending']);
    expect((await outbox.unsettled(ACCOUNT, null)).map(({ key }) => key)).toEqual(['due-customer']);
    expect(await store.db.query('select count(*) as n from outbox')).toEqual([{ n: 13 }]);
  });

  test('tells what happened since it was installed, and is on and nobody’s sandbox', async () => {
    expect(await store.accounts.find(ACCOUNT)).toMatchObject({ publishFrom: at(5), enabled: true, sandbox: false });
    expect(await store.accounts.find('demo')).toMatchObject({ sandbox: true });
    expect(await store.admission.holds(ACCOUNT)).toEqual([]);
  });

  test('goes on telling what it told, and tells of a line that is new from now on', async () => {
    const since = async () => Object.fromEntries(await store.accounts.publishedSince(ACCOUNT));
    expect(await since()).toEqual({ '': at(5), 'ticket.closed': at(5) });

    const now = await store.outbox.now();
    await store.accounts.registerEvents(ACCOUNT, ['ticket.closed', 'customer.created']);
    const { 'customer.created': created = '', ...others } = await since();
    expect(others).toEqual({ '': at(5), 'ticket.closed': at(5) });
    expect(created >= now).toBe(true);
  });

  test('keeps the policy’s words, and has no table of before', async () => {
    expect(await store.decisions.ofTicket(ACCOUNT, 11)).toMatchObject([{ kind: 'wait', until: at(99) }]);
    const tables = `select table_name from information_schema.tables where table_name in ('timeline_events', 'campaigns')`;
    expect(await store.db.query(tables)).toEqual([]);
  });
});
