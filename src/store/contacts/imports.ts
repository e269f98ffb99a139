import { SETTLE } from './due-queue';
import type { Imports } from '../types';
import type { ImportedPage } from './publication-types';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import { inParts } from '../../domain/in-parts';
import type { ErasedPeople } from '../privacy/erased-people';
import { writeAdmitted } from './admitted-contacts';
import type { Timestamp } from '../../domain/timestamp';

/** Brevo's asynchronous imports: their contacts are held until Brevo says how each import ended. */
export function createImports(db: Db, erased: ErasedPeople): Imports {
  return {
    start: (account, processId, settled) =>
      db.transaction(async (tx) => {
        await tx.query(START, [account, processId, settled.length]);
        const rows = settled.map((contact) => ({ ...contact, processId }));
        for (const part of inParts(rows, AT_ONCE))
          await writeAdmitted(tx, erased, { account, rows: part, sql: SETTLE });
      }),
    startForList: async (account, processId, { listId, contacts }) => {
      await db.query(START_FOR_LIST, [account, processId, contacts, listId]);
    },
    startClearing: (account, processId, contacts) =>
      db.transaction(async (tx) => {
        await tx.query(START, [account, processId, contacts.length]);
        for (const part of inParts(contacts, AT_ONCE))
          await tx.query(HOLD_FOR_CLEARING, [account, processId, jsonRows(part)]);
      }),
    toCheck: (account, limit) => db.query(TO_CHECK, [account, limit]),
    countRunning: async (account) => {
      const [row] = await db.query<{ running: number; nextCheckAt: Timestamp | null }>(RUNNING, [account]);
      return row ?? { running: 0, nextCheckAt: null };
    },
    sample: (account, processId, limit) => db.query(SAMPLE, [account, processId, limit]),
    carried: async (account, processId, after) => {
      const list = await listOf(db, account, processId);
      const params = list === undefined ? [account, processId] : [account, list.id, list.sentAt];
      const [page] = await db.query<CarriedPage>(list === undefined ? CARRIED : CARRIED_ONTO, [
        ...params,
        ...[after, LOOKED_AT_ONCE],
      ]);
      return { rows: page?.rows ?? [], next: page?.looked === LOOKED_AT_ONCE ? page.last : null };
    },
    listFilled: async (account, processId) => (await listOf(db, account, processId))?.id ?? null,
    reopen: async (account, processId, emailKeys) => {
      const isHolding = (await listOf(db, account, processId)) === undefined;
      for (const part of inParts(emailKeys, AT_ONCE))
        await (isHolding
          ? db.query(REOPEN_THESE, [account, processId, [...part]])
          : db.query(LIST_THESE, [account, [...part]]));
    },
    postpone: async (account, processId, next) => {
      await db.query(POSTPONE, [account, processId, next]);
    },
    finish: async (account, processId, { state, reopen, lost = [] }) => {
      // Whoever ends in between does it again, for the import is finished last.
      if (reopen) await reopenList(db, account, processId);
      const [sql, params] = reopen ? [REOPEN, []] : [RELEASE, [[...lost]]];
      while ((await db.query(sql, [account, processId, AT_ONCE, ...params])).length > 0);
      await db.query(FINISH, [account, processId, state]);
    },
  };
}

/** Contacts that one statement changes or looks at: what one import holds would take seconds, and an account has a million. */
const AT_ONCE = 1_000;
const LOOKED_AT_ONCE = 2_000;

interface CarriedPage {
  readonly rows: ImportedPage['rows'];
  readonly looked: number;
  readonly last: string | null;
}

interface FilledList {
  readonly id: number;
  readonly sentAt: Timestamp;
}

/** Undefined: the import holds its contacts. */
async function listOf(db: Db, account: string, processId: number): Promise<FilledList | undefined> {
  return (await db.query<FilledList>(LIST_OF, [account, processId]))[0];
}

async function reopenList(db: Db, account: string, processId: number): Promise<void> {
  const list = await listOf(db, account, processId);
  for (let after: string | null = list === undefined ? null : ''; after !== null;) {
    const params = [account, list?.id, list?.sentAt, after, LOOKED_AT_ONCE];
    const [page] = await db.query<{ looked: number; last: string | null }>(REOPEN_LIST, params);
    after = page?.looked === LOOKED_AT_ONCE ? page.last : null;
  }
}

// Brevo needs a moment even for a few contacts; asking at once would waste a request.
const START = `insert into imports (account, process_id, contacts, next_check_at)
  values ($1, $2, $3, now() + interval '1 second') on conflict (account, process_id) do nothing`;

const START_FOR_LIST = `insert into imports (account, process_id, contacts, list_id, next_check_at)
  values ($1, $2, $3, $4, now() + interval '1 second') on conflict (account, process_id) do nothing`;

const HOLD_FOR_CLEARING = `with wanted as (
  select * from jsonb_to_recordset($3::jsonb) as r("emailKey" text, clearing text[]) order by "emailKey"
), held as (
  select k.email_key, w.clearing from wanted w
  cross join lateral (select email_key from contacts where account = $1 and email_key = w."emailKey" for update) k
) update contacts k set process_id = $2, clearing = held.clearing, due_at = coalesce(k.due_at, now()),
    sent = array(select name from unnest(k.sent) as name where not name = any(held.clearing))
  from held where k.account = $1 and k.email_key = held.email_key`;

const TO_CHECK = `select process_id as "processId", contacts,
    greatest(0, extract(epoch from clock_timestamp() - sent_at) * 1000)::double precision as "ageMs" from imports
  where account = $1 and state = 'running' and next_check_at <= now() order by checks, sent_at, process_id limit $2`;

const RUNNING = `select count(*) as running, min(next_check_at) as "nextCheckAt" from imports
  where account = $1 and state = 'running'`;

const SAMPLE = `select email_key as "emailKey", clearing, sent, due_at is not null as due from contacts
  where account = $1 and process_id = $2 order by (clearing <> '{}') desc, email_key limit $3`;

const CARRIED_ROWS = `select count(*)::int as looked, max(email_key) as last, coalesce(jsonb_agg(jsonb_build_object(
    'emailKey', email_key, 'clearing', to_jsonb(clearing), 'sent', to_jsonb(sent), 'due', due_at is not null, 'lists', to_jsonb(lists)
  ) order by email_key) filter (where is_carried), '[]') as rows from page`;

// Whoever has no hash and nothing to be emptied only waited for it, or has changed since: due, and written whatever became of the import.
const CARRIED = `with page as materialized (
  select *, hash is not null or clearing <> '{}' as is_carried from contacts
  where account = $1 and process_id = $2 and email_key > $3 order by email_key limit $4
) ${CARRIED_ROWS}`;

const CARRIED_ONTO = `with page as materialized (
  select *, published_at >= $3::timestamptz and $2::int = any(lists) as is_carried from contacts
  where account = $1 and email_key > $4 order by email_key limit $5
) ${CARRIED_ROWS}`;

const POSTPONE = `update imports set checks = checks + case when process_id = $2 then 1 else 0 end,
    next_check_at = greatest(next_check_at, $3::timestamptz)
  where account = $1 and state = 'running'`;

const FINISH = `update imports set state = $3, finished_at = clock_timestamp() where account = $1 and process_id = $2`;

// As in `due-queue.ts` an insert that always conflicts finds and locks its rows by key, in the key's order, whatever the planner believes.
const letGo = (held: string): string => `with held as materialized (${held})
insert into contacts as k (account, email_key) select $1, email_key from held order by email_key
on conflict (account, email_key) do update set process_id = null, clearing = '{}'`;
const HELD = letGo('select email_key from contacts where account = $1 and process_id = $2 limit $3');
const HELD_THESE = letGo(`select email_key from contacts
  where account = $1 and process_id = $2 and email_key = any($3::text[])`);
const STILL_HELD = 'where k.process_id = $2 returning 1';

// A value that the import was to carry and that imports lose: the contact is due with nothing remembered.
const RELEASE = `${HELD}, hash = case when k.sent && $4::text[] then null else k.hash end,
    due_at = case when k.sent && $4::text[] then coalesce(k.due_at, now()) else k.due_at end,
    due_version = case when k.sent && $4::text[] then k.due_version + 1 else k.due_version end ${STILL_HELD}`;

const AGAIN = 'hash = null, alone = true, due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1';

// Whoever only waited for it was not in it: still due, and not to be written alone.
const REOPENED = `hash = null, due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1,
    alone = k.alone or k.hash is not null or k.clearing <> '{}', sent = k.sent || k.clearing ${STILL_HELD}`;
const REOPEN = `${HELD}, ${REOPENED}`;
const REOPEN_THESE = `${HELD_THESE}, ${REOPENED}`;

// Contacts of a list's import are sent again once the import that holds them has let them go. Everybody who was published on this list
// since: a few too many are written once more, which changes nothing.
const REOPEN_LIST = `with page as materialized (
  select email_key, published_at >= $3::timestamptz and $2::int = any(lists) as is_listed from contacts
  where account = $1 and email_key > $4 order by email_key limit $5
), marked as (
  insert into contacts as k (account, email_key) select $1, email_key from page where is_listed order by email_key
  on conflict (account, email_key) do update set ${AGAIN}
)
select count(*)::int as looked, max(email_key) as last from page`;

const LIST_THESE = `insert into contacts as k (account, email_key)
  select $1, email_key from contacts where account = $1 and email_key = any($2::text[]) order by email_key
  on conflict (account, email_key) do update set ${AGAIN}`;

const LIST_OF = `select list_id as id, sent_at as "sentAt" from imports
  where account = $1 and process_id = $2 and list_id is not null`;
