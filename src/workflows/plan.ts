import { readAccountInput } from './input';
import type { PlanInput, SyncEstimate } from './messages';
import { activities } from './activity-options';

/** What a full sync would cost, before anything is written. */
export async function planWorkflow(input: PlanInput): Promise<SyncEstimate> {
  return activities.planSync(readAccountInput(input));
}
