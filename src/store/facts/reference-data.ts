import { SHOP_TAGS } from '../../domain/contact/shop';
import type { CustomField, Tag } from '../../domain/records';
import { inAccount } from '../database/in-account';
import { MARK_TOUCHED, TOUCHED_BY_OWNERS } from './marks';
import type { FactRow } from './store-page';
import type { Facts } from '../types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

type ReferenceFacts = Pick<
  Facts,
  | 'replaceTags'
  | 'replaceUsers'
  | 'tags'
  | 'renameTag'
  | 'retireTag'
  | 'replaceCustomFields'
  | 'tagNames'
  | 'shopTagNames'
  | 'customFields'
  | 'botUserIds'
>;

/** The small lists that are always read whole: what is no longer in them is removed. */
export function createReferenceFacts(db: Db): ReferenceFacts {
  const replace = async (sql: string, account: string, rows: readonly { readonly id: number }[]): Promise<void> => {
    const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id);
    await db.query(sql, [account, jsonRows(unique)]);
  };
  return {
    replaceTags: (account, rows) => replace(REPLACE_TAGS, account, rows),
    replaceUsers: (account, rows) => replace(REPLACE_USERS, account, rows),
    replaceCustomFields: (account, rows) => replace(REPLACE_CUSTOM_FIELDS, account, rows.map(columns)),
    tags: (account) => db.query<Tag>('select id, name from tags where account = $1 order by id', [account]),
    renameTag: async (account, from, to) => {
      await replaceTag(db, account, { from, to, readAgain: false });
      await db.query(MOVE_LIST, [account, from, to]);
      await db.query(FORGET_LIST, [account, from]);
    },
    retireTag: async (account, name, { readAgain }) => {
      await replaceTag(db, account, { from: name, to: null, readAgain });
      await db.query(FORGET_LIST, [account, name]);
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

/** Every ticket is looked at, so many with a statement: a tag may be on all of them. */
const TICKETS_AT_ONCE = 2_000;

/** Safe to stop and to repeat: a ticket that was corrected does not carry the old name any more. */
async function replaceTag(
  db: Db,
  account: string,
  { from, to, readAgain }: { readonly from: string; readonly to: string | null; readonly readAgain: boolean },
): Promise<void> {
  const correct = (after: number): Promise<readonly { readonly last: number | null }[]> =>
    inAccount(db, account, (tx) => tx.query(REPLACE_TAG, [account, from, to, readAgain, after, TICKETS_AT_ONCE]));
  for (let after: number | null = 0; after !== null;) after = (await correct(after))[0]?.last ?? null;
}

const REPLACE_TAG = `with slice as (
  select id, tags from tickets where account = $1 and id > $5 order by id limit $6
), carrying as (
  select id from slice where tags @> array[$2::text]
), queued as (
  insert into records_to_read (account, kind, id) select $1, 'ticket', id from carrying where $4::boolean order by id on conflict do nothing
), written as (
  update tickets set tags = (
    select coalesce(array_agg(distinct name), '{}') from unnest(array_replace(tags, $2::text, $3::text)) as u(name)
    where name is not null
  ) where account = $1 and id = any (array(select id from carrying)) returning customer_id
), owners(id) as (select customer_id from written), ${TOUCHED_BY_OWNERS}, ${MARK_TOUCHED}
select max(id) as last from slice`;

const FORGET_LIST = 'delete from tag_lists where account = $1 and tag = $2';

// Its members stay on the list of a renamed tag.
const MOVE_LIST = `insert into tag_lists (account, tag, list_id)
  select account, $3::text, list_id from tag_lists where account = $1 and tag = $2::text
  on conflict (account, tag) do nothing`;

const SHOP_TAG_NAMES = `select distinct trim(tag) collate "C" as name
  from customers, unnest(string_to_array(shop_values->>'${SHOP_TAGS}', ',')) as u(tag)
  where account = $1 and deleted_at is null and merged_into is null and trim(tag) <> '' order by 1`;

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
  on conflict (account, id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
