import type { Csat } from './automation-types';

export interface Scores {
  readonly responses: number;
  readonly scores: number;
}

export function csatOf({ responses, scores }: Scores): Csat {
  return { responses, average: responses === 0 ? null : Math.round((scores / responses) * 100) / 100 };
}

// A ticket counts once for an automation however often it ran on it. Its score is that of its newest survey that was answered.
export const WITHIN = `run as (
  select * from automation_runs where account = $1 and at >= $2::timestamptz
), pair as (
  select distinct r.kind, r.ref, t.ticket_id from run r
  cross join lateral (select ticket_id from automation_tickets where account = $1 and event_id = r.event_id offset 0) t
), active as (
  select id from tickets where account = $1 and updated_at >= $2::timestamptz and deleted_at is null and merged_into is null
  union select ticket_id from pair
), scored as (
  select distinct on (ticket_id) ticket_id, score from surveys
  where account = $1 and score is not null and ticket_id in (select id from active) order by ticket_id, scored_at desc nulls last, id desc
)`;
