import type { ReadingNotes } from '../domain/records';
import type { Quarantine, QuarantineEntry } from '../store/types';
import type { ActivityLog } from './deps';

/**
 * Where all that could not be read of Gorgias' records is kept, whoever read them: a row that is lost as `unreadable`, a field as
 * `unreadable_field`. What the same fields of the same records were noted for before goes, unless it is still so.
 */
export function keepReadingNotes(
  { quarantine, log }: { readonly quarantine: Pick<Quarantine, 'noteReading'>; readonly log: ActivityLog },
  account: string,
): (notes: ReadingNotes) => Promise<void> {
  return async ({ kind, fields, ids, odd }) => {
    const entries = odd.map(({ id, field, reason, lost }): QuarantineEntry => ({
      kind,
      key: id === null ? UNKNOWN : String(id),
      step: 'read',
      cause: lost ? 'unreadable' : 'unreadable_field',
      detail: `${field}: ${reason}`,
      held: lost,
    }));
    await quarantine.noteReading(account, { kind, fields, keys: ids.map(String) }, entries);
    const first = entries.find(({ held }) => held);
    if (first === undefined) return;
    const rows = entries.filter(({ held }) => held).length;
    log.warn('rows.unreadable', { account, resource: kind, rows, reason: first.detail });
  };
}

/** The key of a row that does not even have an id. */
export const UNKNOWN = 'unknown';
