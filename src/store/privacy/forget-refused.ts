import type { Db } from '../database/connection';
import { MARK_TOUCHED, TOUCHED_BY_OWNERS } from '../facts/marks';
import type { ErasedPeople } from './erased-people';
import { forgetPeople, forgetTickets } from './forget';
import { addressName, customerName, ticketName } from './hashes';
import { ticketsOf } from './scope';

const TICKETS_AT_ONCE = 100;

interface RefusedRecords {
  readonly erased: ErasedPeople;
  readonly kind: 'customer' | 'ticket';
  readonly ids: readonly number[];
}

/**
 * Somebody who was known under another address, or a ticket that was somebody else's, turns out to be an erased person's: what is kept of it
 * goes in the transaction in which it was refused, and the contact that it counted for is looked at again.
 */
export async function forgetRefused(tx: Db, account: string, refused: RefusedRecords): Promise<void> {
  const { erased, kind, ids } = refused;
  await markOwners(tx, account, refused);
  if (kind === 'ticket') return forgetAll(tx, account, ids);
  for (const id of ids) {
    const { ticketIds } = await ticketsOf(tx, account, { emailKeys: [], customerIds: [id] });
    const namesOf = (ticketId: number): readonly string[] => [ticketName(ticketId), customerName(id)];
    await erased.sorted(tx, { account, rows: ticketIds, namesOf });
    await forgetAll(tx, account, ticketIds);
  }
  await forgetPeople(tx, account, { emailKeys: [], customerIds: ids });
}

async function forgetAll(tx: Db, account: string, ticketIds: readonly number[]): Promise<void> {
  for (let first = 0; first < ticketIds.length; first += TICKETS_AT_ONCE)
    await forgetTickets(tx, account, ticketIds.slice(first, first + TICKETS_AT_ONCE));
}

/** Of addresses that nobody has erased: nothing is written of the others. */
async function markOwners(tx: Db, account: string, { erased, kind, ids }: RefusedRecords): Promise<void> {
  const owned = await tx.query<{ emailKey: string }>(kind === 'customer' ? KEYS_OF_CUSTOMERS : KEYS_OF_TICKETS, [
    account,
    [...ids],
  ]);
  const namesOf = ({ emailKey }: { readonly emailKey: string }): readonly string[] => [addressName(emailKey)];
  const admitted = await erased.admitted(tx, { account, rows: owned, namesOf });
  if (admitted.length > 0) await tx.query(MARK, [account, admitted.map(({ emailKey }) => emailKey)]);
}

const keysOf = (owners: string): string => `with owners(id) as (${owners}), ${TOUCHED_BY_OWNERS}
  select distinct email_key as "emailKey" from touched where email_key is not null`;

const KEYS_OF_CUSTOMERS = keysOf('select unnest($2::bigint[])');
const KEYS_OF_TICKETS = keysOf('select customer_id from tickets where account = $1 and id = any($2::bigint[])');

const MARK = `with touched as (select unnest($2::text[]) as email_key), ${MARK_TOUCHED} select 1`;
