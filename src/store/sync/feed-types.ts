import type { Timestamp } from '../../domain/timestamp';

/** Which events of Gorgias’ feed were taken in. */
export interface Feed {
  /** Those of the ids that were not taken in yet. */
  unseen(account: string, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Remembers events as taken in, and forgets those from before `forgetBefore`. */
  seen(account: string, events: readonly { id: number; at: Timestamp }[], forgetBefore: Timestamp): Promise<void>;
}
