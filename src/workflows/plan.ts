import { setWorkflowOptions } from '@temporalio/workflow';
import { readAccountInput } from './input';
import type { PlanInput, SyncEstimate } from './messages';
import { activities } from './activity-options';
import { pinned } from './versioning';

/** What a full sync would cost, before anything is written. */
export async function planWorkflow(input: PlanInput): Promise<SyncEstimate> {
  return activities.planSync(readAccountInput(input));
}
setWorkflowOptions(pinned, planWorkflow);
