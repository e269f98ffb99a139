import type { Db } from '../database/connection';
import type { Facts } from '../types';

/**
 * The same facts; whoever writes customers has those without an address listed as `no_email`, and forgotten once they have one or are gone.
 * After what was written, and by what is known of them then: nothing waits for the list, and a full sync puts right what a crash left out.
 */
export function listingWithoutEmail(db: Db, facts: Facts): Facts {
  const note = async (account: string, ids: readonly number[]): Promise<void> => {
    if (ids.length > 0) await db.query(NOTE, [account, [...new Set(ids)]]);
  };
  return {
    ...facts,
    storeCustomers: async (account, rows, options) => {
      const stored = await facts.storeCustomers(account, rows, options);
      await note(
        account,
        rows.map(({ id }) => id),
      );
      return stored;
    },
    storeCustomerDetail: async (account, detail) => {
      await facts.storeCustomerDetail(account, detail);
      await note(account, [detail.id]);
    },
    markDeleted: async (account, kind, id) => {
      await facts.markDeleted(account, kind, id);
      if (kind === 'customer') await note(account, [id]);
    },
    markMerged: async (account, kind, merged) => {
      await facts.markMerged(account, kind, merged);
      if (kind === 'customer') await note(account, [merged.id, merged.survivorId]);
    },
  };
}

// Each row by its key: a page costs a hundred look-ups in either table. What is listed already is not written again.
const NOTE = `with asked as (
  select id, id::text as key from unnest($2::bigint[]) as u(id)
), without as materialized (
  select a.key from asked a cross join lateral (
    select 1 from customers
    where account = $1 and id = a.id and email_key is null and deleted_at is null and merged_into is null offset 0
  ) c
), listed as (
  insert into quarantine (account, kind, key, step, cause, held)
  select $1, 'customer', key, 'map', 'no_email', false from without order by key
  on conflict (account, kind, key, step, cause, detail) do nothing
), gone as materialized (
  select key, detail from quarantine
  where account = $1 and kind = 'customer' and key = any(array(select key from asked)) and step = 'map' and cause = 'no_email'
    and key not in (select key from without)
  order by key, detail for update
) delete from quarantine q using gone g
  where q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = ('customer', g.key, 'map', 'no_email', g.detail)`;
