import type { CustomField, Tag } from '../../domain/records';
import { changeTags } from './change-tags';
import type { FactRow } from './store-page';
import type { Facts } from '../types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

type ReferenceFacts = Pick<
  Facts,
  | 'replaceUsers'
  | 'tags'
  | 'changeTags'
  | 'replaceCustomFields'
  | 'tagNames'
  | 'shopTagNames'
  | 'customFields'
  | 'botUserIds'
>;

/** The small lists that are always read whole: what is no longer in them is removed. */
export function createReferenceFacts(db: Db): ReferenceFacts {
  const replace = (sql: string, account: string, rows: readonly { readonly id: number }[]): Promise<void> =>
    replaceIn(db, sql, { account, rows });
  return {
    replaceUsers: (account, rows) => replace(REPLACE_USERS, account, rows),
    replaceCustomFields: (account, rows) => replace(REPLACE_CUSTOM_FIELDS, account, rows.map(columns)),
    tags: (account) => db.query<Tag>('select id, name from tags where account = $1 order by id', [account]),
    changeTags: (account, changes, listed) => {
      const made = (tx: Db): Promise<void> => replaceIn(tx, REPLACE_TAGS, { account, rows: listed });
      return changeTags(db, account, { changes, replace: made });
    },
    shopTagNames: async (account) =>
      (await db.query<{ name: string }>(SHOP_TAG_NAMES, [account])).map(({ name }) => name),
    tagNames: async (account) => {
      const sql = 'select distinct name collate "C" as name from tags where account = $1 order by 1';
      return (await db.query<{ name: string }>(sql, [account])).map(({ name }) => name);
    },
    customFields: (account) => db.query<CustomField>(CUSTOM_FIELDS, [account]),
    botUserIds: async (account) => {
      const sql = `select id from users where account = $1 and role = 'bot' order by id`;
      return (await db.query<{ id: number }>(sql, [account])).map(({ id }) => id);
    },
  };
}

async function replaceIn(
  db: Db,
  sql: string,
  { account, rows }: { readonly account: string; readonly rows: readonly { readonly id: number }[] },
): Promise<void> {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id);
  await db.query(sql, [account, jsonRows(unique)]);
}

const SHOP_TAG_NAMES = `select name collate "C" as name from tallies
  where account = $1 and about = 'tags.shopify' order by 1`;

const REPLACE_TAGS = replacement('tags', { name: 'text' });
const REPLACE_USERS = replacement('users', { name: 'text', role: 'text' });
const REPLACE_CUSTOM_FIELDS = replacement('custom_fields', {
  label: 'text',
  data_type: 'text',
  managed_type: 'text',
});

const CUSTOM_FIELDS = `select id, label, data_type as "dataType", managed_type as "managedType"
  from custom_fields where account = $1 order by id`;

function columns({ id, label, dataType, managedType }: CustomField): FactRow {
  return {
    id,
    label,
    data_type: dataType,
    managed_type: managedType,
  };
}

function replacement(table: string, columns: Readonly<Record<string, string>>): string {
  const names = Object.keys(columns);
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `with incoming as (
    select * from jsonb_to_recordset($2::jsonb) as r(id bigint, ${typed.join(', ')})
  ), gone as (
    delete from ${table} where account = $1 and id not in (select id from incoming)
  )
  insert into ${table} (account, id, ${names.join(', ')}) select $1, id, ${names.join(', ')} from incoming
  on conflict (account, id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
    where (${names.map((name) => `${table}.${name}`).join(', ')}) is distinct from (${names.map((name) => `excluded.${name}`).join(', ')})`;
}
