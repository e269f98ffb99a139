import {
  automationsBackfillWorkflowId,
  connectionTestWorkflowId,
  planWorkflowId,
  webhookSetupWorkflowId,
} from '../../src/workflows/messages';
import { ACCOUNT } from '../../test/support/connector';
import { handle, type PlaySet, startByHand } from './scene';

/** Workflows of a few seconds, which know one way only. */
export const SHORT_SET: PlaySet = {
  apart: false,
  plays: {
    'connection-test': async ({ connector }) => {
      await connector.control.testConnection(ACCOUNT);
      return [{ workflowId: connectionTestWorkflowId(ACCOUNT) }];
    },
    'webhook-setup': async ({ connector }) => {
      await connector.control.setUpWebhooks(ACCOUNT, `https://connector.example/webhooks/gorgias/${ACCOUNT}`);
      return [{ workflowId: webhookSetupWorkflowId(ACCOUNT) }];
    },
    plan: async ({ connector }) => {
      await connector.control.plan(ACCOUNT);
      return [{ workflowId: planWorkflowId(ACCOUNT) }];
    },
    'automations-backfill': async (scene) => {
      const workflowId = automationsBackfillWorkflowId(ACCOUNT);
      await startByHand(scene, 'automationsBackfill', workflowId, { account: ACCOUNT });
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
  },
};
