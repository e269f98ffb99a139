import { emailKey } from '../../domain/email';
import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';

export interface FoundTicket {
  readonly ticketId: number;
  readonly subject: string | null;
  readonly status: string;
  readonly channel: string;
  readonly createdAt: Timestamp;
  readonly outcome: string | null;
}

export interface FoundPerson {
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  /** The newest three. */
  readonly tickets: readonly number[];
}

/** Finds records by what a person remembers of them; each statement reads the first few rows of an index. */
export interface Search {
  ticket(account: string, id: number): Promise<FoundTicket | null>;
  /** By number, or by how an address, a name or a last name begins, in any case; null: not by that. */
  people(
    account: string,
    by: { readonly id: number | null; readonly beginning: string | null },
    limit: number,
  ): Promise<readonly FoundPerson[]>;
}

/** Sorts behind everything that begins with the same, byte by byte. */
const LAST_CHARACTER = '\u{10FFFF}';

export function createSearch(db: Db): Search {
  return {
    ticket: async (account, id) => (await db.query<FoundTicket>(TICKET, [account, id]))[0] ?? null,
    people: (account, { id, beginning }, limit) => {
      const first = beginning === null ? null : beginning.toLowerCase();
      const last = first === null ? null : `${first}${LAST_CHARACTER}`;
      const exact = beginning === null ? null : emailKey(beginning);
      return db.query<FoundPerson>(PEOPLE, [account, id, exact, first, last, limit]);
    },
  };
}

const TICKET = `select t.id as "ticketId", t.subject, t.status, t.channel, t.created_at as "createdAt", s.outcome
  from tickets t
  left join lateral (select outcome from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
  where t.account = $1 and t.id = $2 and t.deleted_at is null`;

const beginningWith = (column: string, rank: number): string => `select * from (
    select id, ${String(rank)} as rank from customers
    where account = $1 and ${column} ~>=~ $4::text and ${column} ~<=~ $5::text and deleted_at is null and merged_into is null
    order by ${column} using ~<~ limit $6
  ) r`;

const PEOPLE = `with found as (
  select id, 0 as rank from customers where account = $1 and id = $2::bigint and deleted_at is null
  union all
  select * from (
    select id, 0 from customers
    where account = $1 and email_key = $3::text and deleted_at is null and merged_into is null limit $6
  ) e
  union all ${beginningWith('email_key', 1)}
  union all ${beginningWith('lower(name)', 2)}
  union all ${beginningWith('lower(lastname)', 3)}
), best as (
  select id, min(rank) as rank from found group by id order by min(rank), id limit $6
)
select c.id as "customerId", c.name, c.email_key as email,
    to_jsonb(array(select id from tickets where account = $1 and customer_id = c.id order by created_at desc, id desc limit 3)) as tickets
  from best b cross join lateral (select * from customers where account = $1 and id = b.id offset 0) c
  order by b.rank, c.email_key, c.id`;
