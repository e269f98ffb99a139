import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TASK_QUEUE } from '../../workflows/messages';
import { hasGrpcStatus } from '../grpc-status';
import { DEPLOYMENT_NAME, pinnedBuild, pinnedElsewhereQuery } from './version-attributes';

/** What stands for workers of releases that knew no versions, and of servers without them. */
export const UNVERSIONED = '';

export interface DeploymentState {
  /** False until a worker of this build has polled. */
  readonly isRegistered: boolean;
  /** Build that gets what is new, and what may move; {@link UNVERSIONED} while there is none. */
  readonly current: string;
  /** Whether this build has been the current one before, or is. */
  readonly wasCurrent: boolean;
  /** Proves that nobody has changed the deployment since it was read. */
  readonly conflictToken: Uint8Array;
}

export interface PinnedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly buildId: string;
}

export interface ThisBuild {
  readonly buildId: string;
  /** Default: a poll is open for a minute, so a worker that lives is seen more often than every 90 s. From the newest poll of all. */
  readonly missedAfterMs?: number | undefined;
}

const MISSED_AFTER_MS = 90_000;

/** Temporal's Worker Deployment as this build sees it. Calls throw as gRPC fails. */
export interface Deployment {
  readonly buildId: string;
  read(): Promise<DeploymentState>;
  /** Makes this build the current one. */
  makeCurrent(conflictToken: Uint8Array): Promise<void>;
  /** Builds of workers that have asked for work lately. */
  polledBuilds(): Promise<ReadonlySet<string>>;
  /** Open runs that are pinned to another build than this. */
  pinnedElsewhere(): AsyncIterable<PinnedRun>;
  /** Lets the run go on with the current build, whichever that is. */
  unpin(run: PinnedRun): Promise<void>;
  /** All calls in it fail at that deadline: a server that stands still answers none, and refuses none. */
  within<Result>(ms: number, calls: () => Promise<Result>): Promise<Result>;
}

export function createDeployment(client: Client, { buildId, missedAfterMs }: ThisBuild): Deployment {
  const { workflowService: service } = client;
  const { namespace } = client.options;
  const deploymentName = DEPLOYMENT_NAME;
  return {
    buildId,
    async read() {
      const known = await service.describeWorkerDeployment({ namespace, deploymentName }).catch(ignoreMissing);
      const { versionSummaries, routingConfig } = known?.workerDeploymentInfo ?? {};
      const own = versionSummaries?.find(({ deploymentVersion }) => deploymentVersion?.buildId === buildId);
      return {
        isRegistered: own !== undefined,
        current: routingConfig?.currentDeploymentVersion?.buildId ?? UNVERSIONED,
        wasCurrent: isSet(own?.currentSinceTime) || isSet(own?.firstActivationTime),
        conflictToken: known === null ? new Uint8Array() : known.conflictToken,
      };
    },
    async makeCurrent(conflictToken) {
      await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId, conflictToken });
    },
    async polledBuilds() {
      const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
      const answers = await Promise.all(
        // Not every partition of a queue answers for all its pollers; two queues leave no gap.
        [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY].map((taskQueueType) =>
          service.describeTaskQueue({ namespace, taskQueue: { name: TASK_QUEUE }, taskQueueType }),
        ),
      );
      const living = seenLately(
        answers.flatMap(({ pollers }) => pollers),
        missedAfterMs ?? MISSED_AFTER_MS,
      );
      return new Set(living.map(({ deploymentOptions }) => versionedBuild(deploymentOptions)));
    },
    async *pinnedElsewhere() {
      const query = pinnedElsewhereQuery(buildId);
      for await (const { workflowId, runId, typedSearchAttributes } of client.workflow.list({ query })) {
        const pinnedTo = pinnedBuild(typedSearchAttributes);
        if (pinnedTo !== null) yield { workflowId, runId, buildId: pinnedTo };
      }
    },
    async unpin({ workflowId, runId }) {
      await service
        .updateWorkflowExecutionOptions({
          namespace,
          workflowExecution: { workflowId, runId },
          workflowExecutionOptions: {
            versioningOverride: {
              autoUpgrade: true,
              // Servers before 1.30 know the older field.
              behavior: temporal.api.enums.v1.VersioningBehavior.VERSIONING_BEHAVIOR_AUTO_UPGRADE,
            },
          },
          updateMask: { paths: ['versioning_override'] },
        })
        .catch(ignoreMissing);
    },
    within: (ms, calls) => client.connection.withDeadline(Date.now() + ms, calls),
  };
}

type Poller = temporal.api.taskqueue.v1.IPollerInfo;

/**
 * Those that were seen within `ms` before the newest of them, of which we are one. All by the server's clock: by ours everybody would be gone
 * where it is ahead.
 */
export function seenLately(pollers: readonly Poller[], ms: number): readonly Poller[] {
  const newest = Math.max(...pollers.map(lastSeen));
  return pollers.filter((poller) => newest - lastSeen(poller) < ms);
}

/** In ms, by the server's clock, to the second. */
function lastSeen({ lastAccessTime }: Poller): number {
  return Number(lastAccessTime?.seconds ?? 0) * 1_000;
}

function versionedBuild(options: Poller['deploymentOptions']): string {
  const { WORKER_VERSIONING_MODE_VERSIONED } = temporal.api.enums.v1.WorkerVersioningMode;
  const isVersioned = options?.workerVersioningMode === WORKER_VERSIONING_MODE_VERSIONED;
  return isVersioned ? (options.buildId ?? UNVERSIONED) : UNVERSIONED;
}

function isSet(time: unknown): boolean {
  return time !== null && time !== undefined;
}

function ignoreMissing(thrown: unknown): null {
  if (hasGrpcStatus(thrown, 'NOT_FOUND')) return null;
  throw thrown;
}
