import type { Fate } from '../../domain/campaign/fates';
import { type OpenPeriod, partsSince } from '../../domain/period/period';
import type { Holder } from '../../domain/campaign/holders';
import { plus, type Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';
import { type Reasoned, withReason } from '../../domain/campaign/said-reason';
import { GROUPS, LATE, LIST, MOST_TICKETS, SPAN } from './campaign-history-sql';

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
