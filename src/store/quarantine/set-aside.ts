import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import { inAccount } from '../database/in-account';
import { NAMED_BY_ADDRESS, TOUCHED_BY_OWNERS } from '../facts/marks';
import type { DueAgain, QuarantineEntry } from './quarantine-types';

/** See `Quarantine.setAside`. */
export async function setAside(db: Db, account: string, entries: readonly QuarantineEntry[]): Promise<void> {
  if (entries.length > 0) await db.query(SET_ASIDE, [account, jsonRows(entries)]);
}

/** The same for what may be a lasting fault: it is tried again some times, and then left to a person (`QuarantineEntry.isRetried`). */
export async function setAsideForNow(db: Db, account: string, entries: readonly QuarantineEntry[]): Promise<void> {
  if (entries.length > 0) await db.query(SET_ASIDE_FOR_NOW, [account, jsonRows(entries)]);
}

/** See `Quarantine.retryNoted`. */
export async function retryNoted(
  db: Db,
  account: string,
  { kind, key }: Pick<QuarantineEntry, 'kind' | 'key'>,
): Promise<boolean> {
  return (await db.query(RETRY_NOTED, [account, kind, key])).length > 0;
}

/** See `Quarantine.takeDue`. */
export function takeDue(db: Db, account: string, limit: number): Promise<readonly DueAgain[]> {
  return inAccount(db, account, async (tx) => {
    const due = await tx.query<DueAgain>(TAKE, [account, limit]);
    const ids = (kind: DueAgain['kind'], step: DueAgain['step']): readonly string[] =>
      due.filter((one) => one.kind === kind && one.step === step).map(({ key }) => key);
    const contacts = ids('contact', 'publish');
    if (contacts.length > 0) {
      await tx.query(PUBLISH_AGAIN, [account, contacts]);
      await tx.query(FORGET_GONE, [account, contacts]);
    }
    const tickets = [...ids('ticket', 'read'), ...ids('ticket', 'map')];
    if (tickets.length > 0) await tx.query(REFRESH_AGAIN, [account, tickets]);
    return due;
  });
}

// The first time soon: most often it was an outage of that one record's part. After an outage nobody waits for longer than ten minutes.
const NEXT = `clock_timestamp() + least(interval '1 minute' * power(2, least(q.times, 4)), interval '10 minutes')`;

/** After 1, 2, 4 and 8 minutes, and then each ten: an hour in all. */
const MOST_TRIES = 8;

const setAsideUntil = (
  next: string,
): string => `insert into quarantine as q (account, kind, key, step, cause, detail, held, retry_at)
  select $1, kind, key, step, cause, coalesce(detail, ''), bool_or(held), clock_timestamp() + interval '1 minute'
  from jsonb_to_recordset($2::jsonb) as r(kind text, key text, step text, cause text, detail text, held boolean)
  group by kind, key, step, cause, coalesce(detail, '') order by kind, key, step, cause, coalesce(detail, '')
  on conflict (account, kind, key, step, cause, detail)
    do update set held = excluded.held, last_at = now(), times = q.times + 1, retry_at = ${next}`;

const SET_ASIDE = setAsideUntil(NEXT);
const SET_ASIDE_FOR_NOW = setAsideUntil(`case when q.times < ${String(MOST_TRIES)} then ${NEXT} end`);

const RETRY_NOTED = `update quarantine q set retry_at = ${NEXT}
  where account = $1 and kind = $2 and key = $3 and step = 'read' and cause = 'unreadable' returning 1`;

// Moved on at once: whoever takes it may die, and what fails again is set aside again.
const TAKE = `update quarantine q set retry_at = ${NEXT} from (
    select kind, key, step, cause, detail from quarantine
    where account = $1 and retry_at <= clock_timestamp() order by retry_at limit $2 for update skip locked
  ) d
  where q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = (d.kind, d.key, d.step, d.cause, d.detail)
  returning q.kind, q.key, q.step`;

// Without the hash a contact that Brevo has in part counts as changed.
const PUBLISH_AGAIN = `with owners as (
  select key::bigint as id from unnest($2::text[]) as k(key) where key ~ '^[0-9]{1,18}$'
), ${TOUCHED_BY_OWNERS}, again as (
  select email_key from touched where email_key is not null
  union select key from unnest($2::text[]) as k(key) where ${NAMED_BY_ADDRESS}
) insert into contacts as k (account, email_key, due_at, due_version)
  select $1, email_key, now(), 1 from (select email_key from again order by email_key) t
  on conflict (account, email_key) do update
    set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1, hash = null`;

// Whoever stands for them now has an entry of their own, or needs none.
const FORGET_GONE = `delete from quarantine q using customers c
  where q.account = $1 and q.kind = 'contact' and q.step = 'publish' and q.key = any($2::text[])
    and c.account = $1 and c.id::text = q.key and (c.merged_into is not null or c.deleted_at is not null)`;

const REFRESH_AGAIN = `update ticket_states set asked_at = clock_timestamp()
  where account = $1 and ticket_id in (select key::bigint from unnest($2::text[]) as k(key) where key ~ '^[0-9]{1,18}$')`;
