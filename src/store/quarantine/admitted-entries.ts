import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { customerName, ticketName } from '../privacy/hashes';
import type { QuarantineEntry } from './quarantine-types';

/** Writes those entries that are about nobody who was erased. */
export function admittedEntries(
  { db, erased }: { readonly db: Db; readonly erased: ErasedPeople },
  { account, entries }: { readonly account: string; readonly entries: readonly QuarantineEntry[] },
  write: (tx: Db, admitted: readonly QuarantineEntry[]) => Promise<unknown>,
): Promise<void> {
  if (entries.length === 0) return Promise.resolve();
  return db.transaction(async (tx) => {
    const admitted = await erased.admitted(tx, { account, rows: entries, namesOf });
    if (admitted.length > 0) await write(tx, admitted);
  });
}

/** A contact is listed by its customer. */
function namesOf({ kind, key }: QuarantineEntry): readonly string[] {
  switch (kind) {
    case 'customer':
    case 'contact':
      return [customerName(Number(key))];
    case 'ticket':
      return [ticketName(Number(key))];
    default:
      return [];
  }
}
