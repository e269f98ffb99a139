import { defineSearchAttributeKey, type TypedSearchAttributes } from '@temporalio/common';
import { TASK_QUEUE } from '../../workflows/messages';

/** All workers of the connector, of whatever build. */
export const DEPLOYMENT_NAME = TASK_QUEUE;

/** Temporal's own search attributes, in the words that its queries take. */
const BEHAVIOR = defineSearchAttributeKey('TemporalWorkflowVersioningBehavior', 'KEYWORD');
const VERSION = defineSearchAttributeKey('TemporalWorkerDeploymentVersion', 'KEYWORD');
const PINNED = 'Pinned';

export const OPEN = `TaskQueue = '${TASK_QUEUE}' AND ExecutionStatus = 'Running'`;

export function pinnedElsewhereQuery(buildId: string): string {
  return `${OPEN} AND ${BEHAVIOR.name} = '${PINNED}' AND ${VERSION.name} != '${DEPLOYMENT_NAME}:${buildId}'`;
}

/** Build that a run ends on; null: it goes on with whatever build is current. */
export function pinnedBuild(attributes: TypedSearchAttributes): string | null {
  if (attributes.get(BEHAVIOR) !== PINNED) return null;
  return attributes.get(VERSION)?.replace(`${DEPLOYMENT_NAME}:`, '') ?? null;
}
