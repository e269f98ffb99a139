import { causeText } from '../../../../src/domain/errors/quarantine-causes';
import type { ConnectorStatus } from '../../client/types';

/** So many records wait, or lack a value, for one reason. */
export interface HeldUp {
  /** Of the list of errors; null: the cause is no error. */
  readonly code: string | null;
  /** Of the quarantine; null: the whole account waits. */
  readonly cause: string | null;
  /** True: the records wait. False: only a value was left out. */
  readonly held: boolean;
  readonly records: number;
  /** Lines of the list. */
  readonly entries: number;
}

/** What holds up which number of records: the account's own state first, then the quarantine by cause. */
export function heldUpBy({ state, stateCode, contacts, quarantine }: ConnectorStatus): readonly HeldUp[] {
  const refused =
    state === 'refused'
      ? [{ code: stateCode, cause: null, held: true, records: contacts.due, entries: contacts.due }]
      : [];
  const causes = quarantine.map(({ cause, held, records, entries }) => ({
    code: causeText(cause)?.code ?? null,
    cause,
    held,
    records,
    entries,
  }));
  return [...refused, ...causes];
}
