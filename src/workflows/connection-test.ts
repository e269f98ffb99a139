import { setWorkflowOptions } from '@temporalio/workflow';
import { readAccountInput } from './input';
import type { ConnectionCheck, ConnectionTestInput } from './messages';
import { activities } from './activity-options';
import { pinned } from './versioning';

/** Tries both APIs of an account, in the worker: the API server itself never calls a vendor (design D12). */
export async function connectionTestWorkflow(input: ConnectionTestInput): Promise<readonly ConnectionCheck[]> {
  return activities.testConnection(readAccountInput(input));
}
setWorkflowOptions(pinned, connectionTestWorkflow);
