import type { Client, DataConverter } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { WorkflowBuild } from '../deployment/workflow-build';
import { countOpenRuns, historiesOf, isStillOpen, type OpenRun, openRunsByPage } from './open-runs';

const LONGEST_REASON = 300;

export interface PreflightParts {
  readonly client: Client;
  /** Reads what the histories hold. */
  readonly dataConverter: DataConverter;
  readonly build: WorkflowBuild;
  readonly onProgress?: (progress: PreflightProgress) => void;
}

export interface PreflightProgress {
  readonly replayed: number;
  readonly open: number;
  readonly broken: number;
}

export interface BrokenRun extends OpenRun {
  /** One line. */
  readonly why: string;
}

export interface PreflightResult {
  readonly buildId: string;
  readonly replayed: number;
  /** They would go on with this build and cannot. */
  readonly wouldBreak: readonly BrokenRun[];
  /** This build could not go on with them either, but they end on the build that they began with. */
  readonly stayBehind: readonly BrokenRun[];
}

/**
 * Whether this build may take over what is open now: each history is replayed on it, a page of them in memory at a time. Starts no workflow and
 * changes none. Throws as gRPC fails.
 */
export async function preflight(parts: PreflightParts): Promise<PreflightResult> {
  const { client, onProgress } = parts;
  const open = await countOpenRuns(client);
  const broken: BrokenRun[] = [];
  let replayed = 0;
  onProgress?.({ replayed, open, broken: 0 });
  for await (const { run, why } of replay(parts)) {
    replayed += 1;
    if (why !== null && (await isStillOpen(client, run))) broken.push({ ...run, why });
    onProgress?.({ replayed, open: Math.max(open, replayed), broken: broken.length });
  }
  const { buildId } = parts.build;
  const staysBehind = ({ pinnedTo }: OpenRun): boolean => pinnedTo !== null && pinnedTo !== buildId;
  return {
    buildId,
    replayed,
    wouldBreak: broken.filter((run) => !staysBehind(run)),
    stayBehind: broken.filter(staysBehind),
  };
}

interface Replayed {
  readonly run: OpenRun;
  /** Null: it can go on. */
  readonly why: string | null;
}

async function* replay({ client, build, dataConverter }: PreflightParts): AsyncGenerator<Replayed> {
  const runs = new Map<string, OpenRun>();
  async function* histories(): AsyncGenerator<{ workflowId: string; history: unknown }> {
    for await (const page of openRunsByPage(client)) {
      for (const [run, history] of await historiesOf(client, page)) {
        runs.set(run.workflowId, run);
        yield { workflowId: run.workflowId, history };
      }
    }
  }
  const options = { workflowBundle: { code: build.code }, dataConverter };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories())) {
    const run = runs.get(workflowId);
    runs.delete(workflowId);
    if (run !== undefined) yield { run, why: error === undefined ? null : reasonOf(error) };
  }
}

/** The SDK tells the failure as its own program text; the sentence in it is all that a person needs. */
const QUOTED = /message: "((?:[^"\\]|\\.)*)"/;

function reasonOf({ message }: Error): string {
  const sentence = QUOTED.exec(message)?.[1]?.replace(/\\(.)/g, '$1') ?? message;
  return sentence.replace(/\s+/g, ' ').trim().slice(0, LONGEST_REASON);
}
