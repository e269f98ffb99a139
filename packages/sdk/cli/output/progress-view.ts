import type { SyncProgress } from '../../client/types';

/** Shows a run while it is going on. */
export interface ProgressView {
  update(progress: SyncProgress): void;
  /** Leaves the terminal as it should be found; may be called again. `done`: the run has ended well, also where its last state was not seen. */
  end(how?: 'done'): void;
}
