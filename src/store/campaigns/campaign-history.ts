import type { Fate } from '../../domain/campaign/fates';
import { type OpenPeriod, partsSince } from '../../domain/period/period';
import type { Holder } from '../../domain/campaign/holders';
import { plus, type Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';
import { tooLate } from '../satisfaction/too-late-sql';
import { type Reasoned, withReason } from '../../domain/campaign/said-reason';
import { fateOf, HELD_AS, REQUEST_FATE, RULE } from './fate-sql';

/** Campaigns of which the same became for the same reason. */
export interface CampaignGroup {
  readonly campaign: string | null;
  readonly fate: Fate;
  /** The rule that decided; null: `why` says it. */
  readonly rule: string | null;
  /** How the ticket stands now that holds it; null: none does, or nobody knows. */
  readonly holder: Holder | null;
  /** Of the newest of them; empty where nothing is to be said. */
  readonly why: string;
  readonly campaigns: number;
  /** So many of them programs asked for. */
  readonly byPrograms: number;
  /** The newest ten. */
  readonly tickets: readonly number[];
  /** Of those that may still leave: when the first of them is asked for again by itself; null: when somebody says so. */
  readonly nextAt: Timestamp | null;
}

export interface CampaignRow extends Omit<CampaignGroup, 'campaigns' | 'byPrograms' | 'tickets'> {
  /** When this was said last. */
  readonly at: Timestamp;
  readonly by: 'policy' | 'program';
  /** Null: a program asked for it about nobody's ticket. */
  readonly ticketId: number | null;
  /** The score that came when its end had been decided without one; null: none did. */
  readonly lateScore: LateScore | null;
}

export interface LateScore {
  readonly outcome: string;
  /** 1 to 5. */
  readonly score: number;
  readonly at: Timestamp;
}

export interface CampaignFilter {
  /** Of tickets that were closed since, and of requests since. */
  readonly since: Timestamp;
  /** Of tickets that were closed before, and of requests before; null or missing: of all. */
  readonly until?: Timestamp | null;
  readonly campaign?: string | undefined;
  readonly fate?: Fate | undefined;
}

/** One by one. */
export interface CampaignListFilter extends CampaignFilter {
  readonly limit: number;
  /** How long an answer is waited for: one that came later is late, also where nobody was there to decide in time. */
  readonly waitMs: number;
}

/** What was sent, held and skipped, of the policy and of programs. Reads only. */
export interface CampaignHistory {
  /** The most frequent first. */
  groups(account: string, filter: CampaignFilter): Promise<readonly CampaignGroup[]>;
  /** The newest first. */
  list(account: string, filter: CampaignListFilter): Promise<readonly CampaignRow[]>;
}

const MOST_GROUPS = 200;
const MOST_TICKETS = 10;
/** A decision follows the closing; Gorgias' clock, which says when that was, may be ahead of ours. */
const CLOCKS_MS = 86_400_000;

/** A few days of decisions and requests at a time, the newest first: no statement grows with what is asked for. */
export function createCampaignHistory(db: Db): CampaignHistory {
  const ask = async <Row>(sql: string, { account, filter, most }: Asked): Promise<readonly Row[]> => {
    const { since, until = null, campaign, fate } = filter;
    const rows: Row[] = [];
    for (const { from, to } of await partsAsked(db, account, since)) {
      const params = [account, since, from, to, campaign ?? null, fate ?? null, most, until];
      const known = await db.query<Row & Reasoned>(sql, params);
      rows.push(...known.map((row) => withReason(row) as unknown as Row));
    }
    return rows;
  };
  return {
    groups: async (account, filter) => joined(await ask<GroupRow>(GROUPS, { account, filter, most: MOST_GROUPS })),
    list: async (account, filter) => {
      const { limit: most, waitMs } = filter;
      const rows = newest(await ask<ListRow>(LIST, { account, filter, most }), most);
      return withLateScores(rows, await lateScores(db, account, { rows, waitMs }));
    },
  };
}

interface Asked {
  readonly account: string;
  readonly filter: CampaignFilter;
  readonly most: number;
}

/** Nothing lies before the first decision and the first request. */
async function partsAsked(db: Db, account: string, since: Timestamp): Promise<readonly OpenPeriod[]> {
  const { first, now } = onlyRow(await db.query<{ first: Timestamp | null; now: Timestamp }>(SPAN, [account]));
  if (first === null) return [];
  const earliest = plus(since, -CLOCKS_MS);
  return partsSince({ from: first > earliest ? first : earliest, to: now });
}

type GroupRow = CampaignGroup & Pick<CampaignRow, 'at' | 'by'>;

function joined(rows: readonly GroupRow[]): readonly CampaignGroup[] {
  const groups = new Map<string, CampaignGroup>();
  const newestFirst = [...rows].sort((one, other) => (one.at > other.at ? -1 : 1));
  for (const row of newestFirst) {
    // The number of another ticket makes no reason of its own.
    const alike = row.rule ?? row.why.replaceAll(/\d+/g, '');
    const key = JSON.stringify([row.campaign, row.fate, alike, row.holder]);
    const newer = groups.get(key);
    groups.set(key, newer === undefined ? groupOf(row) : together(newer, row));
  }
  const order = ({ campaign, fate, rule, why }: CampaignGroup): string =>
    [campaign ?? LAST, fate, rule ?? LAST, why].join('\0');
  return [...groups.values()]
    .sort((one, other) => {
      if (one.campaigns !== other.campaigns) return other.campaigns - one.campaigns;
      return order(one) < order(other) ? -1 : 1;
    })
    .slice(0, MOST_GROUPS);
}

/** Sorts behind every name. */
const LAST = '\uffff';

function groupOf({
  holder,
  campaign,
  fate,
  rule,
  why,
  campaigns,
  byPrograms,
  tickets,
  nextAt,
}: GroupRow): CampaignGroup {
  return { campaign, fate, rule, holder, why, campaigns, byPrograms, tickets, nextAt };
}

function together(newer: CampaignGroup, older: CampaignGroup): CampaignGroup {
  const next = [newer.nextAt, older.nextAt].filter((at) => at !== null).sort();
  return {
    ...newer,
    campaigns: newer.campaigns + older.campaigns,
    byPrograms: newer.byPrograms + older.byPrograms,
    tickets: [...newer.tickets, ...older.tickets].slice(0, MOST_TICKETS),
    nextAt: next[0] ?? null,
  };
}

/** With its end, where that was decided without a score. */
interface ListRow extends Omit<CampaignRow, 'lateScore'> {
  readonly closedAt: Timestamp | null;
}

function newest(rows: readonly ListRow[], most: number): readonly ListRow[] {
  const place = ({ at, ticketId }: ListRow): string => `${at} ${String(ticketId ?? '').padStart(20, '0')}`;
  return [...rows].sort((one, other) => (place(one) > place(other) ? -1 : 1)).slice(0, most);
}

type LateRow = LateScore & { readonly ticketId: number; readonly closedAt: Timestamp };

/** Asked for those that are shown alone, each by its own keys. */
async function lateScores(
  db: Db,
  account: string,
  { rows, waitMs }: { readonly rows: readonly ListRow[]; readonly waitMs: number },
): Promise<readonly LateRow[]> {
  const ends = rows.filter(({ closedAt }) => closedAt !== null);
  if (ends.length === 0) return [];
  const keys = [ends.map(({ ticketId }) => ticketId), ends.map(({ closedAt }) => closedAt)];
  return db.query<LateRow>(LATE, [account, ...keys, waitMs]);
}

function withLateScores(rows: readonly ListRow[], late: readonly LateRow[]): readonly CampaignRow[] {
  const keyOf = ({ ticketId, closedAt }: Pick<ListRow, 'ticketId' | 'closedAt'>): string =>
    `${String(ticketId)} ${closedAt ?? ''}`;
  const scores = new Map(late.map((one) => [keyOf(one), one]));
  return rows.map(({ closedAt, ...row }) => {
    const found = scores.get(keyOf({ ...row, closedAt }));
    return {
      ...row,
      lateScore: found === undefined ? null : { outcome: found.outcome, score: found.score, at: found.at },
    };
  });
}

const SPAN = `select least((select min(decided_at) from decisions where account = $1),
  (select min(asked_at) from campaign_requests where account = $1)) as first, clock_timestamp() as now`;

const WITHIN = (column: string): string =>
  `${column} >= $3::timestamptz and ($4::timestamptz is null or ${column} < $4::timestamptz)`;

// Asked for once more what the ticket had caused already: the program is told that it is sent, and it is one campaign.
const WAS_THERE = `exists (
  select 1 from outbox where account = $1 and key = $1 || '/' || r.ticket_id || '/campaign/1' and intended_at < r.asked_at)`;

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
    and not (ticket_id is not null and status = 'sent' and ${WAS_THERE})
), history as (
  select * from (select * from of_policy union all select * from of_programs) h
  where ($5::text is null or campaign = $5) and ($6::text is null or fate = $6)
)`;

const GROUPS = `${HISTORY}
  select by, campaign, fate, rule, held_as as "heldAs", (array_agg(why order by at desc))[1] as why, count(*)::int as campaigns, max(at) as at,
    (count(*) filter (where by = 'program'))::int as "byPrograms",
    to_jsonb(coalesce((array_agg(ticket_id order by at desc) filter (where ticket_id is not null))[1:${String(MOST_TICKETS)}], '{}')) as tickets,
    min(next_at) as "nextAt"
  from (select h.*, case when rule is null then regexp_replace(why, '\\d+', '', 'g') end as alike from history h) g
  group by by, campaign, fate, rule, held_as, alike order by campaigns desc, campaign, fate, rule, 6 limit $7`;

const LIST = `${HISTORY}
  select at, by, ticket_id as "ticketId", campaign, fate, rule, held_as as "heldAs", why, next_at as "nextAt", closed_at as "closedAt"
  from history order by at desc, ticket_id desc limit $7`;

// A score belongs to the newest end before it.
const LATE = `select e.ticket_id as "ticketId", e.closed_at as "closedAt", d.outcome, s.score, s.scored_at as at
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
