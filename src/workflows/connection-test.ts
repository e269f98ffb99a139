import { readAccountInput } from './input';
import type { ConnectionCheck, ConnectionTestInput } from './messages';
import { interactive } from './sync/activities';

/** Tries both APIs of an account, in the worker: the API server itself never calls a vendor (design D12). */
export async function connectionTestWorkflow(input: ConnectionTestInput): Promise<readonly ConnectionCheck[]> {
  return interactive.testConnection(readAccountInput(input));
}
