import { ACCENTS, LOOKALIKES, foldedName } from '../../domain/folded-name';
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
  /** By number, or by how an address, a name or a last name begins, in any case, a name with or without its accents; null: not by that. */
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
      const range = (of: (text: string) => string): readonly (string | null)[] =>
        beginning === null ? [null, null] : [of(beginning), `${of(beginning)}${LAST_CHARACTER}`];
      const address = range((text) => text.toLowerCase());
      return db.query<FoundPerson>(PEOPLE, [account, id, emailKey(beginning), limit, ...address, ...range(foldedName)]);
    },
  };
}

const foldedSql = (column: string): string =>
  `lower(translate(regexp_replace(normalize(${column}, NFD), '${ACCENTS}', '', 'g'), '${LOOKALIKES.from}', '${LOOKALIKES.to}'))`;

const TICKET = `select t.id as "ticketId", t.subject, t.status, t.channel, t.created_at as "createdAt", s.outcome
  from tickets t
  left join lateral (select outcome from ticket_states where account = $1 and ticket_id = t.id offset 0) s on true
  where t.account = $1 and t.id = $2 and t.deleted_at is null`;

/** @param first number of the parameter, before that of the end */
const beginningWith = (column: string, rank: number, first: number): string => `select * from (
    select id, ${String(rank)} as rank from customers
    where account = $1 and ${column} ~>=~ $${String(first)}::text and ${column} ~<=~ $${String(first + 1)}::text and deleted_at is null and merged_into is null
    order by ${column} using ~<~ limit $4
  ) r`;

const PEOPLE = `with found as (
  select id, 0 as rank from customers where account = $1 and id = $2::bigint and deleted_at is null
  union all
  select * from (
    select id, 0 from customers
    where account = $1 and email_key = $3::text and deleted_at is null and merged_into is null limit $4
  ) e
  union all ${beginningWith('email_key', 1, 5)}
  union all ${beginningWith(foldedSql('name'), 2, 7)}
  union all ${beginningWith(foldedSql('lastname'), 3, 7)}
), best as (
  select id, min(rank) as rank from found group by id order by min(rank), id limit $4
)
select c.id as "customerId", c.name, c.email_key as email,
    to_jsonb(array(select id from tickets where account = $1 and customer_id = c.id order by created_at desc, id desc limit 3)) as tickets
  from best b cross join lateral (select * from customers where account = $1 and id = b.id offset 0) c
  order by b.rank, c.email_key, c.id`;
