import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';

/**
 * What became of a campaign. `held`: it may still leave. `given_up`: it was to be sent, and could not be in time, or Brevo refused it.
 * `unknown`: nobody can say whether Brevo has it.
 */
export type CampaignState = 'sent' | 'held' | 'skipped' | 'given_up' | 'unknown';

/** Campaigns of which the same became for the same reason. */
export interface CampaignGroup {
  readonly campaign: string | null;
  readonly state: CampaignState;
  /** The rule that decided; null: `why` says it. */
  readonly rule: string | null;
  /** Of the newest of them; empty where nothing is to be said. */
  readonly why: string;
  readonly campaigns: number;
  /** The newest ten. */
  readonly tickets: readonly number[];
  /** Held: when the first of them is asked for again by itself; null: when somebody says so. */
  readonly nextAt: Timestamp | null;
}

export interface CampaignRow extends Omit<CampaignGroup, 'campaigns' | 'tickets'> {
  /** When this was said last. */
  readonly at: Timestamp;
  readonly by: 'policy' | 'program';
  /** Null: a program asked for it about nobody's ticket. */
  readonly ticketId: number | null;
}

export interface CampaignFilter {
  /** Of tickets that were closed since, and of requests since. */
  readonly since: Timestamp;
  readonly campaign?: string | undefined;
  readonly state?: CampaignState | undefined;
}

/** What was sent, held and skipped, of the policy and of programs. Reads only. */
export interface CampaignHistory {
  /** The most frequent first. */
  groups(account: string, filter: CampaignFilter): Promise<readonly CampaignGroup[]>;
  /** The newest first. */
  list(account: string, filter: CampaignFilter, limit: number): Promise<readonly CampaignRow[]>;
}

/** So many of the tickets that changed last, and of requests, are looked through: more would take a person's patience. */
const MOST_LOOKED_AT = 200_000;
const MOST_GROUPS = 200;

export function createCampaignHistory(db: Db): CampaignHistory {
  const parameters = (account: string, { since, campaign, state }: CampaignFilter): unknown[] => [
    ...[account, since, MOST_LOOKED_AT, campaign ?? null, state ?? null],
  ];
  return {
    groups: (account, filter) => db.query<CampaignGroup>(GROUPS, [...parameters(account, filter), MOST_GROUPS]),
    list: (account, filter, limit) => db.query<CampaignRow>(LIST, [...parameters(account, filter), limit]),
  };
}

// A ticket changes when it is closed, so that the index by change finds what was closed since.
const HISTORY = `with decided as (
  select d.* from (select id from tickets where account = $1 and updated_at >= $2::timestamptz
    order by updated_at desc limit $3) t
  cross join lateral (
    select ticket_id, campaign, kind, why, until_at, asked_at, rules -> -1 ->> 'rule' as rule from decisions
    where account = $1 and ticket_id = t.id and closed_at >= $2::timestamptz offset 0
  ) d
), of_policy as (
  select 'policy' as by, coalesce(o.at, d.asked_at) as at, d.ticket_id, d.campaign,
    case when d.kind = 'skip' then case when d.rule = 'not_expired' then 'given_up' else 'skipped' end
      when d.kind in ('wait', 'held') then 'held'
      when o.state in ('sent', 'unknown') then o.state
      when o.state in ('refused', 'given_up') then 'given_up' else 'held' end as state,
    case when d.kind <> 'send' then d.rule end as rule,
    case when d.kind <> 'send' then d.why else coalesce(o.why, '') end as why,
    case when d.kind in ('wait', 'held') then d.until_at else o.next_at end as next_at
  from decided d left join lateral (
    select b.state, greatest(b.settled_at, b.tried_at, b.gate_at, b.intended_at) as at,
      case when b.state in ('intended', 'sending') then b.gate else b.reason end as why,
      case when b.state in ('intended', 'sending') then coalesce(nullif(b.due_at, 'infinity'), h.probe_at) end as next_at
    from outbox b left join account_holds h on h.account = $1 and h.scope = b.waits_for
    where b.account = $1 and b.key = $1 || '/' || d.ticket_id || '/campaign/1' and d.kind = 'send' offset 0
  ) o on true
), of_programs as (
  select 'program' as by, coalesce(settled_at, asked_at) as at, ticket_id, name as campaign,
    case when status = 'asked' then 'held' else status end as state, null as rule, reason as why, until_at as next_at
  from (select * from campaign_requests where account = $1 and asked_at >= $2::timestamptz
    order by asked_at desc limit $3) r
), history as (
  select * from (select * from of_policy union all select * from of_programs) h
  where ($4::text is null or campaign = $4) and ($5::text is null or state = $5)
)`;

// The number of another ticket makes no reason of its own.
const GROUPS = `${HISTORY}
  select campaign, state, rule, (array_agg(why order by at desc))[1] as why, count(*)::int as campaigns,
    to_jsonb(coalesce((array_agg(ticket_id order by at desc) filter (where ticket_id is not null))[1:10], '{}')) as tickets,
    min(next_at) as "nextAt"
  from history group by campaign, state, rule, case when rule is null then regexp_replace(why, '\\d+', '', 'g') end
  order by campaigns desc, campaign, state, rule, 4 limit $6`;

const LIST = `${HISTORY}
  select at, by, ticket_id as "ticketId", campaign, state, rule, why, next_at as "nextAt"
  from history order by at desc, ticket_id desc limit $6`;
