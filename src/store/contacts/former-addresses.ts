import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

/** An address that a person has left, and of which nobody has asked Brevo since. */
export interface FormerAddress {
  /** The person's address now. */
  readonly emailKey: string;
  readonly former: string;
  readonly customerId: number;
}

/** Addresses that customers had before, merged ones included; noted by a trigger (`migrations/036_former_addresses.sql`). */
export interface FormerAddresses {
  /** Those of whoever has these addresses now that nobody has asked about since they were left. */
  formerUnasked(account: string, emailKeys: readonly string[]): Promise<readonly FormerAddress[]>;
  /**
   * What is known of their contacts is as of after they were left: what these had said against mails and lists stands for the address of now,
   * as the word of a contact does that Brevo has no more. Nothing else goes along.
   */
  carryRefusals(account: string, formers: readonly FormerAddress[]): Promise<void>;
}

export function createFormerAddresses(db: Db): FormerAddresses {
  return {
    formerUnasked: (account, emailKeys) => db.query<FormerAddress>(UNASKED, [account, [...emailKeys]]),
    carryRefusals: async (account, formers) => {
      if (formers.length === 0) return;
      await db.transaction(async (tx) => {
        await tx.query(CARRY, [account, jsonRows(formers)]);
        await tx.query(ASKED, [account, jsonRows(formers)]);
      });
    },
  };
}

const UNASKED = `select c.email_key as "emailKey", f.email_key as former, f.customer_id as "customerId"
  from unnest($2::text[]) as k(email_key)
  cross join lateral (
    select id, email_key from customers
    where account = $1 and email_key = k.email_key and deleted_at is null and merged_into is null offset 0
  ) c
  cross join lateral (
    select * from former_addresses where account = $1 and customer_id = c.id and asked_at is null offset 0
  ) f
  where f.email_key <> c.email_key order by 1, 2`;

const GIVEN = `jsonb_to_recordset($2::jsonb) as r("emailKey" text, former text, "customerId" bigint)`;

const union = (one: string, other: string): string =>
  `array(select distinct list from unnest(${one} || ${other}) as u(list) order by list)`;

// What could not be read, of an id of 0, was nobody's word.
const CARRY = `with said as (
  select r."emailKey" as email_key, bool_or(s.id <> 0 and s.blacklisted or s.kept_blacklisted) as blacklisted,
    coalesce(array_agg(distinct u.list) filter (where u.list is not null), '{}') as unsubscribed
  from ${GIVEN}
  cross join lateral (select * from brevo_contacts where account = $1 and email_key = r.former offset 0) s
  left join lateral unnest(case when s.id <> 0 then s.unsubscribed else s.kept_unsubscribed end) as u(list) on true
  group by 1
)
insert into brevo_contacts as b (account, email_key, id, blacklisted, unsubscribed, lists, read_at,
  kept_blacklisted, kept_unsubscribed, kept_elsewhere)
select $1, email_key, 0, blacklisted, unsubscribed, '{}', now(), blacklisted, unsubscribed, true
from said where blacklisted or unsubscribed <> '{}' order by email_key
on conflict (account, email_key) do update set blacklisted = b.blacklisted or excluded.blacklisted,
  unsubscribed = ${union('b.unsubscribed', 'excluded.unsubscribed')},
  kept_blacklisted = b.kept_blacklisted or excluded.kept_blacklisted and not (b.id <> 0 and b.blacklisted),
  kept_unsubscribed = array(select list from unnest(${union('b.kept_unsubscribed', 'excluded.kept_unsubscribed')}) as u(list)
    where list = any(b.kept_unsubscribed) or b.id = 0 or not list = any(b.unsubscribed) order by list),
  kept_elsewhere = true`;

const ASKED = `update former_addresses f set asked_at = clock_timestamp() from ${GIVEN}
  where f.account = $1 and f.customer_id = r."customerId" and f.email_key = r.former`;
