import { cancellationSignal } from '@temporalio/activity';
import { type ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import type { ActivityDeps } from './deps';
import { type Judged, judgedOrNull, mayBeItsOwn, type Step, worked } from './judge';
import { endsSlice } from './slice-end';

/** How a slice goes through records one by one. */
export interface Records<Item> {
  readonly account: string;
  /** What each of them is. Default: a record. */
  readonly subject?: 'record' | 'event';
  readonly items: readonly Item[];
  /** What exactly it is, like `customer/77`. */
  readonly about: (item: Item) => string;
  /** `left`: somebody else is at it, which says nothing of whether it works. */
  readonly work: (item: Item) => Promise<void> | Promise<'left' | 'worked'>;
  /** What becomes of one that cannot be worked on: it waits in the quarantine, or is known to be gone. */
  readonly without: (item: Item, judged: Judged) => Promise<void>;
  /** By the activity's clock; milliseconds since 1970. */
  readonly untilMs?: number;
}

export interface RecordsDone {
  /** How many were done, or set aside. */
  readonly done: number;
  /** False: some were not come to, or are tried again by the next slice. */
  readonly all: boolean;
}

/**
 * Works on records one after the other so that an odd one holds up nobody (design D15): while it is not clear whether a failure is the
 * record's or the vendor's, the next record is tried. If that fails too it is the vendor's, and the slice waits.
 * @throws the first failure that is not a record's own, when nothing was done before it.
 */
export async function eachRecord<Item>(
  deps: Pick<ActivityDeps, 'memory' | 'answeredAt' | 'onJudged' | 'now'>,
  { account, subject = 'record', items, about, work, without, untilMs = Infinity }: Records<Item>,
): Promise<RecordsDone> {
  let done = 0;
  let skipped = 0;
  let doubt: ConnectorError | null = null;
  for (const item of items) {
    if (cancellationSignal().aborted || deps.now().getTime() >= untilMs) return { done, all: false };
    const step: Step = { account, subject, about: about(item), alone: items.length === 1 };
    try {
      if ((await work(item)) !== 'left') worked(deps, step);
    } catch (thrown) {
      const judged = judgedOrNull(deps, thrown, step);
      if (judged === null) {
        if (!isConnectorError(thrown) || !(endsSlice(thrown, 1) || mayBeItsOwn(thrown, subject))) throw thrown;
        // The second in a row: it is not the record.
        if (doubt !== null && done > 0) return { done, all: false };
        if (doubt !== null) throw doubt;
        doubt = thrown;
        skipped += 1;
        continue;
      }
      await without(item, judged);
    }
    doubt = null;
    done += 1;
  }
  if (doubt !== null && done === 0) throw doubt;
  return { done, all: skipped === 0 };
}
