import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { Log } from '../../observability/log';
import { hasGrpcStatus } from '../grpc-status';
import { createDeployment, type Deployment } from './deployment';
import { type DeploymentKeeper, keepCurrent } from './keep-current';
import { DEPLOYMENT_NAME } from './version-attributes';
import { readWorkflowBuild } from './workflow-build';

export interface DeploymentSettings {
  /**
   * Who makes a build the current one: the workers themselves, one after the other; a person or a pipeline; or the only worker that there is,
   * that of `npm start`.
   */
  readonly mode: 'automatic' | 'manual' | 'alone';
  /** Between two looks at the deployment, in ms. */
  readonly everyMs?: number;
  /** Who has not asked for work for so long, in ms, is missed. */
  readonly missedAfterMs?: number;
}

export interface VersionedWorker {
  readonly buildId: string;
  /** What Temporal's worker is created with. */
  readonly options: Pick<WorkerOptions, 'workflowBundle' | 'workerDeploymentOptions'>;
  /** Once the worker polls. */
  keep(): DeploymentKeeper;
}

export interface VersioningParts {
  readonly client: Client;
  readonly log: Log;
  readonly bundlePath: string;
  /** Missing: a worker without a version. */
  readonly settings: DeploymentSettings | undefined;
}

const NOTHING_TO_KEEP: DeploymentKeeper = { settled: Promise.resolve(), stop: () => Promise.resolve() };

/**
 * A worker of this build in the connector's deployment; one without a version where the server knows no deployments or lets nobody use them.
 * @throws ConnectorError `temporal.unavailable`
 */
export async function versionedWorker({
  client,
  log,
  bundlePath,
  settings,
}: VersioningParts): Promise<VersionedWorker> {
  const { code, buildId } = readWorkflowBuild(bundlePath);
  const plain = { buildId, options: { workflowBundle: { code } }, keep: () => NOTHING_TO_KEEP };
  if (settings === undefined) return plain;
  const { mode, missedAfterMs, ...timing } = settings;
  const deployment = createDeployment(client, { buildId, missedAfterMs });
  if (mode !== 'manual' && !(await isSupported(deployment))) {
    log.warn('deployment.unversioned', { message: 'This server lets no worker have a version.' });
    return plain;
  }
  const workerDeploymentOptions = {
    version: { deploymentName: DEPLOYMENT_NAME, buildId },
    useWorkerVersioning: true,
    // Short runs say of themselves that they are pinned (`workflows/versioning.ts`).
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  } as const;
  return {
    buildId,
    options: { workflowBundle: { code }, workerDeploymentOptions },
    keep: mode === 'manual' ? plain.keep : () => keepCurrent(deployment, { alone: mode === 'alone', log, ...timing }),
  };
}

async function isSupported(deployment: Deployment): Promise<boolean> {
  try {
    await deployment.read();
    return true;
  } catch (thrown) {
    // A server that has the calls switched off answers as one that forbids them.
    if (hasGrpcStatus(thrown, 'UNIMPLEMENTED', 'PERMISSION_DENIED')) return false;
    if (hasGrpcStatus(thrown, 'DEADLINE_EXCEEDED', 'UNAVAILABLE'))
      throw new ConnectorError('temporal.unavailable', 'The Temporal server does not answer', { cause: thrown });
    throw thrown;
  }
}
