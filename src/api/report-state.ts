import type { LatestRun } from '../control/control';
import { isConnectorError } from '../domain/errors/connector-error';

/** What Temporal says of the newest run of a kind; null: it knows none, `away`: it cannot be asked now. */
export type Newest<Run> = Run | null | 'away';

/** Reports are in the store; how far a run is, and whether it was ended from outside, only Temporal knows. */
export async function newestRun<Run>(ask: () => Promise<Run | null>): Promise<Newest<Run>> {
  try {
    return await ask();
  } catch (thrown) {
    if (isConnectorError(thrown, 'temporal.unavailable')) return 'away';
    throw thrown;
  }
}

/**
 * The state of a report. The store keeps how its run has ended, but for one that was ended from outside and did not come to write that: what is
 * under way there is that only as long as its run is, and one that another has followed is over.
 */
export function stateOfReport(
  { id, kept }: { readonly id: string; readonly kept: LatestRun['state'] },
  newest: Newest<LatestRun>,
): LatestRun['state'] {
  if (kept !== 'running' || newest === 'away') return kept;
  return newest?.runId === id ? newest.state : 'failed';
}
