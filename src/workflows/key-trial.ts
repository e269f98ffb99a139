import { setWorkflowOptions } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readKeyTrialInput } from './input';
import type { KeyTrial, KeyTrialInput } from './messages';
import { pinned } from './versioning';

/** Asks the vendors whether they accept keys that are not stored yet: only those that work replace the old ones. */
export async function keyTrialWorkflow(input: KeyTrialInput): Promise<readonly KeyTrial[]> {
  return activities.tryKeys(readKeyTrialInput(input));
}
setWorkflowOptions(pinned, keyTrialWorkflow);
