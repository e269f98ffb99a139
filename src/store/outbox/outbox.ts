import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { jsonRows, onlyRow } from '../database/values';
import type { ErasedPeople } from '../privacy/erased-people';
import { addressName, customerName, ticketName } from '../privacy/hashes';
import { LOCK_PERSON, SENT_TO } from './campaigns-of-people';
import { BEGIN_ANEW, BEGINNING_COLUMNS, beginning, mayBeSent } from './restores';
import {
  type AccountGate,
  type KeptBack,
  type NewCustomer,
  type Outbox,
  type OutboxEntry,
  UNFIT_ADDRESS,
} from './outbox-types';

export function createOutbox(db: Db, erased: ErasedPeople): Outbox {
  return {
    ...createEntries(db, erased),
    ...createAttempts(db),
    now: async () => onlyRow(await db.query<{ now: Timestamp }>('select clock_timestamp() as now')).now,
    admit: async (account) => (await db.query<{ gate: AccountGate }>(ADMIT, [account]))[0]?.gate ?? 'gone',
    lockPerson: async (account, { emailKey, customerId }) => {
      await db.query(LOCK_PERSON, [account, emailKey, customerId]);
    },
    sentTo: async (account, { emailKey, customerId }, exceptKey) => {
      const rows = await db.query<{ at: Timestamp }>(SENT_TO, [account, emailKey, customerId, exceptKey]);
      return rows.map(({ at }) => at);
    },
    kept: (account, limit) => db.query<KeptBack>(KEPT, [account, limit]),
    newCustomers: (account, since, limit) => db.query<NewCustomer>(NEW_CUSTOMERS, [account, since, limit]),
  };
}

type Entries = Pick<Outbox, 'intend' | 'intendCampaign' | 'find' | 'unsettled' | 'ofTicket' | 'redirect'>;

function createEntries(db: Db, erased: ErasedPeople): Entries {
  /** Nothing is written down of somebody who was erased, so that nothing leaves. */
  const intend = (sql: string, account: string, rows: readonly Intended[]): Promise<void> =>
    db.transaction(async (tx) => {
      const admitted = await erased.admitted(tx, { account, rows, namesOf });
      if (admitted.length > 0) await tx.query(sql, [account, jsonRows(admitted)]);
    });
  return {
    intend: async (account, events) => {
      if (events.length > 0) await intend(INTEND, account, events);
    },
    intendCampaign: (account, campaign) => intend(INTEND_CAMPAIGN, account, [campaign]),
    find: async (account, key) => (await db.query<OutboxEntry>(FIND, [account, key]))[0] ?? null,
    unsettled: (account, ticketId) => db.query<OutboxEntry>(UNSETTLED, [account, ticketId]),
    ofTicket: (account, ticketId) => db.query<OutboxEntry>(OF_TICKET, [account, ticketId]),
    redirect: async (account, key, { emailKey, customerId }) => {
      await db.query(REDIRECT, [account, key, emailKey, customerId]);
    },
  };
}

/** Gives up everything that has no end yet, because it belongs to another time of the account. Answers how much. */
export async function giveUpAll(db: Db, account: string, reason: string): Promise<number> {
  return (await db.query(GIVE_UP_ALL, [account, reason])).length;
}

/** Whose it is. */
interface Intended {
  readonly emailKey: string;
  readonly ticketId: number | null;
  readonly customerId: number | null;
}

function namesOf({ emailKey, ticketId, customerId }: Intended): readonly string[] {
  return [
    addressName(emailKey),
    ...(ticketId === null ? [] : [ticketName(ticketId)]),
    ...(customerId === null ? [] : [customerName(customerId)]),
  ];
}

type Attempts = Pick<Outbox, 'begin' | 'release' | 'lose' | 'settle' | 'giveUp' | 'postpone' | 'keepBack'>;

/** The state machine. Each step names the state that it expects, so that one that was overtaken changes nothing. */
function createAttempts(db: Db): Attempts {
  return {
    begin: async (account, { key, state, token, intendedAt }) =>
      (await db.query<{ token: string }>(BEGIN, [account, key, state, token, intendedAt]))[0]?.token ?? null,
    release: async (account, { key, token }, { gate, waitsFor }) => {
      await db.query(RELEASE, [account, key, token, gate, waitsFor]);
    },
    lose: async (account, { key, token }) => {
      await db.query(LOSE, [account, key, token]);
    },
    settle: async (account, { key, token }, { end, reason }) =>
      (await db.query(SETTLE, [account, key, token, end, reason])).length > 0,
    giveUp: async (account, key, reason) => (await db.query(GIVE_UP, [account, key, reason])).length > 0,
    postpone: async (account, key, { gate, dueAt }) =>
      (await db.query(POSTPONE, [account, key, gate, dueAt])).length > 0,
    keepBack: async (account, key, { gate, dueAt }) => {
      await db.query(KEEP_BACK, [account, key, gate, dueAt]);
    },
  };
}

const ROWS = `select key, kind, ticket_id as "ticketId", customer_id as "customerId", email_key as "emailKey", name, send,
    coalesce(params, '{}') as params, mail_key as "mailKey", happened_at as "happenedAt", intended_at as "intendedAt",
    expires_at as "expiresAt", state, reason, token::text as token, unsure, first_tried_at as "firstTriedAt",
    tried_at as "triedAt", settled_at as "settledAt", gate, gate_at as "gateAt",
    case when isfinite(due_at) then due_at end as "dueAt"
  from outbox`;

/** Nobody was written to at the address of that time: another one is asked about anew. */
const WAS_UNFIT = `o.state = 'given_up' and o.reason = '${UNFIT_ADDRESS}'`;

// Whose creation is written down is found by its key: the customer may have been merged since.
const INTEND = `with events as (
  select * from jsonb_to_recordset($2::jsonb) as r(key text, "ticketId" bigint, "customerId" bigint, "emailKey" text, name text,
    "happenedAt" timestamptz, params jsonb)
), created as (
  update customers set creation_intended = true where account = $1 and id = any (array(
    select id from customers where account = $1 and not creation_intended and id = any (array(
      select substring(key from '/customer/([0-9]{1,18})/created/1$')::bigint from events where "ticketId" is null
    )) order by id for update
  ))
)
insert into outbox as o (account, key, kind, ticket_id, customer_id, email_key, name, happened_at, params, ${BEGINNING_COLUMNS})
  select $1, key, 'timeline', "ticketId", "customerId", "emailKey", name, "happenedAt", params, ${beginning('"happenedAt"')}
  from events
  order by key on conflict (account, key) do update set customer_id = excluded.customer_id, email_key = excluded.email_key,
    params = excluded.params, intended_at = clock_timestamp(), ${BEGIN_ANEW}, reason = null, settled_at = null
    where ${WAS_UNFIT} and o.email_key <> excluded.email_key`;

// Under another key than that of the lost database Brevo would not know the mail.
const INTEND_CAMPAIGN = `insert into outbox as o
  (account, key, kind, ticket_id, customer_id, email_key, name, send, params, mail_key, happened_at, expires_at,
    ${BEGINNING_COLUMNS})
  select $1, key, 'campaign', "ticketId", "customerId", "emailKey", name, send, params,
    case when not ${mayBeSent('"possibleFrom"')} then "mailKey" end, "happenedAt",
    clock_timestamp() + "expiresMs" * interval '1 millisecond', ${beginning('"possibleFrom"')}
  from jsonb_to_recordset($2::jsonb) as r(key text, "ticketId" bigint, "customerId" bigint, "emailKey" text, name text,
    send jsonb, params jsonb, "mailKey" text, "happenedAt" timestamptz, "expiresMs" double precision,
    "possibleFrom" timestamptz)
  on conflict (account, key) do update set name = excluded.name, customer_id = excluded.customer_id,
    email_key = excluded.email_key, send = excluded.send, params = excluded.params, mail_key = excluded.mail_key,
    happened_at = excluded.happened_at, expires_at = excluded.expires_at, intended_at = clock_timestamp(),
    ${BEGIN_ANEW}, reason = null, settled_at = null, gate = null, gate_at = null, due_at = null, waits_for = null
    where o.state = 'given_up' and not o.unsure`;

const FIND = `${ROWS} where account = $1 and key = $2`;

const UNSETTLED = `${ROWS} where account = $1 and ticket_id is not distinct from $2::bigint and kind = 'timeline'
    and state in ('intended', 'sending')
    and ($2::bigint is not null or due_at is null or due_at = 'infinity' or due_at <= clock_timestamp())
  order by coalesce(due_at = 'infinity', false), happened_at, key limit 500`;

const OF_TICKET = `${ROWS} where account = $1 and ticket_id = $2 order by happened_at, key`;

const REDIRECT = `update outbox set email_key = $3, customer_id = $4
  where account = $1 and key = $2 and state = 'intended'`;

const GIVE_UP_ALL = `update outbox set state = case when state = 'sending' then 'unknown' else 'given_up' end, reason = $2,
    token = null, params = null, settled_at = clock_timestamp()
  where account = $1 and state in ('intended', 'sending') returning 1`;

const ADMIT = `select case when state = 'uninstalled' then 'gone' when not enabled then 'off' when state = 'paused' then 'paused'
    else 'open' end as gate
  from accounts where account = $1 for share`;

const BEGIN = `update outbox set state = 'sending', token = gen_random_uuid(), tried_at = clock_timestamp(),
    unsure = unsure or state = 'sending',
    first_tried_at = coalesce(first_tried_at, clock_timestamp()), gate = null, gate_at = null, due_at = null, waits_for = null
  where account = $1 and key = $2 and state = $3 and state in ('intended', 'sending') and token is not distinct from $4::uuid
    and intended_at = $5::timestamptz
  returning token::text as token`;

const ATTEMPT = `account = $1 and key = $2 and state = 'sending' and token = $3::uuid`;

const RELEASE = `update outbox set state = case when unsure then 'sending' else 'intended' end, token = null,
    first_tried_at = case when unsure then first_tried_at end, tried_at = case when unsure then tried_at end,
    gate = $4, gate_at = clock_timestamp(), waits_for = $5
  where ${ATTEMPT}`;

const POSTPONE = `update outbox set gate = $3, gate_at = clock_timestamp(), due_at = $4::timestamptz
  where account = $1 and key = $2 and state in ('intended', 'sending') and token is null returning 1`;

const LOSE = `update outbox set unsure = true, token = null where ${ATTEMPT}`;

const SETTLE = `update outbox set state = $4, reason = $5, token = null, settled_at = clock_timestamp(),
    params = case when $4 = 'refused' and kind = 'timeline' then params end
  where account = $1 and key = $2 and state = 'sending' and token is not distinct from $3::uuid
  returning 1`;

const GIVE_UP = `update outbox set state = 'given_up', reason = $3, params = null, settled_at = clock_timestamp()
  where account = $1 and key = $2 and state = 'intended' returning 1`;

const KEEP_BACK = `update outbox set gate = $3, gate_at = clock_timestamp(), due_at = $4::timestamptz, waits_for = null
  where account = $1 and key = $2 and state in ('intended', 'sending')`;

const KEPT = `select gate as why, kind, count(*)::int as entries, min(gate_at) as "firstAt", max(gate_at) as "lastAt"
  from outbox where account = $1 and state in ('intended', 'sending') and gate is not null
  group by gate, kind order by count(*) desc, gate limit $2`;

const NEW_CUSTOMERS = `select id as "customerId", email_key as "emailKey", created_at as "createdAt" from customers
  where account = $1 and created_at >= $2::timestamptz and not creation_intended and email_key is not null
    and deleted_at is null and merged_into is null
  order by created_at, id limit $3`;
