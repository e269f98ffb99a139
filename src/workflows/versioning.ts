import { makeContinueAsNewFunc, type Workflow, workflowInfo } from '@temporalio/workflow';

/**
 * Options of a short run: it ends on the build that it began with, so that no deploy ever meets it halfway. Whatever may wait for days, for a
 * survey, a person or a vendor, moves to the new build instead, which is the worker's default. Declared only where the run has begun on a
 * versioned worker: a server refuses it from any other.
 */
export function pinned(): { versioningBehavior?: 'PINNED' } {
  const deploymentName = workflowInfo().currentDeploymentVersion?.deploymentName ?? '';
  return deploymentName === '' ? {} : { versioningBehavior: 'PINNED' };
}

/** Goes on in a new run on the newest build: a pinned run that has waited for long must not keep an old one alive. */
export function continueOnNewestBuild<Run extends Workflow>(...args: Parameters<Run>): Promise<never> {
  return makeContinueAsNewFunc<Run>({ initialVersioningBehavior: 'AUTO_UPGRADE' })(...args);
}
