import { type Period, partsOf } from '../../domain/period/period';
import type { Db } from '../database/connection';
import { type HeldAs, holdReason, holderIn, holderOf } from '../../domain/campaign/holders';
import { ASKED_ONCE_MORE, fateOf, HELD_AS, REQUEST_FATE, RULE } from './fate-sql';
import type { EndedTicketRow, EndsFilter, FunnelCount, Funnels, RequestedCount } from './funnel-types';

/** By the decisions that were kept, a few days at a time: no statement grows with what is asked for. Reads only. */
export function createFunnels(db: Db): Funnels {
  return {
    count: async (account, period) => {
      const counts = new Map<string, FunnelCount>();
      for (const { from, to } of partsOf(period)) {
        for (const { heldAs, ...row } of await db.query<CountRow>(COUNT, [account, from, to])) {
          const holder = holderOf(heldAs);
          const key = JSON.stringify([row.outcome, row.score, row.campaign, row.fate, row.rule, holder]);
          counts.set(key, { ...row, holder, ends: row.ends + (counts.get(key)?.ends ?? 0) });
        }
      }
      return [...counts.values()];
    },
    requested: (account, { from, to }) => db.query<RequestedCount>(REQUESTED, [account, from, to]),
    ends: async (account, period, filter) => {
      const found: EndedTicketRow[] = [];
      for (const part of [...partsOf(period)].reverse()) {
        if (found.length >= filter.limit) break;
        found.push(...(await endsOf(db, account, { ...filter, ...part, limit: filter.limit - found.length })));
      }
      return found;
    },
  };
}

type CountRow = Omit<FunnelCount, 'holder'> & { readonly heldAs: HeldAs | null };
type EndRow = EndedTicketRow & { readonly heldAs: HeldAs | null };

async function endsOf(db: Db, account: string, filter: EndsFilter & Period): Promise<readonly EndedTicketRow[]> {
  const { from, to, outcome, score, campaign, fate, rule, before, limit } = filter;
  const cursor = [before?.at ?? null, before?.id ?? null];
  const wanted = [outcome ?? null, score ?? null, campaign ?? null, campaign === null, fate ?? null, rule ?? null];
  const rows = await db.query<EndRow>(ENDS, [account, from, to, ...cursor, ...wanted, limit]);
  return rows.map(({ heldAs, ...row }) => ({ ...row, why: reasonNow(row.why, heldAs) }));
}

/** As its ticket stands now that holds it. */
function reasonNow(why: string, heldAs: HeldAs | null): string {
  const [kept, now] = [holderIn(why), holderOf(heldAs)];
  return kept === null || now === null ? why : holdReason(kept.heldBy, now);
}

// A campaign that was let through has an entry of the outbox, which says what became of it; any other has its decision alone.
const FATES = `select d.*,
    ${fateOf(RULE)} as fate,
    case when d.kind <> 'send' then ${RULE} when o.state in ('refused', 'given_up') then o.state end as rule,
    ${HELD_AS} as held_as
  from decisions d
  left join lateral (
    select state from outbox
    where d.kind = 'send' and account = $1 and key = $1 || '/' || d.ticket_id || '/campaign/1' offset 0
  ) o on true
  where d.account = $1 and d.decided_at >= $2::timestamptz and d.decided_at < $3::timestamptz`;

const COUNT = `select outcome, score, campaign, fate, rule, held_as as "heldAs", count(*)::int as ends
  from (${FATES}) e group by outcome, score, campaign, fate, rule, held_as`;

const ENDS = `select e.ticket_id as "ticketId", e.closed_at as "closedAt", e.decided_at as "decidedAt", e.outcome, e.score, e.campaign,
    e.fate, e.rule, e.why, e.held_as as "heldAs", e.until_at as until, t.channel, t.assignee_name as agent, t.subject
  from (
    select * from (${FATES}
      and ($4::timestamptz is null or (d.decided_at, d.ticket_id) < ($4::timestamptz, $5::bigint))
    ) e
    where ($6::text is null or outcome = $6) and ($7::int is null or score = $7) and ($8::text is null or campaign = $8)
      and (not $9::boolean or campaign is null) and ($10::text is null or fate = $10) and ($11::text is null or rule = $11)
    order by decided_at desc, ticket_id desc limit $12
  ) e
  left join lateral (select * from tickets where account = $1 and id = e.ticket_id offset 0) t on true
  order by e.decided_at desc, e.ticket_id desc`;

const REQUESTED = `select name as campaign, ${REQUEST_FATE} as fate, count(*)::int as requests from campaign_requests r
  where account = $1 and asked_at >= $2::timestamptz and asked_at < $3::timestamptz and not ${ASKED_ONCE_MORE}
  group by 1, 2 order by count(*) desc, 1, 2`;
