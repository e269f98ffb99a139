import type { Db } from '../database/connection';
import type { AuditedContact, Audits, StoredFinding, Trace } from './audit-types';

type AuditContacts = Pick<
  Audits,
  'contacts' | 'unaudited' | 'lastFindings' | 'traces' | 'addressesOf' | 'customers' | 'held' | 'ofContact'
>;

/** What an audit has to know of contacts. */
export function createAuditContacts(db: Db): AuditContacts {
  return {
    contacts: async (account, emailKeys) =>
      (await db.query<AuditedRow>(CONTACTS, [account, [...emailKeys]])).map(toAudited),
    unaudited: async (account, { after, until, since, limit }) => {
      const rows = await db.query<UnauditedRow>(UNAUDITED, [account, after, limit, since, until]);
      const page = rows.map(({ last, ...row }) => ({ last, row }));
      const contacts = page.flatMap(({ row }) => (row.emailKey === null ? [] : [toAudited(row)]));
      return { contacts, last: page[0]?.last ?? null };
    },
    lastFindings: (account, emailKeys) => db.query<StoredFinding>(LAST_FINDINGS, [account, [...emailKeys]]),
    traces: (account, auditId, emailKeys) => db.query<Trace>(TRACES, [account, auditId, [...emailKeys]]),
    addressesOf: async (account, brevoIds) => {
      const rows = await db.query<{ id: number; emailKey: string }>(ADDRESSES, [account, [...brevoIds]]);
      return new Map(rows.map(({ id, emailKey }) => [id, emailKey]));
    },
    customers: (account, ids) => db.query(CUSTOMERS, [account, [...ids]]),
    held: async (account, customerIds) => {
      const rows = await db.query<{ key: string }>(HELD, [account, customerIds.map(String)]);
      return new Set(rows.map(({ key }) => Number(key)));
    },
    ofContact: (account, emailKey, limit) => db.query<StoredFinding>(OF_CONTACT, [account, emailKey, limit]),
  };
}

type AuditedRow = Omit<AuditedContact, 'alone'> & { readonly alone: boolean };

/** Without an address where nobody of the page is left. */
type UnauditedRow = { readonly last: string } & (AuditedRow | { readonly emailKey: null });

function toAudited({ alone, ...contact }: AuditedRow): AuditedContact {
  return alone ? { ...contact, alone } : contact;
}

// An import of a contact is sent as it is settled, and those that put it on further lists are sent just before.
const AUDITED = `select k.email_key as "emailKey", k.due_version as "dueVersion", k.hash, k.lists, k.sent, k.alone,
    k.due_at is not null or k.process_id is not null or coalesce(i.running, false) as waits,
    greatest(k.published_at, i.finished_at) as "writtenAt", greatest(k.whole, i.whole_finished_at) as "wholeAt", b.read_at as "readAt", b.audited_at as "auditedAt",
    k.looked_at as "lookedAt",
    case when b.email_key is not null then
      jsonb_build_object('blacklisted', b.blacklisted, 'unsubscribed', to_jsonb(b.unsubscribed), 'lists', to_jsonb(b.lists))
    end as brevo`;

const STATES = `left join lateral (select * from brevo_contacts where account = $1 and email_key = k.email_key offset 0) b on true
  left join lateral (
    select max(finished_at) as finished_at, bool_or(state = 'running' and list_id is not null) as running,
      max(finished_at) filter (where sent_at <= k.whole) as whole_finished_at from imports
    where account = $1 and (sent_at between k.published_at - interval '10 minutes' and k.published_at
      or sent_at between k.whole - interval '10 minutes' and k.whole)
  ) i on true`;

const CONTACT = `select *, coalesce(whole_at, published_at) as whole from contacts`;

const CONTACTS = `${AUDITED} from unnest($2::text[]) as w(email_key)
  cross join lateral (${CONTACT} where account = $1 and email_key = w.email_key offset 0) k ${STATES}`;

// Each page has a row that says where it ends, also when nobody in it is left to be looked at.
const UNAUDITED = `with page as (
  ${CONTACT} where account = $1 and email_key > $2 and ($5::text is null or email_key <= $5)
  order by email_key limit $3
), found as (
  ${AUDITED} from page k ${STATES} where b.audited_at is null or b.audited_at < $4::timestamptz
)
select f.*, p.last from (select max(email_key) as last from page) p left join found f on true
where p.last is not null order by f."emailKey"`;

const FINDING = `f.audit_id as "auditId", f.email_key as "emailKey", f.about, f.kind, f.customer_id as "customerId", f.has,
  f.should, f.state, f.found_at as "foundAt", f.settled_at as "settledAt"`;

const LAST_FINDINGS = `select ${FINDING} from unnest($2::text[]) as w(email_key)
  cross join lateral (select audited_at from brevo_contacts where account = $1 and email_key = w.email_key offset 0) b
  cross join lateral (
    select * from audit_findings where account = $1 and email_key = w.email_key and email_key <> ''
      and found_at >= b.audited_at offset 0
  ) f`;

const TRACES = `select email_key as "emailKey", kind from audit_traces
  where account = $1 and audit_id = $2 and email_key = any($3::text[])`;

const ADDRESSES = `select id, email_key as "emailKey" from unnest($2::bigint[]) as w(id)
  cross join lateral (
    select email_key from brevo_contacts where account = $1 and id = w.id order by read_at limit 1
  ) b where id > 0`;

const CUSTOMERS = `select c.id, c.account as "ofAccount", c.email_key as "emailKey"
  from (select account from accounts) a cross join unnest($2::bigint[]) as w(id)
  cross join lateral (select id, account, email_key from customers where account = a.account and id = w.id offset 0) c
  order by c.account = $1`;

const HELD = `select distinct q.key from unnest($2::text[]) as w(key) cross join lateral (
    select key from quarantine where account = $1 and kind = 'contact' and key = w.key and held offset 0
  ) q`;

const OF_CONTACT = `select ${FINDING} from audit_findings f where account = $1 and email_key = $2 and email_key <> ''
  order by found_at desc, about limit $3`;
