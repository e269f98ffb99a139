import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';
import type { PublishedEvent } from '../../domain/ticket/state';
import type { TicketEventFields, TicketEventType } from '../../domain/subscription/subscriber-events';

export interface NewTicketEvent {
  /** The same happening has the same key: it is written down once. */
  readonly key: string;
  readonly ticketId: number;
  readonly type: TicketEventType;
  readonly happenedAt: Timestamp;
  readonly payload: TicketEventFields;
}

export interface TicketEventRow extends Omit<NewTicketEvent, 'key'> {
  readonly seq: number;
}

/** Where the facts' own transactions write down what subscribers are to hear. */
export interface TicketEvents {
  /** Numbers the events in the order of commits: whoever appends holds up the account's other appends until its transaction ends. */
  append(account: string, events: readonly NewTicketEvent[]): Promise<void>;
  published(account: string, ticketId: number): Promise<readonly PublishedEvent[]>;
  keepPublished(account: string, ticketId: number, published: readonly PublishedEvent[]): Promise<void>;
}

export interface Subscribers {
  /** Makes the subscriber known for these types, from now on where it was not, and says that it is still there. */
  join(account: string, subscriber: string, types: readonly TicketEventType[]): Promise<void>;
  /** Events of these types that the subscriber has not dealt with, after `after`, oldest first. None for a subscriber that never joined. */
  unacknowledged(
    account: string,
    subscriber: string,
    filter: { readonly types: readonly TicketEventType[]; readonly after: number; readonly limit: number },
  ): Promise<readonly TicketEventRow[]>;
  /** Answers how many of the events were newly dealt with; repeating it changes nothing. */
  acknowledge(account: string, subscriber: string, seqs: readonly number[]): Promise<number>;
  /** Removes at most some thousand events from before, and forgets subscribers that were not there since. */
  prune(account: string, before: Timestamp): Promise<void>;
}

/** Removed at once, so that locks are held for milliseconds. */
const PRUNED_AT_ONCE = 2_000;

/** What each subscriber has dealt with. Events are acknowledged one by one, because one that fails must not hold up those of other tickets. */
export function createSubscribers(db: Db): Subscribers {
  return {
    join: async (account, subscriber, types) => {
      await db.query(JOIN, [account, subscriber, [...types]]);
    },
    unacknowledged: (account, subscriber, { types, after, limit }) =>
      db.query<TicketEventRow>(UNACKNOWLEDGED, [account, subscriber, [...types], after, limit]),
    acknowledge: (account, subscriber, seqs) =>
      db.transaction(async (tx) => {
        // Two acknowledgements at once would each take the other's events for open ones.
        await tx.query(LOCK_CURSORS, [account, subscriber]);
        const fresh = await tx.query(ACKNOWLEDGE, [account, subscriber, [...seqs]]);
        await tx.query(ADVANCE, [account, subscriber]);
        await tx.query(FORGET_ACKS, [account, subscriber]);
        return fresh.length;
      }),
    prune: async (account, before) => {
      await db.query(PRUNE_EVENTS, [account, before]);
      await db.query(PRUNE_CURSORS, [account, before]);
      await db.query(PRUNE_ACKS, [account]);
    },
  };
}

const JOIN = `insert into event_cursors (account, subscriber, type, acked_to)
  select $1, $2, t.type, coalesce((select max(seq) from ticket_events where account = $1), 0)
  from unnest($3::text[]) as t(type) order by t.type
  on conflict (account, subscriber, type) do update set seen_at = clock_timestamp()`;

const UNACKNOWLEDGED = `select e.seq, e.ticket_id as "ticketId", e.type, e.happened_at as "happenedAt", e.payload
  from event_cursors c
  cross join lateral (
    select * from ticket_events t where t.account = $1 and t.type = c.type and t.seq > greatest(c.acked_to, $4::bigint)
      and not exists (select 1 from event_acks a where a.account = $1 and a.subscriber = $2 and a.seq = t.seq)
    order by t.seq limit $5
  ) e
  where c.account = $1 and c.subscriber = $2 and c.type = any($3::text[])
  order by e.seq limit $5`;

const LOCK_CURSORS = 'select 1 from event_cursors where account = $1 and subscriber = $2 order by type for update';

const ACKNOWLEDGE = `insert into event_acks (account, subscriber, type, seq)
  select $1, $2, e.type, e.seq from ticket_events e
  join event_cursors c on c.account = $1 and c.subscriber = $2 and c.type = e.type
  where e.account = $1 and e.seq = any($3::bigint[]) and e.seq > c.acked_to
  on conflict do nothing returning seq`;

// Up to the first event that is still open, or to the newest when none is.
const ADVANCE = `update event_cursors c set acked_to = greatest(c.acked_to, coalesce(
    (select t.seq - 1 from ticket_events t where t.account = $1 and t.type = c.type and t.seq > c.acked_to
      and not exists (select 1 from event_acks a where a.account = $1 and a.subscriber = $2 and a.seq = t.seq)
      order by t.seq limit 1),
    (select max(seq) from ticket_events where account = $1 and type = c.type),
    c.acked_to))
  where c.account = $1 and c.subscriber = $2`;

const FORGET_ACKS = `delete from event_acks a using event_cursors c
  where c.account = $1 and c.subscriber = $2 and a.account = $1 and a.subscriber = $2 and a.type = c.type
    and a.seq <= c.acked_to`;

const PRUNE_EVENTS = `delete from ticket_events where account = $1 and seq in (
    select seq from ticket_events where account = $1 order by seq limit ${String(PRUNED_AT_ONCE)}
  ) and written_at < $2::timestamptz`;

const PRUNE_CURSORS = 'delete from event_cursors where account = $1 and seen_at < $2::timestamptz';

const PRUNE_ACKS = `delete from event_acks a where a.account = $1 and (
    a.seq < (select min(seq) from ticket_events where account = $1)
    or not exists (select 1 from event_cursors c where c.account = $1 and c.subscriber = a.subscriber and c.type = a.type))`;
