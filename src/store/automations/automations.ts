import type { Automations, UnpublishedRun } from './automation-types';
import { automationGroups } from './automation-groups';
import { automationReport } from './automation-report';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import type { ErasedPeople } from '../privacy/erased-people';
import { ticketName } from '../privacy/hashes';
import type { Timestamp } from '../../domain/timestamp';

/** Name of the walk that reads automations back. */
const BACKFILL_WALK = 'automations';

export function createAutomations(db: Db, erased: ErasedPeople): Automations {
  return {
    record: (account, given) =>
      db.transaction(async (tx) => {
        const { publishFrom } = given;
        const [runs, contexts] = [
          await erased.admitted(tx, { account, rows: given.runs, namesOf }),
          await erased.admitted(tx, { account, rows: given.contexts, namesOf }),
        ];
        const since = [publishFrom.rule, publishFrom.macro];
        if (contexts.length > 0) await tx.query(REMEMBER, [account, jsonRows(contexts)]);
        await tx.query(FORGET, [account]);
        const rows = jsonRows(runs);
        if (runs.length > 0) await tx.query(RECORD, [account, rows]);
        const direct = runs.length === 0 ? [] : await tx.query<Linked>(LINK_DIRECT, [account, rows, ...since]);
        const shared = new Set([...contexts, ...runs].flatMap(({ context }) => context ?? []));
        const found = shared.size === 0 ? [] : await tx.query<Linked>(LINK, [account, [...shared], ...since]);
        return [...new Set([...direct, ...found].filter(({ told }) => !told).map(({ ticketId }) => ticketId))];
      }),
    unpublished: (account, ticketId) => db.query<UnpublishedRun>(UNPUBLISHED, [account, ticketId]),
    markPublished: async (account, ticketId, eventIds) => {
      await db.query(MARK_PUBLISHED, [account, ticketId, [...eventIds]]);
    },
    report: (account, since) => automationReport(db, { account, since }),
    groups: (account, since, by) => automationGroups(db, { account, since, by }),
    readBackTo: async (account) => {
      const [row] = await db.query<{ at: Timestamp | null }>(READ_BACK_TO, [account, BACKFILL_WALK]);
      return row?.at ?? null;
    },
  };
}

function namesOf({ ticketId }: { readonly ticketId: number | null }): readonly string[] {
  return ticketId === null ? [] : [ticketName(ticketId)];
}

interface Linked {
  readonly ticketId: number;
  readonly told: boolean;
}

const REMEMBER = `insert into feed_contexts (account, context, ticket_id, at)
  select distinct on (context, "ticketId") $1, context, "ticketId", now()
  from jsonb_to_recordset($2::jsonb) as r(context text, "ticketId" bigint) order by context, "ticketId"
  on conflict do nothing`;

/** A cause and its effects are seconds apart; a day is how far the feed is ever read again. */
const FORGET = `delete from feed_contexts where account = $1 and at < now() - interval '1 day'`;

const RUNS = `jsonb_to_recordset($2::jsonb) as r("eventId" bigint, kind text, ref text, name text, at timestamptz, context text,
    "ticketId" bigint, failures jsonb)`;

const RECORD = `insert into automation_runs (account, event_id, kind, ref, name, at, context, failures)
  select distinct on ("eventId") $1, "eventId", kind, ref, name, at, context, failures from ${RUNS} order by "eventId"
  on conflict (account, event_id) do nothing`;

const IS_PUBLISHED = `coalesce(r.at < (case r.kind when 'rule' then $3::timestamptz else $4::timestamptz end), true)`;

const LINK_DIRECT = `insert into automation_tickets (account, event_id, ticket_id, told)
  select distinct on ("eventId") $1, "eventId", "ticketId", ${IS_PUBLISHED} from ${RUNS} where "ticketId" is not null order by "eventId"
  on conflict do nothing returning ticket_id as "ticketId", told`;

const LINK = `insert into automation_tickets (account, event_id, ticket_id, told)
  select $1, r.event_id, c.ticket_id, ${IS_PUBLISHED}
  from automation_runs r
  cross join lateral (select ticket_id from feed_contexts where account = $1 and context = r.context offset 0) c
  where r.account = $1 and r.context = any($2::text[])
  order by r.event_id, c.ticket_id on conflict do nothing returning ticket_id as "ticketId", told`;

const UNPUBLISHED = `select r.event_id as "eventId", r.kind, r.ref, r.name, r.at, r.failures
  from (select * from automation_tickets where account = $1 and ticket_id = $2 and not told) t
  cross join lateral (select * from automation_runs where account = $1 and event_id = t.event_id offset 0) r
  order by r.at, r.event_id limit 500`;

const MARK_PUBLISHED = `update automation_tickets set told = true
  where account = $1 and ticket_id = $2 and event_id = any($3::bigint[])`;

const READ_BACK_TO = `select min((walk->>'floor')::timestamptz) as at from walks where account = $1 and resource = $2 and done`;
