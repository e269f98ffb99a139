import { emailKey } from '../../domain/email';
import { inAccount } from '../database/in-account';
import { MARK_TOUCHED } from './marks';
import type { ErasedPeople } from '../privacy/erased-people';
import { forgetRefused } from '../privacy/forget-refused';
import { addressNames, customerName } from '../privacy/hashes';
import type { Facts } from '../types';
import type { Db } from '../database/connection';
import { jsonRows, onlyRow } from '../database/values';
import type { Timestamp } from '../../domain/timestamp';
import { customersToEnrich } from './to-enrich';

/** What only a request for each single customer tells, and which customers still need that request. */
export function createEnrichmentFacts(
  db: Db,
  erased: ErasedPeople,
): Pick<Facts, 'now' | 'customerAge' | 'storeCustomerDetail' | 'passCustomerDetail' | 'customersToEnrich'> {
  return {
    now: async () => onlyRow(await db.query<{ now: Timestamp }>('select clock_timestamp() as now')).now,
    customerAge: async (account, id) =>
      (await db.query<{ ageMs: number | null; mergedInto: number | null }>(AGE, [account, id]))[0] ?? null,
    storeCustomerDetail: (account, detail) =>
      inAccount(db, account, async (tx) => {
        const { emails = [], ...kept } = detail;
        const channelEmail = emailKey(detail.channelEmail);
        // Addresses that only the details tell may be those of somebody who was erased.
        const namesOf = (): readonly string[] => [
          customerName(detail.id),
          ...[detail.channelEmail, ...emails].flatMap(addressNames),
        ];
        const { admitted } = await erased.sorted(tx, { account, rows: [detail], namesOf });
        if (admitted.length > 0) await tx.query(STORE_DETAIL, [account, jsonRows([{ ...kept, channelEmail }])]);
        else await forgetRefused(tx, account, { erased, kind: 'customer', ids: [detail.id] });
      }),
    passCustomerDetail: async (account, id, readAt) => {
      const sql = 'update customers set detail_read_at = $3::timestamptz where account = $1 and id = $2';
      await db.query(sql, [account, id, readAt]);
    },
    customersToEnrich: (account, filter) => customersToEnrich(db, account, filter),
  };
}

const AGE = `select (extract(epoch from clock_timestamp() - detail_read_at) * 1000)::double precision as "ageMs",
    merged_into as "mergedInto"
  from customers where account = $1 and id = $2`;

const STORE_DETAIL = `with incoming as (
  select * from jsonb_to_recordset($2::jsonb)
    as r(id bigint, phone text, "channelEmail" text, "shopValues" jsonb, "readAt" timestamptz)
), judged as (
  select i.*, b.email_key, (b.phone, b.channel_email, b.shop_values)
    is distinct from (i.phone, i."channelEmail", i."shopValues") as changed
  from incoming i
  cross join lateral (select * from customers where account = $1 and id = i.id offset 0) b
  where b.detail_read_at is null or b.detail_read_at <= i."readAt"
), written as (
  update customers c set phone = j.phone, channel_email = j."channelEmail", shop_values = j."shopValues",
    detail_read_at = j."readAt"
  from judged j where c.account = $1 and c.id = any (array(select id from judged)) and c.id = j.id
  returning c.email_key, j.changed
), touched as (
  select email_key from judged where changed union select email_key from written where changed
), ${MARK_TOUCHED} select 1`;
