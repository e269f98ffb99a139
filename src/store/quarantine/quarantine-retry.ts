import { inAccount } from '../database/in-account';
import { NAMED_BY_ADDRESS, TOUCHED_BY_OWNERS } from '../facts/marks';
import { BEGINNING_COLUMNS, beginning } from '../outbox/restores';
import type { Retry } from './quarantine-types';
import type { Db } from '../database/connection';

/** See `Quarantine.retry`. */
export function retryCause(
  db: Db,
  account: string,
  { cause, dryRun }: { readonly cause: string; readonly dryRun: boolean },
): Promise<Retry> {
  return inAccount(db, account, async (tx) => {
    const [counted] = await tx.query<Retry>(COUNT, [account, cause]);
    if (!dryRun) {
      await tx.query(MARK, [account, cause]);
      await tx.query(READ_AGAIN, [account, cause]);
      await tx.query(SEND_AGAIN, [account, cause]);
    }
    return counted ?? NOTHING;
  });
}

const NOTHING: Retry = { records: 0, contacts: 0, details: 0, events: 0, nextSync: 0 };

// A campaign is not sent again: whom it was meant for may have unsubscribed since, or may have got it by hand.
const REFUSED_EVENTS = `refused as (
  select key, ticket_id, customer_id from outbox
  where account = $1 and kind = 'timeline' and state = 'refused' and reason = $2 and params is not null
)`;

// A key that is neither a number nor an address is the placeholder of a row that did not even have an id.
const WANTED = `wanted as (
  select kind, key, step, held from quarantine where account = $1 and cause = $2 and key ~ '^[0-9]{1,18}$'
), owners as (
  select key::bigint as id from wanted where step <> 'read' and kind in ('contact', 'customer')
), ${TOUCHED_BY_OWNERS}, again as (
  select email_key from touched where email_key is not null
  union select key from quarantine where account = $1 and cause = $2 and kind = 'contact' and ${NAMED_BY_ADDRESS}
), unread as (
  select distinct key::bigint as id from wanted where step = 'read' and kind = 'customer' and not held
)`;

const COUNT = `with ${WANTED}, ${REFUSED_EVENTS} select
  (select count(distinct (kind, key)) from quarantine where account = $1 and cause = $2) as records,
  (select count(*) from again) as contacts,
  (select count(*) from unread u join customers c on c.account = $1 and c.id = u.id) as details,
  (select count(*) from refused) as events,
  (select count(distinct (kind, key)) from quarantine
    where account = $1 and cause = $2 and step = 'read' and held) as "nextSync"`;

// Without the hash, a contact that was written except for one value counts as changed.
const MARK = `with ${WANTED} insert into contacts as k (account, email_key, due_at, due_version)
  select $1, email_key, now(), 1
  from (select email_key from again order by email_key) t
  on conflict (account, email_key) do update
    set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1, hash = null`;

const READ_AGAIN = `with ${WANTED} update customers c set detail_read_at = null
  from unread u where c.account = $1 and c.id = u.id`;

// Their entries go now: once an event is intended again, the outbox knows of it, and a new refusal is listed anew.
const SEND_AGAIN = `with ${REFUSED_EVENTS}, due as (
  update outbox e set (${BEGINNING_COLUMNS}) = (select ${beginning('e.settled_at')}), reason = null, settled_at = null
  from refused r where e.account = $1 and e.key = r.key
), forgotten as (
  delete from quarantine where account = $1 and cause = $2 and step = 'publish' and detail like 'event %'
    and (kind, key) in (select 'ticket', ticket_id::text from refused union select 'customer', customer_id::text from refused)
)
update ticket_states t set asked_at = clock_timestamp()
  where t.account = $1 and t.ticket_id in (select ticket_id from refused)`;
