import { jsonRows, jsonText, onlyRow } from '../database/values';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { keepRefusals } from '../contacts/kept-refusals';
import { addressName } from '../privacy/hashes';
import { createAuditContacts } from './audit-contacts';
import { createAuditRepairs } from './audit-repairs';
import type { AuditRow, Audits, CountedDifference, Finding, StoredFinding } from './audit-types';

export function createAudits(db: Db, erased: ErasedPeople): Audits {
  return {
    ...createAuditContacts(db),
    ...createAuditRepairs(db),
    begin: (account, { auditId, scope, nightly, position, contacts, wanted, findings }) =>
      db.transaction(async (tx) => {
        const params = [account, auditId, scope, wanted, nightly, jsonText(position), contacts];
        if ((await tx.query(BEGIN, params)).length > 0) await addFindings(tx, { account, auditId }, findings);
        return onlyRow(await tx.query<AuditRow>(FIND, [account, auditId]));
      }),
    find: async (account, auditId) => (await db.query<AuditRow>(FIND, [account, auditId]))[0] ?? null,
    list: (account, limit) => db.query<AuditRow>(LIST, [account, limit]),
    save: (account, auditId, slice) =>
      db.transaction(async (tx) => {
        const { from, to, looked, waiting, requests, kept, askedAt } = slice;
        // Whoever was erased while the slice was looked at is nobody's contact any more.
        const admitted = <Row extends { readonly emailKey: string }>(rows: readonly Row[]): Promise<readonly Row[]> =>
          erased.admitted(tx, { account, rows, namesOf });
        const findings = await admitted(slice.findings);
        const states = await admitted(slice.states);
        const traces = await admitted(slice.traces);
        const figures = [looked, waiting, requests];
        const moved = await tx.query(MOVE, [account, auditId, jsonText(from), jsonText(to), ...figures]);
        if (moved.length === 0) return false;
        const differing = await addFindings(tx, { account, auditId }, findings);
        if (differing > 0) await tx.query(ADD_DIFFERING, [account, auditId, differing]);
        const counted = [...kept].map(([about, contacts]) => ({ kind: 'kept', about, contacts }));
        if (counted.length > 0) await tx.query(ADD_COUNTS, [account, auditId, jsonRows(counted)]);
        if (states.length > 0) await tx.query(SAVE_STATES, [account, jsonRows(uniqueByKey(states)), askedAt]);
        if (traces.length > 0) await tx.query(ADD_TRACES, [account, auditId, jsonRows(traces)]);
        return true;
      }),
    finish: async (account, auditId, state) => {
      await db.query(FINISH, [account, auditId, state]);
    },
    forgetOld: async (account) => {
      for (;;) {
        const { left } = onlyRow(await db.query<{ left: number }>(FORGET_FINDINGS, [account, KEPT, FORGOTTEN_AT_ONCE]));
        if (left < FORGOTTEN_AT_ONCE) break;
      }
      await db.query(FORGET, [account, KEPT]);
    },
    counts: (account, auditId) =>
      db.query<CountedDifference>(
        'select kind, about, contacts from audit_counts where account = $1 and audit_id = $2 order by kind, about',
        [account, auditId],
      ),
    examples: (account, auditId, each) => db.query<StoredFinding>(EXAMPLES, [account, auditId, each]),
  };
}

/** '' is the account, or a contact that is none of ours. */
function namesOf({ emailKey }: { readonly emailKey: string }): readonly string[] {
  return emailKey === '' ? [] : [addressName(emailKey)];
}

/** Answers how many contacts have their first difference by these. */
async function addFindings(
  tx: Db,
  { account, auditId }: { readonly account: string; readonly auditId: string },
  findings: readonly Finding[],
): Promise<number> {
  if (findings.length === 0) return 0;
  return onlyRow(await tx.query<{ differing: number }>(ADD_FINDINGS, [account, auditId, jsonRows(findings)])).differing;
}

function uniqueByKey<Row extends { readonly emailKey: string }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.emailKey, row])).values()];
}

const KEPT = 60;
const FORGOTTEN_AT_ONCE = 5_000;

const BEGIN = `insert into audits (account, audit_id, scope, wanted, nightly, position, contacts)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7) on conflict do nothing returning 1`;

const COLUMNS = `audit_id as "auditId", scope, nightly, state, position, contacts, looked, waiting, differing, requests,
  started_at as "startedAt", finished_at as "finishedAt"`;

const FIND = `select ${COLUMNS} from audits where account = $1 and ($2::text is null or audit_id = $2)
  order by started_at desc limit 1`;

const LIST = `select ${COLUMNS} from audits where account = $1 order by started_at desc limit $2`;

const MOVE = `update audits set position = $4::jsonb, looked = looked + $5, waiting = waiting + $6,
    requests = requests + $7
  where account = $1 and audit_id = $2 and position = $3::jsonb and state = 'running' returning 1`;

const ADD_DIFFERING = 'update audits set differing = differing + $3 where account = $1 and audit_id = $2';

// Counted with the row that is new: a contact that two pages show is found once.
const ADD_FINDINGS = `with given as (
  select * from jsonb_to_recordset($3::jsonb)
    as r("emailKey" text, about text, kind text, "customerId" bigint, has text, should text)
), added as (
  insert into audit_findings (account, audit_id, email_key, about, kind, customer_id, has, should)
  select $1, $2, "emailKey", about, kind, "customerId", has, should from given
  on conflict do nothing returning kind, about, email_key
), counted as (
  insert into audit_counts as c (account, audit_id, kind, about, contacts)
  select $1, $2, kind, case when kind = 'stranger' then '' else about end, count(*) from added group by 3, 4
  on conflict (account, audit_id, kind, about) do update set contacts = c.contacts + excluded.contacts
)
select count(distinct case when email_key = '' then about else email_key end)::int as differing from added a
where email_key = '' or not exists (
  select 1 from audit_findings where account = $1 and audit_id = $2 and email_key = a.email_key
)`;

const ADD_COUNTS = `insert into audit_counts as c (account, audit_id, kind, about, contacts)
  select $1, $2, kind, about, contacts from jsonb_to_recordset($3::jsonb) as r(kind text, about text, contacts int)
  on conflict (account, audit_id, kind, about) do update set contacts = c.contacts + excluded.contacts`;

const NEWER = '(b.read_at > excluded.read_at or excluded.id = 0)';

// A state that was read since Brevo was asked is the newer one, and what could not be read stands over nothing.
const SAVE_STATES = `insert into brevo_contacts as b
    (account, email_key, id, blacklisted, unsubscribed, lists, read_at, audited_at)
  select $1, "emailKey", case when "consentUnknown" then 0 else id end, blacklisted, unsubscribed, lists, $3::timestamptz,
    case when "isAudited" then now() end
  from jsonb_to_recordset($2::jsonb)
    as r("emailKey" text, id bigint, blacklisted boolean, unsubscribed int[], lists int[], "isAudited" boolean,
      "consentUnknown" boolean)
  order by "emailKey"
  on conflict (account, email_key) do update set ${keepRefusals(NEWER)},
    lists = case when ${NEWER} then b.lists else excluded.lists end, read_at = greatest(b.read_at, excluded.read_at),
    audited_at = coalesce(excluded.audited_at, b.audited_at)`;

const ADD_TRACES = `insert into audit_traces (account, audit_id, email_key, kind)
  select $1, $2, "emailKey", kind from jsonb_to_recordset($3::jsonb) as r("emailKey" text, kind text)
  on conflict do nothing`;

const FINISH = `with traced as (delete from audit_traces where account = $1 and audit_id = $2)
update audits set state = $3, finished_at = coalesce(finished_at, now())
  where account = $1 and audit_id = $2 and state = 'running'`;

const EXAMPLES = `select f.audit_id as "auditId", f.email_key as "emailKey", f.about, f.kind, f.customer_id as "customerId",
    f.has, f.should, f.state, f.found_at as "foundAt", f.settled_at as "settledAt"
  from audit_counts c cross join lateral (
    select * from audit_findings where account = $1 and audit_id = $2 and kind = c.kind
      and (about = c.about or c.kind = 'stranger')
    order by email_key limit $3
  ) f
  where c.account = $1 and c.audit_id = $2 and c.kind <> 'kept' order by f.kind, f.about, f.email_key`;

const OLD = 'select audit_id from audits where account = $1 order by started_at desc offset $2';

const FORGET_FINDINGS = `with old as (
  select f.ctid from (${OLD}) a
  cross join lateral (select ctid from audit_findings where account = $1 and audit_id = a.audit_id limit $3) f limit $3
), gone as (delete from audit_findings where ctid = any(array(select ctid from old)) returning 1)
select count(*)::int as left from gone`;

// Traces of one whose workflow was ended from outside.
const FORGET = `with old as (${OLD}), counts as (
  delete from audit_counts c using old where c.account = $1 and c.audit_id = old.audit_id
), traces as (
  delete from audit_traces t using old where t.account = $1 and t.audit_id = old.audit_id
) delete from audits a using old where a.account = $1 and a.audit_id = old.audit_id`;
