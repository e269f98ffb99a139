import type { Db } from '../database/connection';
import { jsonRows, onlyRow } from '../database/values';
import type { Audits, RepairCounts, StoredFinding } from './audit-types';

type AuditRepairs = Pick<Audits, 'open' | 'supersede' | 'settle' | 'repairs'>;

/** What became of the differences that a repair was to write. */
export function createAuditRepairs(db: Db): AuditRepairs {
  return {
    open: (account, auditId, { kinds, contacts }) =>
      db.query<StoredFinding>(OPEN, [account, auditId, [...kinds], contacts]),
    supersede: async (account, auditId, emailKeys) =>
      onlyRow(await db.query<{ settled: number }>(SUPERSEDE, [account, auditId, [...emailKeys]])).settled,
    settle: async (account, auditId, { kinds, contacts }) => {
      const before = contacts.map(({ emailKey, lookedAt, asDue }) => ({ emailKey, lookedAt, asDue }));
      const params = [account, auditId, [...kinds], jsonRows(before)];
      return onlyRow(await db.query<{ settled: number }>(SETTLE, params)).settled;
    },
    repairs: async (account, auditId, kinds) =>
      onlyRow(await db.query<RepairCounts>(REPAIRS, [account, auditId, [...kinds]])),
  };
}

// By the order of the primary key, so that all of a contact come together.
const OPEN = `with next as (
  select distinct email_key from (
    select email_key from audit_findings
    where account = $1 and audit_id = $2 and state = 'open' and email_key <> '' and kind = any($3::text[])
    order by email_key limit $4
  ) t
)
select f.audit_id as "auditId", f.email_key as "emailKey", f.about, f.kind, f.customer_id as "customerId", f.has, f.should,
  f.state, f.found_at as "foundAt", f.settled_at as "settledAt"
from next cross join lateral (
  select * from audit_findings where account = $1 and audit_id = $2 and email_key = next.email_key
    and state = 'open' and kind = any($3::text[]) offset 0
) f order by f.email_key, f.about`;

const SUPERSEDE = `with done as (
  update audit_findings f set state = 'superseded', settled_at = now() from unnest($3::text[]) as w(email_key)
  where f.account = $1 and f.audit_id = $2 and f.email_key = w.email_key and f.state = 'open' returning 1
) select count(*)::int as settled from done`;

// Whom the step has not come to was looked at last when it was before the step, whoever looked at it since it was found; or is still due.
const SETTLE = `with done as (
  update audit_findings f set settled_at = now(), state = case
      when k.published_at > f.found_at then 'repaired' when k.hash is not null and w."asDue" then 'superseded'
      else 'refused' end
  from jsonb_to_recordset($4::jsonb) as w("emailKey" text, "lookedAt" timestamptz, "asDue" boolean)
  cross join lateral (select * from contacts where account = $1 and email_key = w."emailKey" offset 0) k
  where f.account = $1 and f.audit_id = $2 and f.email_key = w."emailKey" and f.state = 'open' and f.kind = any($3::text[])
    and (k.published_at > f.found_at or k.looked_at is distinct from w."lookedAt" and k.due_at is null)
  returning 1
) select count(*)::int as settled from done`;

const REPAIRS = `select count(*) filter (where state = 'open' and kind = any($3::text[]))::int as open,
    count(*) filter (where state = 'repaired')::int as repaired, count(*) filter (where state = 'refused')::int as refused,
    count(*) filter (where state = 'superseded')::int as superseded
  from audit_findings where account = $1 and audit_id = $2`;
