import { tooLate } from '../satisfaction/too-late-sql';
import { ASKED_ONCE_MORE, fateOf, HELD_AS, REQUEST_FATE, RULE } from './fate-sql';

/** The newest so many tickets of a group are named. */
export const MOST_TICKETS = 10;

export const SPAN = `select least((select min(decided_at) from decisions where account = $1),
  (select min(asked_at) from campaign_requests where account = $1)) as first, clock_timestamp() as now`;

const WITHIN = (column: string): string =>
  `${column} >= $3::timestamptz and ($4::timestamptz is null or ${column} < $4::timestamptz)`;

const HISTORY = `with decided as (
  select ticket_id, campaign, kind, why, until_at, asked_at, ${RULE} as rule, ${HELD_AS} as held_as,
    case when outcome in ('no_answer', 'no_survey') then closed_at end as closed_at from decisions d
  where account = $1 and ${WITHIN('decided_at')} and closed_at >= $2::timestamptz
    and ($8::timestamptz is null or closed_at < $8::timestamptz)
), of_policy as (
  select 'policy' as by, coalesce(o.at, d.asked_at) as at, d.ticket_id, d.campaign,
    ${fateOf('d.rule')} as fate,
    case when d.kind <> 'send' then d.rule end as rule,
    case when d.kind <> 'send' then d.why else coalesce(o.why, '') end as why,
    case when d.kind in ('wait', 'held') then d.until_at else o.next_at end as next_at, d.closed_at, d.held_as
  from decided d left join lateral (
    select b.state, greatest(b.settled_at, b.tried_at, b.gate_at, b.intended_at) as at,
      case when b.state in ('intended', 'sending') then b.gate else b.reason end as why,
      case when b.state in ('intended', 'sending') then coalesce(nullif(b.due_at, 'infinity'), h.probe_at) end as next_at
    from outbox b left join account_holds h on h.account = $1 and h.scope = b.waits_for
    where b.account = $1 and b.key = $1 || '/' || d.ticket_id || '/campaign/1' and d.kind = 'send' offset 0
  ) o on true
), of_programs as (
  select 'program' as by, coalesce(settled_at, asked_at) as at, ticket_id, name as campaign,
    ${REQUEST_FATE} as fate, null as rule, reason as why, until_at as next_at,
    null::timestamptz as closed_at, null::jsonb as held_as
  from campaign_requests r where account = $1 and ${WITHIN('asked_at')} and asked_at >= $2::timestamptz
    and ($8::timestamptz is null or asked_at < $8::timestamptz)
    and not ${ASKED_ONCE_MORE}
), history as (
  select * from (select * from of_policy union all select * from of_programs) h
  where ($5::text is null or campaign = $5) and ($6::text is null or fate = $6)
)`;

export const GROUPS = `${HISTORY}
  select by, campaign, fate, rule, held_as as "heldAs", (array_agg(why order by at desc))[1] as why, count(*)::int as campaigns, max(at) as at,
    (count(*) filter (where by = 'program'))::int as "byPrograms",
    to_jsonb(coalesce((array_agg(ticket_id order by at desc) filter (where ticket_id is not null))[1:${String(MOST_TICKETS)}], '{}')) as tickets,
    min(next_at) as "nextAt"
  from (select h.*, case when rule is null then regexp_replace(why, '\\d+', '', 'g') end as alike from history h) g
  group by by, campaign, fate, rule, held_as, alike order by campaigns desc, campaign, fate, rule, 6 limit $7`;

export const LIST = `${HISTORY}
  select at, by, ticket_id as "ticketId", campaign, fate, rule, held_as as "heldAs", why, next_at as "nextAt", closed_at as "closedAt"
  from history order by at desc, ticket_id desc limit $7`;

// A score belongs to the newest end before it.
export const LATE = `select e.ticket_id as "ticketId", e.closed_at as "closedAt", d.outcome, s.score, s.scored_at as at
  from unnest($2::bigint[], $3::timestamptz[]) as e(ticket_id, closed_at)
  cross join lateral (
    select score, scored_at from surveys where account = $1 and ticket_id = e.ticket_id and score is not null
    order by scored_at desc limit 1
  ) s
  cross join lateral (
    select closed_at, decided_at, outcome from decisions where account = $1 and ticket_id = e.ticket_id and closed_at <= s.scored_at
    order by closed_at desc limit 1
  ) d
  where d.closed_at = e.closed_at
    and ${tooLate('$4')}`;
