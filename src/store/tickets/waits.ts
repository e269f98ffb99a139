import { WAITED, WAITS } from '../../domain/ticket/waits';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { ticketName } from '../privacy/hashes';

/**
 * When something outside was in the way of a ticket: a refused key, a vendor that did not answer, a pause. What else says so, a decision that
 * waits, the outbox, what the account is held by, is overwritten when it is over; this stays among the ticket's notes.
 */
export interface TicketWaits {
  /** Nothing of it goes on from now on; it is noted once for each reason, and what it waited for before is over. */
  beginWait(account: string, ticketId: number, reason: string): Promise<void>;
  /** It went on, unless something of it still waits for the vendor that has refused it. */
  endWait(account: string, ticketId: number): Promise<void>;
}

export function createTicketWaits(db: Db, erased: ErasedPeople): TicketWaits {
  return {
    beginWait: (account, ticketId, reason) =>
      db.transaction(async (tx) => {
        const [admitted] = await erased.admitted(tx, { account, rows: [ticketId], namesOf: (id) => [ticketName(id)] });
        if (admitted !== undefined) await tx.query(BEGIN, [account, ticketId, `${WAITS}${reason}`]);
      }),
    endWait: async (account, ticketId) => {
      await db.query(END, [account, ticketId]);
    },
  };
}

const OPEN = `account = $1 and ticket_id = $2 and source = 'read' and starts_with(note, '${WAITS}')`;
const NOW = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const ENDED = `update ticket_notes set note = '${WAITED}' || ${NOW} || ': ' || substr(note, ${String(WAITS.length + 1)}) where ${OPEN}`;

const BEGIN = `with over as (${ENDED} and note <> $3)
  insert into ticket_notes (account, ticket_id, at, source, note)
  select $1, $2, clock_timestamp(), 'read', $3
  where not exists (select 1 from ticket_notes where ${OPEN} and note = $3) on conflict do nothing`;

// What was put off has not gone on by the others' going.
const END = `${ENDED} and not exists (
    select 1 from outbox where account = $1 and ticket_id = $2 and state in ('intended', 'sending')
      and (waits_for is not null or kind = 'timeline' and due_at > clock_timestamp() and due_at < 'infinity')
  )`;
