import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';

/** A statement takes so many: a shop may have hundreds of thousands of people who wrote by phone or chat only. */
const BATCH = 2_000;

/** See `Quarantine.recordWithoutEmail`. In small statements: nobody waits for all of them. */
export async function recordWithoutEmail(db: Db, account: string): Promise<void> {
  for (let after: number | null = 0; after !== null;)
    after = onlyRow(await db.query<{ last: number | null }>(LIST, [account, after, BATCH])).last;
  for (let after: string | null = ''; after !== null;)
    after = onlyRow(await db.query<{ last: string | null }>(FORGET, [account, after, BATCH])).last;
}

// Not held: a customer without an address is normal in Gorgias (phone, Instagram) and becomes a contact as soon as it has one.
const LIST = `with batch as (
  select id from customers
  where account = $1 and email_key is null and deleted_at is null and merged_into is null and id > $2
  order by id limit $3
), listed as (
  insert into quarantine as q (account, kind, key, step, cause, held)
  select $1, 'customer', id::text, 'map', 'no_email', false from batch order by id::text
  on conflict (account, kind, key, step, cause, detail) do update set last_at = now(), times = q.times + 1
)
select max(id) as last from batch`;

const FORGET = `with batch as (
  select key from quarantine
  where account = $1 and kind = 'customer' and key > $2 and step = 'map' and cause = 'no_email' order by key limit $3
), gone as (
  delete from quarantine q using batch b
  where q.account = $1 and q.kind = 'customer' and q.step = 'map' and q.cause = 'no_email' and q.key = b.key
    and not exists (
      select 1 from customers where account = $1 and id = b.key::bigint and email_key is null and deleted_at is null
        and merged_into is null
    )
)
select max(key) as last from batch`;
