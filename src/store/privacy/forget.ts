import type { Db } from '../database/connection';
import { GIVEN_PERSON, GIVEN_TICKETS } from './person-export';
import { forgetExamples } from '../rehearsals/examples';
import { PERSON_TABLES } from './person-tables';

/** Rows deleted, by table. */
export type Deleted = Readonly<Record<string, number>>;

/** Deletes what is kept of these tickets, in the transaction of the caller: a hundred of them take some 50 ms. */
export async function forgetTickets(tx: Db, account: string, ticketIds: readonly number[]): Promise<Deleted> {
  const deleted: Record<string, number> = {};
  for (const { table, ofTickets } of PERSON_TABLES)
    if (ofTickets !== undefined)
      deleted[table] = await remove(tx, deleteFrom(table, GIVEN_TICKETS, ofTickets), [account, [...ticketIds]]);
  await forgetExamples(tx, account, ticketIds);
  return deleted;
}

/** Deletes what is kept of these addresses and customers beside their tickets. */
export async function forgetPeople(
  tx: Db,
  account: string,
  { emailKeys, customerIds }: { readonly emailKeys: readonly string[]; readonly customerIds: readonly number[] },
): Promise<Deleted> {
  const params = [account, [...emailKeys], [...customerIds]];
  const deleted: Record<string, number> = {};
  for (const { table, ofPerson } of PERSON_TABLES)
    if (ofPerson !== undefined) deleted[table] = await remove(tx, deleteFrom(table, GIVEN_PERSON, ofPerson), params);
  // Where an audit stands is an address. It goes on from the front: what was looked at is looked at again.
  await tx.query(LEAVE_AUDITS, [account, [...emailKeys]]);
  return deleted;
}

export function summed(one: Deleted, other: Deleted): Deleted {
  const sum: Record<string, number> = { ...one };
  for (const [table, rows] of Object.entries(other)) if (rows > 0) sum[table] = (sum[table] ?? 0) + rows;
  return sum;
}

async function remove(tx: Db, sql: string, params: readonly unknown[]): Promise<number> {
  return (await tx.query<{ rows: number }>(sql, params))[0]?.rows ?? 0;
}

function deleteFrom(table: string, given: string, where: string): string {
  return `with ${given}, gone as (delete from ${table} where ${where} returning 1) select count(*)::int as rows from gone`;
}

const LEAVE_AUDITS = `update audits set position = jsonb_set(position, '{after}', '""')
  where account = $1 and position ->> 'after' = any($2::text[])`;
