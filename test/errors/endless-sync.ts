import { fullSyncWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import type { Scenario } from './scenario';

/** Meanwhile no full sync comes to its end, because Gorgias is away; afterwards none runs. */
export async function endlessSync<Result>({ harness }: Scenario, work: () => Promise<Result>): Promise<Result> {
  harness.sandbox.gorgias.faults.add({ kind: '5xx' });
  try {
    return await work();
  } finally {
    const handle = harness.connector.client.workflow.getHandle(fullSyncWorkflowId(ACCOUNT));
    // It may have ended already.
    await handle.terminate('the test is over').catch(() => undefined);
    harness.sandbox.gorgias.faults.clear();
  }
}
