import { fullSyncWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import type { Room } from './room';

/** Meanwhile no full sync comes to its end, because Gorgias is away; afterwards none runs. */
export async function endlessSync<Result>({ stage }: Room, work: () => Promise<Result>): Promise<Result> {
  stage.sandbox.gorgias.faults.add({ kind: '5xx' });
  try {
    return await work();
  } finally {
    const handle = stage.connector.client.workflow.getHandle(fullSyncWorkflowId(ACCOUNT));
    // It may have ended already.
    await handle.terminate('the test is over').catch(() => undefined);
    stage.sandbox.gorgias.faults.clear();
  }
}
