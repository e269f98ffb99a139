import { emailKey } from '../../domain/email';
import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';
import type { QuarantineEntry } from '../quarantine/quarantine-types';

/** How a ticket stands, by the facts and by what is kept of watching it. */
export interface TicketStatusRow {
  readonly ticketId: number;
  /** As the lists or the last read had it; null: no list and no read has shown it yet. */
  readonly status: string | null;
  readonly channel: string | null;
  readonly createdAt: Timestamp | null;
  readonly updatedAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
  readonly deletedAt: Timestamp | null;
  readonly mergedInto: number | null;
  /** Null: nobody watches it. */
  readonly stage: string | null;
  readonly phase: string | null;
  readonly outcome: string | null;
  readonly sentence: string;
  readonly waitingUntil: Timestamp | null;
  readonly askedAt: Timestamp | null;
  readonly refreshedAt: Timestamp | null;
  /** The newest refresh was answered with something that cannot be read. */
  readonly unread: boolean;
  /** Timeline events wait for an e-mail address. */
  readonly undelivered: boolean;
  /** The ticket that holds its campaign, and how that one stood when it was looked at last; null: none does. */
  readonly holder: { readonly heldBy: number; readonly phase: string } | null;
}

/** What is known of the contact behind an e-mail address. */
export interface ContactStatusRow {
  /** Null: never written. */
  readonly publishedAt: Timestamp | null;
  readonly refreshedAt: Timestamp | null;
  readonly due: boolean;
  readonly importing: boolean;
  /** Brevo lists that the connector has put it on. */
  readonly lists: readonly number[];
  /** Brevo's own word, and when it was asked; null: not asked yet. */
  readonly brevo: {
    readonly blocklisted: boolean;
    readonly unsubscribedFrom: readonly number[];
    readonly readAt: Timestamp;
  } | null;
  /** A contact that Brevo has no more was blocklisted, which stands for the one of now. */
  readonly deletedBlocklisted: boolean;
  /** It was said at an address that the person has left. */
  readonly leftBlocklisted: boolean;
}

export interface CustomerStatusRow {
  readonly id: number;
  readonly createdAt: Timestamp | null;
  readonly updatedAt: Timestamp;
  readonly mergedInto: number | null;
  readonly deletedAt: Timestamp | null;
}

export type PutAside = QuarantineEntry & { readonly firstAt: Timestamp; readonly lastAt: Timestamp };

/** Something that goes to Brevo. Names nobody. */
export interface Delivery {
  /** When its state changed last. */
  readonly at: Timestamp;
  readonly happenedAt: Timestamp;
  readonly kind: 'event' | 'campaign';
  readonly key: string;
  readonly ticketId: number | null;
  readonly customerId: number | null;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
}

export interface DeliveryFilter {
  readonly ticketId?: number;
  readonly since?: Timestamp;
  readonly kind?: Delivery['kind'] | undefined;
  readonly state?: string | undefined;
  /** Of the event in Brevo, or of the campaign. */
  readonly name?: string | undefined;
  readonly limit: number;
}

/** What `tajo why` and `tajo connectors events` tell. Reads only. */
export interface Stories {
  /** Null: nothing is known of it. */
  ticket(account: string, ticketId: number): Promise<TicketStatusRow | null>;
  /** By address, in any spelling; null: there is no such contact. */
  contact(account: string, email: string): Promise<ContactStatusRow | null>;
  /** Customers with the address, and those that were merged into them. */
  customers(account: string, email: string): Promise<readonly CustomerStatusRow[]>;
  /** Of these customers, newest first. */
  ticketsOf(account: string, customerIds: readonly number[], limit: number): Promise<readonly TicketStatusRow[]>;
  putAside(
    account: string,
    of: { tickets: readonly number[]; customers: readonly number[] },
  ): Promise<readonly PutAside[]>;
  /** What changed since, oldest first; with more than `limit` the newest. */
  deliveries(account: string, filter: DeliveryFilter): Promise<readonly Delivery[]>;
}

export function createStories(db: Db): Stories {
  return {
    ticket: async (account, ticketId) => (await db.query<TicketStatusRow>(TICKET, [account, ticketId]))[0] ?? null,
    contact: async (account, email) =>
      (await db.query<ContactStatusRow>(CONTACT, [account, emailKey(email)]))[0] ?? null,
    customers: (account, email) => db.query<CustomerStatusRow>(CUSTOMERS, [account, emailKey(email)]),
    ticketsOf: (account, customerIds, limit) =>
      db.query<TicketStatusRow>(TICKETS_OF, [account, [...customerIds], limit]),
    putAside: async (account, { tickets, customers }) => {
      const keys = [tickets, customers].map((ids) => ids.map(String));
      const rows = await db.query<PutAside & { readonly detail: string }>(PUT_ASIDE, [account, ...keys]);
      return rows.map(({ detail, ...entry }) => (detail === '' ? entry : { ...entry, detail }));
    },
    deliveries: async (account, { ticketId = null, since = null, kind, state, name, limit }) => {
      const filter = [kind ?? null, state ?? null, name ?? null, MOST_LOOKED_THROUGH];
      return [...(await db.query<Delivery>(DELIVERIES, [account, ticketId, since, limit, ...filter]))].reverse();
    },
  };
}

/** A name that is rare is looked for in the newest so many. */
const MOST_LOOKED_THROUGH = 100_000;

const STATUS_COLUMNS = `t.status, t.channel, t.created_at as "createdAt", t.updated_at as "updatedAt", t.closed_at as "closedAt",
    t.deleted_at as "deletedAt", t.merged_into as "mergedInto", s.stage, s.phase, s.outcome,
    coalesce(s.sentence, '') as sentence, s.waiting_until as "waitingUntil", s.asked_at as "askedAt",
    s.looked_at as "refreshedAt", s.unread_at is not null as unread, coalesce(s.undelivered, false) as undelivered,
    (select jsonb_build_object('heldBy', ticket_id, 'phase', phase) from ticket_states where account = $1 and ticket_id = s.held_by) as holder`;

const STATE = `left join lateral (select * from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true`;

const TICKET = `select coalesce(t.id, s.ticket_id) as "ticketId", ${STATUS_COLUMNS}
  from (select * from tickets where account = $1 and id = $2) t
  full join (select * from ticket_states where account = $1 and ticket_id = $2) s on s.ticket_id = t.id`;

const TICKETS_OF = `select t.id as "ticketId", ${STATUS_COLUMNS}
  from (select t.* from unnest($2::bigint[]) as c(id) cross join lateral (
      select * from tickets where account = $1 and customer_id = c.id order by created_at desc, id desc limit $3
    ) t order by t.created_at desc, t.id desc limit $3) t ${STATE}
  order by t.created_at desc, t.id desc`;

const CONTACT = `select k.published_at as "publishedAt", k.looked_at as "refreshedAt", k.due_at is not null as due,
    k.process_id is not null as importing, k.lists,
    case when b.email_key is not null then jsonb_build_object('blocklisted', b.blacklisted,
      'unsubscribedFrom', to_jsonb(b.unsubscribed), 'readAt', to_char(b.read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    end as brevo, coalesce(b.kept_blacklisted, false) as "deletedBlocklisted",
    coalesce(b.kept_blacklisted and b.kept_elsewhere, false) as "leftBlocklisted"
  from contacts k
  left join lateral (select * from brevo_contacts where account = $1 and email_key = k.email_key offset 0) b on true
  where k.account = $1 and k.email_key = $2`;

const CUSTOMER = `id, created_at as "createdAt", updated_at as "updatedAt", merged_into as "mergedInto", deleted_at as "deletedAt"`;

const CUSTOMERS = `with heads as (select * from customers where account = $1 and email_key = $2)
  select ${CUSTOMER} from heads
  union
  select a.id, a.created_at, a.updated_at, a.merged_into, a.deleted_at
  from heads h cross join lateral (select * from customers where account = $1 and merged_into = h.id offset 0) a
  order by 1 limit 100`;

const PUT_ASIDE = `select kind, key, step, cause, detail, held, first_at as "firstAt", last_at as "lastAt"
  from quarantine
  where account = $1 and (kind = 'ticket' and key = any($2::text[]) or kind in ('customer', 'contact') and key = any($3::text[])
    or kind = 'survey' and key in (select id::text from surveys where account = $1 and ticket_id = any($2::bigint[])))
  order by first_at, kind, key, cause, detail limit 100`;

const CHANGED_AT = 'greatest(settled_at, tried_at, gate_at, intended_at)';

// What is kept back says why and since when as its reason.
const DELIVERIES = `select * from (
    select ${CHANGED_AT} as at, happened_at as "happenedAt",
      case kind when 'timeline' then 'event' else kind end as kind, key, ticket_id as "ticketId", customer_id as "customerId", name,
      state, coalesce(reason, gate) as reason
    from outbox where account = $1 and ($2::bigint is null or ticket_id = $2)
      and ($3::timestamptz is null or ${CHANGED_AT} > $3)
    order by ${CHANGED_AT} desc, key desc limit case when coalesce($5::text, $6::text, $7::text) is null then $4::int else $8::int end
  ) newest
  where ($5::text is null or kind = $5) and ($6::text is null or state = $6) and ($7::text is null or name = $7)
  order by at desc, key desc limit $4`;
