import { MARK_TOUCHED } from '../facts/marks';
import { inParts } from '../../domain/in-parts';
import { jsonRows } from '../database/values';
import type { Contacts, DueContact, Intent, Taking } from '../types';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { addressName } from '../privacy/hashes';
import { writeAdmitted } from './admitted-contacts';

type DueQueue = Pick<
  Contacts,
  | 'mark'
  | 'markAgain'
  | 'due'
  | 'nthDue'
  | 'dueOf'
  | 'heldDueOf'
  | 'countDue'
  | 'countPublished'
  | 'admitted'
  | 'intend'
  | 'settle'
  | 'dismiss'
>;

/** Which contacts have to be looked at again. A mark has a version, so that one made while its contact is being published stays. */
export function createDueQueue(db: Db, erased: ErasedPeople): DueQueue {
  return {
    mark: async (account, emailKeys) => {
      await writeAdmitted(db, erased, { account, rows: emailKeys.map((emailKey) => ({ emailKey })), sql: MARK });
    },
    markAgain: async (account, { after, carrying }) => {
      const { attributes = [], lists = [] } = carrying ?? {};
      const params = [account, after, MARKED_AT_ONCE, carrying === null, [...attributes], [...lists]];
      const [row] = await db.query<{ looked: number; last: string | null }>(MARK_AGAIN, params);
      return row === undefined || row.looked < MARKED_AT_ONCE ? null : row.last;
    },
    due: async (account, limit, after = '') => {
      return (await db.query<DueRow>(DUE, [account, limit, after])).map(toDue);
    },
    nthDue: async (account, n) =>
      (await db.query<{ emailKey: string }>(NTH_DUE, [account, n - 1]))[0]?.emailKey ?? null,
    dueOf: async (account, emailKeys) => {
      return (await db.query<DueRow>(DUE_OF, [account, [...emailKeys]])).map(toDue);
    },
    heldDueOf: async (account, emailKeys) => {
      return (await db.query<DueRow>(HELD_DUE_OF, [account, [...emailKeys]])).map(toDue);
    },
    countDue: async (account) => {
      const [row] = await db.query<{ due: number; importing: number }>(COUNT, [account]);
      return row ?? { due: 0, importing: 0 };
    },
    countPublished: async (account) =>
      (await db.query<{ published: number }>(COUNT_PUBLISHED, [account]))[0]?.published ?? 0,
    admitted: (account, emailKeys) =>
      db.transaction((tx) => erased.admitted(tx, { account, rows: emailKeys, namesOf: (key) => [addressName(key)] })),
    intend: async (account, rows, taking = NOBODY) => {
      const taken: string[] = [];
      for (const part of inParts(rows, INTENDED_AT_ONCE))
        taken.push(...(await intend(db, erased, { account, rows: part, taking })));
      return taken;
    },
    settle: async (account, rows) => {
      await writeAdmitted(db, erased, { account, rows, sql: SETTLE });
    },
    dismiss: async (account, rows) => {
      await writeAdmitted(db, erased, { account, rows, sql: DISMISS });
    },
  };
}

interface Intending {
  readonly account: string;
  readonly rows: readonly Intent[];
  readonly taking: Taking;
}

/** An import carries tens of thousands. */
const INTENDED_AT_ONCE = 1_000;

/** For whoever tells nobody that they write. */
const NOBODY: Taking = { by: '', insists: true };

function intend(db: Db, erased: ErasedPeople, { account, rows, taking }: Intending): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    const admitted = await erased.admitted(tx, { account, rows, namesOf: ({ emailKey }) => [addressName(emailKey)] });
    if (admitted.length === 0) return [];
    const values = jsonRows(admitted.map(({ dueVersion = 0, ...row }) => ({ ...row, dueVersion })));
    const params = [account, values, taking.by, TAKEN_SECONDS, taking.insists];
    return (await tx.query<{ emailKey: string }>(INTEND, params)).map(({ emailKey }) => emailKey);
  });
}

/** Longer than a write and its repetitions take; whoever dies meanwhile holds up others for so long. */
const TAKEN_SECONDS = 60;

type DueRow = Omit<DueContact, 'alone'> & { readonly alone: boolean };

function toDue({ alone, ...contact }: DueRow): DueContact {
  return alone ? { ...contact, alone } : contact;
}

const MARK = `with touched as (select "emailKey" as email_key from jsonb_to_recordset($2::jsonb) as r("emailKey" text)), ${MARK_TOUCHED} select 1`;

/** Rows that one statement looks at: some 50 ms. */
const MARKED_AT_ONCE = 2_000;

const MARK_AGAIN = `with page as (
  select email_key from contacts where account = $1 and email_key > $2 order by email_key limit $3 for update
), marked as (
  update contacts k set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1,
    hash = case when $4 then k.hash end
  from page p where k.account = $1 and k.email_key = p.email_key
    and ($4 or k.sent && $5::text[] or k.lists && $6::int[])
)
select count(*)::int as looked, max(email_key) as last from page`;

const ROWS = `select k.email_key as "emailKey", k.due_version as "dueVersion", k.hash, k.lists, k.sent, k.alone,
    case when b.email_key is not null then
      jsonb_build_object('blacklisted', b.blacklisted, 'unsubscribed', to_jsonb(b.unsubscribed), 'lists', to_jsonb(b.lists))
    end as brevo
  from contacts k
  left join lateral (select * from brevo_contacts where account = $1 and email_key = k.email_key offset 0) b on true
  where k.account = $1 and k.due_at is not null`;
const DUE_ROWS = `${ROWS} and k.process_id is null`;

const DUE = `${DUE_ROWS} and k.email_key > $3 order by k.email_key limit $2`;

const NTH_DUE = `select email_key as "emailKey" from contacts
  where account = $1 and due_at is not null and process_id is null order by email_key offset $2 limit 1`;

const THESE = 'and k.email_key = any($2::text[]) order by k.email_key';
const DUE_OF = `${DUE_ROWS} ${THESE}`;
const HELD_DUE_OF = `${ROWS} and k.process_id is not null ${THESE}`;

// Each by its own index: what is due is little beside what is there.
const COUNT = `select
  (select count(*) from contacts where account = $1 and due_at is not null and process_id is null) as due,
  (select count(*) from contacts where account = $1 and process_id is not null) as importing`;

// Kept by triggers (`migrations/026_tallies.sql`).
const COUNT_PUBLISHED = `select coalesce(sum(n), 0)::bigint as published from tallies where account = $1 and about = 'contacts'`;

// Written as inserts that always conflict: each row is found by its key whatever the planner believes, and they are locked in the order
// of the key, as marks are, so that no two writers wait for each other in a circle.

/** Parameters: account, contacts as JSON, who takes them and for how many seconds, whether they insist. */
const INTEND = `insert into contacts as k (account, email_key, lists, sent, due_version, taken_by, taken_until)
select $1, "emailKey", lists, sent, "dueVersion", nullif($3, ''), clock_timestamp() + $4::int * interval '1 second'
from jsonb_to_recordset($2::jsonb) as r("emailKey" text, lists int[], sent text[], "dueVersion" bigint)
order by "emailKey"
on conflict (account, email_key) do update set hash = null,
  taken_by = excluded.taken_by, taken_until = excluded.taken_until,
  lists = coalesce((select array_agg(distinct list order by list) from unnest(k.lists || excluded.lists) as list), '{}'),
  sent = coalesce((select array_agg(distinct name order by name) from unnest(k.sent || excluded.sent) as name), '{}')
where $5 or k.due_at is not null and k.process_id is null and case
    when k.taken_by is not null and k.taken_until >= clock_timestamp() then k.taken_by = excluded.taken_by
    else k.due_version = excluded.due_version end
returning email_key as "emailKey"`;

// Two may write the same contact at once, and Brevo may get the older values last: whoever settles an old version, or while an import is on
// its way, marks the contact due again, with a version that the other one does not know either.
const CURRENT = 'k.due_version = excluded.due_version and k.process_id is null';

/** Parameters: account, settled contacts as JSON. */
export const SETTLE = `insert into contacts as k
  (account, email_key, due_version, hash, lists, sent, process_id, published_at, whole_at, looked_at)
select $1, "emailKey", "dueVersion", hash, lists, sent, "processId", now(), case when partial is null then now() end, now()
from jsonb_to_recordset($2::jsonb)
  as r("emailKey" text, "dueVersion" bigint, hash text, lists int[], sent text[], "processId" bigint, partial boolean)
order by "emailKey"
on conflict (account, email_key) do update set hash = excluded.hash, lists = excluded.lists, sent = excluded.sent,
  process_id = coalesce(excluded.process_id, k.process_id), alone = false, published_at = excluded.published_at,
  whole_at = coalesce(excluded.whole_at, k.whole_at, k.published_at), looked_at = excluded.looked_at, taken_by = null,
  due_at = case when ${CURRENT} then null else coalesce(k.due_at, now()) end,
  due_version = case when ${CURRENT} then k.due_version else k.due_version + 1 end`;

const DISMISS = `insert into contacts as k (account, email_key, due_version, looked_at)
select $1, "emailKey", "dueVersion", now()
from jsonb_to_recordset($2::jsonb) as r("emailKey" text, "dueVersion" bigint)
order by "emailKey"
on conflict (account, email_key) do update set due_at = null, looked_at = excluded.looked_at, taken_by = null
  where k.due_version = excluded.due_version`;
