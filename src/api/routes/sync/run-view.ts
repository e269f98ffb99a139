import { isConnectorError } from '../../../domain/errors/connector-error';
import type { RunRow, Runs } from '../../../store/types';
import type { SyncProgress } from '../../../workflows/messages';
import { type Run, syncTotalsSchema } from '../../../../packages/sdk/contract/sync';
import type { ConnectorControl, LatestRun, SyncType } from '../../../control/control';

const LOST = 'Temporal no longer knows this run; start a new one, it goes on from what is already stored.';

/** The newest run as a person should see it: Temporal knows whether it is alive, the store knows what it did. */
function mergeRun(stored: RunRow | null, live: LatestRun | null): Run | null {
  if (live === null) return stored === null ? null : withoutTemporal(stored);
  const known = stored?.runId === live.runId ? stored : null;
  return {
    runId: live.runId,
    type: known?.type ?? 'full',
    state: live.state,
    startedAt: known?.startedAt ?? live.startedAt,
    finishedAt: live.state === 'running' ? null : (known?.finishedAt ?? live.finishedAt),
    failure: live.failure,
    failureCode: live.failureCode,
    dryRun: known?.dryRun ?? false,
    totals: syncTotalsSchema.parse(known?.totals ?? {}),
  };
}

/** Temporal's retention has ended for a run that is over; a run that is still `running` here was lost with Temporal's state. */
function withoutTemporal(stored: RunRow): Run {
  const lost = stored.state === 'running';
  return {
    ...stored,
    state: lost ? 'failed' : stored.state,
    failure: lost ? LOST : null,
    failureCode: null,
    totals: syncTotalsSchema.parse(stored.totals),
  };
}

interface SyncAnswer extends SyncProgress {
  readonly toEnrich: number;
  readonly detailsLeft: number | null;
}

export interface RunView {
  readonly run: Run | null;
  readonly progress: SyncAnswer | null;
}

/** The newest run of that type, or the one with that id. Throws `temporal.unavailable`. */
export async function readRun(
  deps: { runs: Runs; connector: ConnectorControl },
  account: string,
  { type = 'full', runId }: { readonly type?: SyncType; readonly runId?: string | undefined } = {},
): Promise<RunView> {
  // Temporal first: the totals of a run that it calls ended are in the store by then.
  const live = await deps.connector.latestRun(account, type, runId);
  const id = live?.runId ?? runId;
  const [stored, newest] = await Promise.all([
    id === undefined ? deps.runs.last(account, type) : deps.runs.find(account, id),
    deps.connector.progress(account, type),
  ]);
  const run = mergeRun(stored, live);
  if (run === null) return { run, progress: null };
  return { run: { ...run, type }, progress: newest?.runId === run.runId ? answerOf(newest) : null };
}

/** A client of before `detailsLeft` takes no null for `toEnrich`: until they are counted it hears what was reckoned with. */
function answerOf(progress: SyncProgress): SyncAnswer {
  const { toEnrich, expectedDetails } = progress;
  return { ...progress, toEnrich: toEnrich ?? expectedDetails ?? 0, detailsLeft: toEnrich };
}

/** Like {@link readRun}, but still useful while Temporal is away: what the store knows, marked as unconfirmed. */
export async function readRunIfReachable(
  deps: { runs: Runs; connector: ConnectorControl },
  account: string,
): Promise<RunView & { temporalReachable: boolean }> {
  try {
    return { ...(await readRun(deps, account)), temporalReachable: true };
  } catch (thrown) {
    if (!isConnectorError(thrown, 'temporal.unavailable')) throw thrown;
    const stored = await deps.runs.last(account, 'full');
    const totals = syncTotalsSchema.parse(stored?.totals ?? {});
    const run = stored === null ? null : { ...stored, failure: null, failureCode: null, totals };
    return { run, progress: null, temporalReachable: false };
  }
}
