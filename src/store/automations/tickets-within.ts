import type { Db } from '../database/connection';
import { inParts } from '../database/parts';
import type { AutomationDimension, Csat } from './automation-types';
import { type Asked, daysSince } from './runs-within';

export interface Scores {
  readonly responses: number;
  readonly scores: number;
}

export function csatOf({ responses, scores }: Scores): Csat {
  return { responses, average: responses === 0 ? null : Math.round((scores / responses) * 100) / 100 };
}

export function scoresOf(scores: readonly number[]): Scores {
  return { responses: scores.length, scores: scores.reduce((sum, score) => sum + score, 0) };
}

/** Some tickets of one agent, channel or week. */
export interface TicketsAlike {
  /** Null: nobody, or not known, or nothing was asked. */
  readonly value: string | null;
  readonly name: string | null;
  readonly tickets: readonly number[];
  /** Of those of them that have one: that of the newest survey that was answered. */
  readonly scored: readonly (readonly [ticketId: number, score: number])[];
}

/**
 * Every ticket of the time once, some thousand at a time: those that changed, then those that an automation ran on though no change of theirs is
 * known, or though they are deleted or merged. A ticket that changes meanwhile may be missing, but is not given twice.
 */
export async function* ticketsWithin(
  db: Db,
  { account, since, by = null }: Asked & { readonly by?: AutomationDimension | null },
  touched: Iterable<number>,
): AsyncGenerator<TicketsAlike> {
  const left = new Set(touched);
  for (const { from, to } of await daysSince(db, { account, since })) {
    for (const alike of await db.query<TicketsAlike>(CHANGED, [account, by, from, to])) {
      for (const id of alike.tickets) left.delete(id);
      yield alike;
    }
  }
  for (const ids of inParts([...left])) yield* await db.query<TicketsAlike>(THESE, [account, by, ids]);
}

// A week is that of the ticket's last change: so each ticket counts once, and none lies outside of the time.
const alike = (tickets: string): string => `select value, max(name) as name, json_agg(id) as tickets,
    coalesce(json_agg(json_build_array(id, score)) filter (where score is not null), '[]') as scored
  from (
    select t.id, s.score, case when $2 = 'agent' then t.assignee_name end as name,
      case $2 when 'agent' then t.assignee_user_id::text when 'channel' then t.channel
        when 'week' then to_char(date_trunc('week', t.updated_at at time zone 'UTC'), 'YYYY-MM-DD') end as value
    from (${tickets}) t
    left join lateral (
      select score from surveys where account = $1 and ticket_id = t.id and score is not null
      order by scored_at desc nulls last, id desc limit 1
    ) s on true
  ) a group by value`;

const FACTS = 'assignee_user_id, assignee_name, channel, updated_at';

const CHANGED = alike(`select id, ${FACTS} from tickets where account = $1 and updated_at >= $3::timestamptz
  and ($4::timestamptz is null or updated_at < $4::timestamptz) and deleted_at is null and merged_into is null`);

const THESE = alike(`select i.id, ${FACTS} from unnest($3::bigint[]) as i(id)
  left join lateral (select ${FACTS} from tickets where account = $1 and id = i.id offset 0) k on true`);
