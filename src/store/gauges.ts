import type { Db } from './database/connection';
import { onlyRow } from './database/values';

/** What Prometheus asks for every few seconds: each statement reads an index, and no more than {@link COUNTED} rows of it. */
export interface Gauges {
  /** Events and campaigns that have no end yet. */
  outbox(account: string): Promise<readonly OutboxWaiting[]>;
  /** Tickets that have not ended, by what they wait for. */
  tickets(account: string): Promise<readonly TicketsWaiting[]>;
  /** Campaigns that are not allowed yet, of the policy and of programs: their delay runs, or something holds them. */
  campaigns(account: string): Promise<readonly CampaignsWaiting[]>;
  /** What would never leave if the account were uninstalled now: the most that are counted is {@link COUNTED} of a kind. */
  unsent(account: string): Promise<Unsent>;
  /** Contacts that were written to Brevo. */
  contactsLastHour(account: string): Promise<number>;
}

export interface TicketsWaiting {
  readonly stage: string;
  readonly tickets: number;
  /** Those of them that sleep, as lists and reads have shown them: nobody works on them, and Gorgias shows them as closed. */
  readonly snoozed: number;
}

export interface OutboxWaiting {
  readonly kind: 'event' | 'campaign';
  readonly state: 'intended' | 'sending';
  readonly entries: number;
}

export interface Unsent {
  /** Of the policy and of programs: waiting, held or on their way. */
  readonly campaigns: number;
  /** Of the timeline. */
  readonly events: number;
}

export interface CampaignsWaiting {
  readonly fate: 'waiting' | 'held';
  readonly campaigns: number;
}

/** Above it the exact number says nothing more, and would cost ever more. */
const COUNTED = 100_000;

export function createGauges(db: Db): Gauges {
  return {
    outbox: (account) => db.query(OUTBOX, [account, COUNTED]),
    tickets: (account) => db.query(TICKETS, [account, COUNTED]),
    campaigns: (account) => db.query(CAMPAIGNS, [account, COUNTED]),
    unsent: async (account) => onlyRow(await db.query<Unsent>(UNSENT, [account, COUNTED])),
    contactsLastHour: async (account) =>
      onlyRow(await db.query<{ contacts: number }>(CONTACTS, [account, COUNTED])).contacts,
  };
}

const OUTBOX = `select case kind when 'timeline' then 'event' else kind end as kind, state, count(*)::int as entries
  from (select kind, state from outbox where account = $1 and state in ('intended', 'sending') limit $2) waiting
  group by kind, state`;

// Whoever sleeps is found by the index by snooze, and looked up among those that are open.
const SNOOZED = `select count(*)::int from (
    select 1 from tickets t cross join lateral (
      select 1 from ticket_states where account = $1 and ticket_id = t.id and stage = 'open' offset 0
    ) s where t.account = $1 and t.snoozed_until > now() and t.status = 'closed' limit $2
  ) asleep`;

const TICKETS = `select stage, tickets, case stage when 'open' then least(tickets, (${SNOOZED})) else 0 end as snoozed
  from (
    select stage, count(*)::int as tickets
    from (select stage from ticket_states where account = $1 and stage <> 'ended' limit $2) waiting
    group by stage
  ) by_stage`;

const CAMPAIGNS = `select fate, count(*)::int as campaigns
  from (
    (select case kind when 'wait' then 'waiting' else kind end as fate from decisions
      where account = $1 and kind in ('wait', 'held') limit $2)
    union all
    (select status from campaign_requests where account = $1 and status = 'held' limit $2)
  ) waiting group by fate`;

// A campaign that is held may stand in the outbox as well, and one that a program asked for about a ticket is the ticket's.
const UNSENT = `select
  (select count(*)::int from (
    (select ticket_id::text as what from decisions where account = $1 and kind in ('wait', 'held') limit $2)
    union (select coalesce(ticket_id::text, $1 || '/asked/' || id) from campaign_requests
      where account = $1 and status in ('asked', 'held') limit $2)
    union (select coalesce(ticket_id::text, key) from outbox
      where account = $1 and kind = 'campaign' and state in ('intended', 'sending') limit $2)
  ) unsent) as campaigns,
  (select count(*)::int from (
    select 1 from outbox where account = $1 and kind = 'timeline' and state in ('intended', 'sending') limit $2
  ) unsent) as events`;

const CONTACTS = `select count(*)::int as contacts
  from (
    select 1 from contacts, (select clock_timestamp() - interval '1 hour' as since offset 0) t
    where account = $1 and hash is not null and looked_at > since and published_at > since limit $2
  ) written`;
