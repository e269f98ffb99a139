import type { Db } from '../../src/store/database/connection';
import { PERSON_TABLES } from '../../src/store/privacy/person-tables';

/** One person with a row in every table that can hold something of a person. */
export interface Someone {
  readonly emailKey: string;
  readonly customerId: number;
  readonly ticketId: number;
  /** Stands in every text of theirs. */
  readonly word: string;
}

/** A row in each table of the list, written past all code of ours; whatever a row needs beside what ties it to the person is made up. */
export async function fillTables(db: Db, account: string, someone: Someone): Promise<void> {
  for (const { table } of PERSON_TABLES) {
    const columns = await columnsOf(db, table);
    const ties = tiesOf(table, account, someone);
    const values = columns.flatMap(({ name, type, generated }) =>
      generated ? [] : [{ name, value: name in ties ? ties[name] : madeUp(type, someone), type }],
    );
    const list = values.map(({ name }) => name).join(', ');
    const given = values.map(({ type }, index) => `$${String(index + 1)}::${type}`).join(', ');
    await db.query(
      `insert into ${table} (${list}) values (${given})`,
      values.map(({ value }) => value),
    );
  }
}

/** Every table with its columns, in the order of the schema. */
export async function schemaOf(db: Db): Promise<Readonly<Record<string, string>>> {
  const rows = await db.query<{ table: string; columns: string }>(
    `select c.table_name as table, string_agg(c.column_name, ' ' order by c.ordinal_position) as columns
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
}

/** All rows of all tables, as text. */
export async function dumpOf(db: Db, account: string): Promise<string> {
  const tables = Object.entries(await schemaOf(db)).filter(([, columns]) => columns.split(' ').includes('account'));
  const dumps: string[] = [];
  for (const [table] of tables) {
    const rows = await db.query<{ row: string }>(`select t::text as row from ${table} t where account = $1`, [account]);
    dumps.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  return dumps.join('\n');
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
}

function columnsOf(db: Db, table: string): Promise<readonly Column[]> {
  return db.query<Column>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attgenerated <> '' or a.attidentity <> '' as generated
      from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
}

function tiesOf(
  table: string,
  account: string,
  { emailKey, customerId, ticketId }: Someone,
): Readonly<Record<string, unknown>> {
  const common = { account, email_key: emailKey, customer_id: customerId, ticket_id: ticketId };
  switch (table) {
    case 'quarantine':
      return { ...common, kind: 'ticket', key: String(ticketId) };
    case 'outbox':
      return { ...common, kind: 'campaign', state: 'sent', token: null };
    case 'records_to_read':
      return { account, kind: 'customer', id: customerId };
    case 'history_keys':
      return { account, id: crypto.randomUUID(), subject: `ticket/${String(ticketId)}` };
    case 'messages':
      return { ...common, id: ticketId, sender_id: customerId, from_agent: false };
    case 'surveys':
    case 'tickets':
      return { ...common, id: ticketId, merged_into: null, deleted_at: null };
    case 'customers':
      return { account, id: customerId, email: emailKey, email_lower: emailKey, merged_into: null, deleted_at: null };
    case 'contacts':
      return { ...common, process_id: null };
    case 'automation_tickets':
      return { ...common, event_id: ticketId };
    case 'ticket_states':
      return { ...common, held_by: null };
    default:
      return common;
  }
}

function madeUp(type: string, { word }: Someone): unknown {
  if (type === 'text') return word;
  if (type === 'text[]') return [word];
  if (type === 'jsonb') return JSON.stringify({ word });
  if (type === 'boolean') return false;
  if (type === 'uuid') return crypto.randomUUID();
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z';
  return type.endsWith('[]') ? [] : 1;
}
