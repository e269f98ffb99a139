import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';
import type { ErasedPeople } from '../privacy/erased-people';
import { addressName } from '../privacy/hashes';

/** A statement over contacts as JSON, $2, behind the account, $1. */
interface ContactWrite<Row> {
  readonly account: string;
  readonly rows: readonly Row[];
  readonly sql: string;
}

/** Carries it out for the contacts of those who were not erased, and answers these. */
export function writeAdmitted<Row extends { readonly emailKey: string }>(
  db: Db,
  erased: ErasedPeople,
  { account, rows, sql }: ContactWrite<Row>,
): Promise<readonly Row[]> {
  return db.transaction(async (tx) => {
    const admitted = await erased.admitted(tx, { account, rows, namesOf: ({ emailKey }) => [addressName(emailKey)] });
    if (admitted.length > 0) await tx.query(sql, [account, jsonRows(admitted)]);
    return admitted;
  });
}
