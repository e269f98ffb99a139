import { thingOf } from '../../../../src/domain/errors/quarantine-causes';
import type { QuarantineList } from '../../client/types';
import { counted } from './figures';

type Cause = Pick<QuarantineList['causes'][number], 'held' | 'records' | 'entries'> & {
  /** Null: the whole account waits. */
  readonly cause: string | null;
};

/** How much is set aside for a cause, as the list has it line by line: `2 records`, `3 values`, `3 values of 2 records`. */
export function amountOf({ cause, held, records, entries }: Cause): string {
  const thing = thingOf(cause, held);
  if (thing !== 'value')
    return `${counted(records, thing)}${entries === records ? '' : `, ${counted(entries, 'line')}`}`;
  return `${counted(entries, 'value')}${entries === records ? '' : ` of ${counted(records, 'record')}`}`;
}
