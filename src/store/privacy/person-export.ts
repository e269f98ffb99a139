import type { Db } from '../database/connection';
import { PERSON_TABLES, type PersonTable } from './person-tables';
import { type Scope, scopeOf } from './scope';

/** All that is kept of a person: the rows of each table that has some, under the names of its columns. */
export interface PersonExport {
  readonly scope: Scope;
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

const TICKETS_AT_ONCE = 200;

/** Reads the store only. Table by table: a sync that goes on meanwhile may be seen in one and not yet in another. */
export async function exportPerson(db: Db, account: string, emailKey: string): Promise<PersonExport> {
  const scope = await scopeOf(db, account, { emailKeys: [emailKey], customerIds: [] });
  const tables: Record<string, readonly Readonly<Record<string, unknown>>[]> = {};
  for (const table of PERSON_TABLES) {
    const rows = await rowsOf(db, account, { table, scope });
    if (rows.length > 0) tables[table.table] = rows;
  }
  return { scope, tables };
}

async function rowsOf(
  db: Db,
  account: string,
  { table: { table, hides = '', ofPerson, ofTickets }, scope }: { readonly table: PersonTable; readonly scope: Scope },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { emailKeys, customerIds, ticketIds } = scope;
  // A campaign for the ticket is found by its ticket and by the address: its place in the table tells that it is one row.
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const read = async (given: string, where: string, params: readonly unknown[]): Promise<void> => {
    const sql = `with ${given} select ctid::text as place, to_jsonb(t) - $${String(params.length + 2)}::text[] as row
      from ${table} t where ${where}`;
    for (const { place, row } of await db.query<Found>(sql, [account, ...params, ['account', ...hides.split(' ')]]))
      found.set(place, row);
  };
  if (ofPerson !== undefined) await read(GIVEN_PERSON, ofPerson, [[...emailKeys], [...customerIds]]);
  for (let first = 0; ofTickets !== undefined && first < ticketIds.length; first += TICKETS_AT_ONCE)
    await read(GIVEN_TICKETS, ofTickets, [ticketIds.slice(first, first + TICKETS_AT_ONCE)]);
  return [...found.values()];
}

interface Found {
  readonly place: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Tells the server of what type each parameter is, whether a table asks for it or not. */
export const GIVEN_PERSON = 'given as (select $1::text, $2::text[], $3::bigint[])';
export const GIVEN_TICKETS = 'given as (select $1::text, $2::bigint[])';
