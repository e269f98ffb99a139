import type { TicketState } from '../../domain/ticket/state';
import { unknownTicket } from '../../domain/ticket/state';
import type { KeptTicket, TicketNote, TicketStage } from './ticket-types';
import type { LiveTables } from '../live-tables';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { ticketName } from '../privacy/hashes';
import { isLetGo, ownerOf } from './let-go';
import { jsonRows, jsonText, onlyRow } from '../database/values';
import type { Timestamp } from '../../domain/timestamp';
import { createTicketWaits, type TicketWaits } from './waits';

/** What is known of watched tickets, each changed under its lock. */
export interface Tickets extends TicketWaits {
  load(account: string, ticketId: number): Promise<TicketState | null>;
  /**
   * Reads the state under a lock, changes it and keeps it, all in one transaction that `apply` may write to by `live`. Answers what
   * `apply` answers. A state that it returns unchanged is not written. Throws `PersonErased`, as {@link beginRefresh} does.
   */
  change<Answer>(
    account: string,
    ticketId: number,
    apply: (state: TicketState, live: LiveTables) => Promise<KeptTicket & { readonly answer: Answer }>,
  ): Promise<Answer>;
  note(account: string, ticketId: number, notes: readonly TicketNote[]): Promise<void>;
  notes(account: string, ticketId: number): Promise<readonly TicketNote[]>;
  /** A refresh begins: what was asked for until now is covered by it. */
  beginRefresh(account: string, ticketId: number): Promise<Timestamp>;
  /** Gorgias has answered the refresh that began then, by the database's clock. */
  endRefresh(account: string, ticketId: number, begunAt: Timestamp): Promise<void>;
  /** Gorgias has answered it with something that cannot be read: what is known stands, and counts as not seen. */
  endUnread(account: string, ticketId: number, begunAt: Timestamp): Promise<void>;
  /** Something happened that is a reason to refresh. */
  requestRefresh(account: string, ticketIds: readonly number[]): Promise<void>;
  /** What the policy waits for or has ended with, as others see it. */
  keepStage(
    account: string,
    ticketId: number,
    kept: { readonly stage: TicketStage; readonly sentence: string },
  ): Promise<void>;
  /**
   * The ticket's campaign waits for another ticket to end. True: that one has ended, or become another's, before it could know of this one,
   * so it wakes nobody. A ticket that ends is `ended` first and asks for whom it holds afterwards; here it is the other way round, so one of
   * them sees the other.
   */
  keepHeld(
    account: string,
    ticketId: number,
    /** `why` is noted once for each ticket that it is held by: the decision itself is overwritten by the next. */
    kept: { readonly sentence: string; readonly heldBy: number; readonly why: string },
  ): Promise<boolean>;
  /** Timeline events wait for an address; `unfit`: the customer's present one, which they cannot be sent to. */
  markUndelivered(
    account: string,
    ticketId: number,
    publication: { readonly undelivered: boolean; readonly unfit?: string | null },
  ): Promise<void>;
}

/** The states of watched tickets. Feed, webhooks and the ticket's own workflow write the same row, so each change takes its lock. */
export function createTickets(
  db: Db,
  { liveTables, erased }: { readonly liveTables: (tx: Db) => LiveTables; readonly erased: ErasedPeople },
): Tickets {
  return {
    ...createTicketWaits(db, erased),
    load: async (account, ticketId) => (await db.query<StateRow>(LOAD, [account, ticketId]))[0]?.state ?? null,
    change: (account, ticketId, apply) =>
      db.transaction(async (tx) => {
        await erased.require(tx, account, [ticketName(ticketId)]);
        const before = await lockState(tx, account, ticketId);
        const after = await apply(before, liveTables(tx));
        if (after.state !== before) await save(tx, { account, ticketId }, after);
        if (after.requestsRefresh === true) await tx.query(REQUEST_REFRESH, [account, states([ticketId])]);
        return after.answer;
      }),
    note: async (account, ticketId, notes) => {
      if (notes.length > 0)
        await unlessErased({ db, erased }, { account, ticketIds: [ticketId] }, (tx) =>
          tx.query(NOTE, [account, ticketId, jsonRows(notes)]),
        );
    },
    notes: (account, ticketId) => db.query<TicketNote>(NOTES, [account, ticketId]),
    beginRefresh: (account, ticketId) =>
      db.transaction(async (tx) => {
        await erased.require(tx, account, [ticketName(ticketId)]);
        const state = jsonText(unknownTicket(ticketId));
        return onlyRow(await tx.query<{ at: Timestamp }>(BEGIN_REFRESH, [account, ticketId, state])).at;
      }),
    endRefresh: async (account, ticketId, begunAt) => {
      await db.query(END_REFRESH, [account, ticketId, begunAt]);
    },
    endUnread: async (account, ticketId, begunAt) => {
      const sql = 'update ticket_states set unread_at = $3::timestamptz where account = $1 and ticket_id = $2';
      await db.query(sql, [account, ticketId, begunAt]);
    },
    requestRefresh: async (account, ticketIds) => {
      await unlessErased({ db, erased }, { account, ticketIds }, (tx, admitted) =>
        tx.query(REQUEST_REFRESH, [account, states(admitted)]),
      );
    },
    keepStage: async (account, ticketId, { stage, sentence }) => {
      const set = 'stage = $3, sentence = $4, held_by = null, stood_at = clock_timestamp()';
      const sql = `update ticket_states set ${set} where account = $1 and ticket_id = $2`;
      await db.query(sql, [account, ticketId, stage, sentence]);
    },
    keepHeld: async (account, ticketId, { sentence, heldBy, why }) => {
      const note = `the campaign is held back: ${why}`;
      const [kept] = await db.query<{ isNew: boolean }>(KEEP_HELD, [account, ticketId, sentence, heldBy, note]);
      if (kept?.isNew !== true) return false;
      // A statement of its own: only what is committed before it begins is seen by both.
      return (await db.query(HOLDS_NO_MORE, [account, ticketId])).length > 0;
    },
    markUndelivered: async (account, ticketId, { undelivered, unfit = null }) => {
      const sql = `update ticket_states set undelivered = $3, undelivered_key = $4
        where account = $1 and ticket_id = $2 and (undelivered, undelivered_key) is distinct from ($3, $4::text)`;
      await db.query(sql, [account, ticketId, undelivered, unfit]);
    },
  };
}

/** Writes of those tickets that are nobody's who was erased. */
function unlessErased(
  { db, erased }: { readonly db: Db; readonly erased: ErasedPeople },
  { account, ticketIds }: { readonly account: string; readonly ticketIds: readonly number[] },
  write: (tx: Db, admitted: readonly number[]) => Promise<unknown>,
): Promise<void> {
  return db.transaction(async (tx) => {
    const admitted = await erased.admitted(tx, { account, rows: ticketIds, namesOf: (id) => [ticketName(id)] });
    if (admitted.length > 0) await write(tx, admitted);
  });
}

interface StateRow {
  readonly state: TicketState;
}

/** A ticket that nobody has heard of gets its row first: only a row can be locked. */
async function lockState(tx: Db, account: string, ticketId: number): Promise<TicketState> {
  await tx.query(CREATE, [account, ticketId, jsonText(unknownTicket(ticketId))]);
  const [row] = await tx.query<StateRow>(`${LOAD} for update`, [account, ticketId]);
  return row?.state ?? unknownTicket(ticketId);
}

async function save(
  tx: Db,
  { account, ticketId }: { readonly account: string; readonly ticketId: number },
  { state, summary }: KeptTicket,
): Promise<void> {
  const { phase, stage, outcome, waitingUntil } = summary;
  const readAt = state.level?.updatedAt ?? null;
  await tx.query(SAVE, [account, ticketId, jsonText(state), phase, stage, outcome, waitingUntil, readAt]);
}

function states(ticketIds: readonly number[]): string {
  const unique = [...new Set(ticketIds)].sort((one, other) => one - other);
  return jsonText(unique.map((id) => ({ id, state: unknownTicket(id) })));
}

const LOAD = 'select state from ticket_states where account = $1 and ticket_id = $2';

const CREATE = `insert into ticket_states (account, ticket_id, state) values ($1, $2, $3::jsonb)
  on conflict (account, ticket_id) do nothing`;

const SAVE = `update ticket_states set state = $3::jsonb, phase = $4, outcome = $6,
    stage = case when stage = 'held' and $5 = 'ended' then stage else $5 end,
    waiting_until = $7::timestamptz, read_updated_at = greatest(read_updated_at, $8::timestamptz)
  where account = $1 and ticket_id = $2`;

const BEGIN_REFRESH = `insert into ticket_states (account, ticket_id, state, looked_at) values ($1, $2, $3::jsonb, clock_timestamp())
  on conflict (account, ticket_id) do update set looked_at = excluded.looked_at
  returning looked_at as at`;

const END_REFRESH = `update ticket_states set seen_at = greatest(seen_at, $3::timestamptz), unread_at = null
  where account = $1 and ticket_id = $2`;

const KEEP_HELD = `with before as (select held_by from ticket_states where account = $1 and ticket_id = $2), kept as (
  update ticket_states s set stage = 'held', sentence = $3, held_by = $4, stood_at = clock_timestamp() from before
  where s.account = $1 and s.ticket_id = $2 returning before.held_by is distinct from $4 as "isNew"
), noted as (
  insert into ticket_notes (account, ticket_id, at, source, note)
  select $1, $2, clock_timestamp(), 'policy', $5 from kept where "isNew" on conflict do nothing
)
select "isNew" from kept`;

const HOLDS_NO_MORE = `select 1 from ticket_states h cross join lateral (select ${ownerOf('h.ticket_id')} as email_key offset 0) p
  where account = $1 and ticket_id = $2 and (
    exists (select 1 from ticket_states where account = $1 and ticket_id = h.held_by and stage in ('ended', 'held'))
    or ${isLetGo({ heldBy: 'h.held_by', emailKey: 'p.email_key' })}
  )`;

const REQUEST_REFRESH = `insert into ticket_states (account, ticket_id, state, asked_at)
  select $1, id, state, clock_timestamp() from jsonb_to_recordset($2::jsonb) as r(id bigint, state jsonb) order by id
  on conflict (account, ticket_id) do update set asked_at = excluded.asked_at`;

const NOTE = `insert into ticket_notes (account, ticket_id, at, source, note)
  select $1, $2, at, source, note from jsonb_to_recordset($3::jsonb) as r(at timestamptz, source text, note text)
  on conflict do nothing`;

const NOTES = `select at, source, note from (
    select at, source, note from ticket_notes where account = $1 and ticket_id = $2 order by at desc, note limit 500
  ) n order by at, note`;
