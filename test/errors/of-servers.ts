import { describeFailure } from '../../src/control/describe-failure';
import { openStore } from '../../src/store/open';
import { WORKFLOW_TYPES } from '../../src/workflows/messages';
import type { CasesOf } from './cases';
import { printed, thrownBy, typed } from './shown';

/** What the connector itself stands on. */
export const OF_SERVERS: CasesOf<'store' | 'temporal' | 'bug'> = {
  'store.unavailable': async ({ harness }) => {
    const { keyring } = harness.connector;
    const databaseUrl = 'postgres://tajo@127.0.0.1:1/nothing';
    return printed(await thrownBy(() => openStore({ databaseUrl, keyring })));
  },
  'temporal.unavailable': async ({ unanswered }) => printed(await unanswered),
  'temporal.no_worker': async ({ harness }) => {
    const { workflow } = harness.connector.client;
    const options = {
      taskQueue: 'of-nobody',
      workflowId: 'plan/of-nobody',
      workflowExecutionTimeout: '1 second',
    } as const;
    return printed(describeFailure(await thrownBy(() => workflow.execute(WORKFLOW_TYPES.plan, options))));
  },
  bug: ({ brokenDoor }) => typed(['connectors', 'plan', 'gorgias'], brokenDoor),
};
