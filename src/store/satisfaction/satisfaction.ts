import { type Period, partsOf } from '../../domain/period/period';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';
import { tooLate } from './too-late-sql';
import type { Satisfactions, ScoreCount, ScoreFilter, ScoreRow, SurveysSent } from './satisfaction-types';

/** By the surveys as Gorgias has them, a few days at a time: no statement grows with what is asked for. Reads only. */
export function createSatisfactions(db: Db): Satisfactions {
  return {
    count: async (account, period, waitMs) => {
      const counts = new Map<string, ScoreCount>();
      for (const { from, to } of partsOf(period)) {
        for (const row of await db.query<ScoreCount>(COUNT, [account, from, to, waitMs])) {
          const key = JSON.stringify([row.by, row.value, row.score]);
          counts.set(key, { ...row, responses: row.responses + (counts.get(key)?.responses ?? 0) });
        }
      }
      return [...counts.values()];
    },
    sent: async (account, period) => {
      let total: SurveysSent = { sent: 0, answered: 0 };
      for (const { from, to } of partsOf(period)) {
        const part = onlyRow(await db.query<SurveysSent>(SENT, [account, from, to]));
        total = { sent: total.sent + part.sent, answered: total.answered + part.answered };
      }
      return total;
    },
    scores: async (account, period, filter) => {
      const found: ScoreRow[] = [];
      for (const part of [...partsOf(period)].reverse()) {
        if (found.length >= filter.limit) break;
        found.push(...(await scoresOf(db, account, { ...filter, ...part, limit: filter.limit - found.length })));
      }
      return found;
    },
  };
}

function scoresOf(db: Db, account: string, filter: ScoreFilter & Period): Promise<readonly ScoreRow[]> {
  const { from, to, score, channel, tag, agent, late, before, limit, waitMs } = filter;
  const cursor = [before?.at ?? null, before?.id ?? null];
  const wanted = [score ?? null, channel ?? null, tag ?? null, agent ?? null, late ?? null];
  return db.query<ScoreRow>(SCORES, [account, from, to, waitMs, ...cursor, ...wanted, limit]);
}

// A score belongs to the newest end before it.
const SCORED = `select s.*, t.channel, t.assignee_user_id::text as agent, t.assignee_name, coalesce(t.tags, '{}') as tags,
    coalesce(d.is_late, false) as late
  from surveys s
  left join lateral (select * from tickets where account = $1 and id = s.ticket_id offset 0) t on true
  left join lateral (
    select ${tooLate('$4')} as is_late from decisions d
    where account = $1 and ticket_id = s.ticket_id and closed_at <= s.scored_at order by closed_at desc limit 1
  ) d on true
  where s.account = $1 and s.score is not null and s.scored_at >= $2::timestamptz and s.scored_at < $3::timestamptz`;

const COUNT = `with scored as materialized (
    select to_char(scored_at at time zone 'UTC', 'YYYY-MM-DD') as day, score, channel, agent, assignee_name, tags, late from (${SCORED}) s
  )
  select 'day' as by, day as value, day as name, score, count(*)::int as responses from scored group by day, score
  union all select 'channel', channel, channel, score, count(*)::int from scored group by channel, score
  union all select 'agent', agent, max(assignee_name), score, count(*)::int from scored group by agent, score
  union all select 'tag', tag, tag, score, count(*)::int from scored, unnest(tags) as tag group by tag, score
  union all select 'late', null, null, score, count(*)::int from scored where late group by score`;

const SENT = `select count(*)::int as sent, count(score)::int as answered from surveys
  where account = $1 and sent_at >= $2::timestamptz and sent_at < $3::timestamptz`;

// Whoever was merged into another is that one now; of whoever is deleted nothing is shown.
const SCORES = `select s.id as "surveyId", s.ticket_id as "ticketId", s.customer_id as "customerId", c.name, c.email_key as email, s.score,
    s.comment, s.scored_at as "scoredAt", s.channel, s.assignee_name as agent, s.tags, s.late
  from (
    select * from (${SCORED}
      and ($5::timestamptz is null or (s.scored_at, s.id) < ($5::timestamptz, $6::bigint))
    ) s
    where ($7::int is null or score = $7) and ($8::text is null or channel = $8) and ($9::text is null or $9 = any(tags))
      and ($10::text is null or coalesce(agent, 'none') = $10) and ($11::boolean is null or late = $11)
    order by scored_at desc, id desc limit $12
  ) s
  left join lateral (select merged_into from customers where account = $1 and id = s.customer_id offset 0) m on true
  left join lateral (
    select name, email_key from customers
    where account = $1 and id = coalesce(m.merged_into, s.customer_id) and deleted_at is null offset 0
  ) c on true
  order by s.scored_at desc, s.id desc`;
