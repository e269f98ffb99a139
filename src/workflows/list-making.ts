import { setWorkflowOptions } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readListMakingInput } from './input';
import type { ListMakingInput, MadeList } from './messages';
import { pinned } from './versioning';

/** Makes the lists in Brevo that somebody is about to name in the settings; those that are there are taken. */
export async function listMakingWorkflow(input: ListMakingInput): Promise<readonly MadeList[]> {
  return activities.makeLists(readListMakingInput(input));
}
setWorkflowOptions(pinned, listMakingWorkflow);
