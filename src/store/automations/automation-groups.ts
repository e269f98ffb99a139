import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';
import type { AutomationDimension, AutomationGroup } from './automation-types';
import { csatOf, WITHIN } from './tickets-within';

interface Asked {
  readonly since: Timestamp;
  readonly by: AutomationDimension;
}

interface Row extends Pick<AutomationGroup, 'value' | 'name' | 'tickets' | 'automatedTickets' | 'runs'> {
  readonly responses: number;
  readonly scores: number;
  readonly automatedResponses: number;
  readonly automatedScores: number;
}

/** The tickets that changed since, by agent, channel or week, and how satisfied customers were with and without automations. */
export async function automationGroups(db: Db, account: string, { since, by }: Asked): Promise<AutomationGroup[]> {
  const rows = await db.query<Row>(GROUPS, [account, since, by]);
  const groups = rows.map(({ value, name, tickets, automatedTickets, runs, ...row }): AutomationGroup => {
    const automated = { responses: row.automatedResponses, scores: row.automatedScores };
    const others = { responses: row.responses - automated.responses, scores: row.scores - automated.scores };
    return { value, name, tickets, automatedTickets, runs, csatWith: csatOf(automated), csatWithout: csatOf(others) };
  });
  return by === 'week' ? groups.sort((one, other) => ((one.value ?? '') < (other.value ?? '') ? -1 : 1)) : groups;
}

// A week is that of the ticket's last change: so each ticket counts once, and none lies outside of the time.
const GROUPS = `with ${WITHIN}, touched as (
  select t.ticket_id, count(*) as runs from run r
  cross join lateral (select ticket_id from automation_tickets where account = $1 and event_id = r.event_id offset 0) t
  group by t.ticket_id
), part as (
  select h.runs, s.score, case when $3 = 'agent' then t.assignee_name end as name,
    case $3 when 'agent' then t.assignee_user_id::text when 'channel' then t.channel
      else to_char(date_trunc('week', t.updated_at at time zone 'UTC'), 'YYYY-MM-DD') end as value
  from active a
  left join lateral (select * from tickets where account = $1 and id = a.id offset 0) t on true
  left join touched h on h.ticket_id = a.id
  left join scored s on s.ticket_id = a.id
)
select value, max(name) as name, count(*) as tickets, count(runs) as "automatedTickets", coalesce(sum(runs), 0)::bigint as runs,
  count(score) as responses, coalesce(sum(score), 0) as scores,
  count(score) filter (where runs is not null) as "automatedResponses",
  coalesce(sum(score) filter (where runs is not null), 0) as "automatedScores"
from part group by value order by case when $3 = 'week' then value end desc, count(*) desc, value limit 100`;
