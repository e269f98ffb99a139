import { setWorkflowOptions } from '@temporalio/workflow';
import { readWebhookSetupInput } from './input';
import type { WebhookSetup, WebhookSetupInput } from './messages';
import { activities } from './activity-options';
import { pinned } from './versioning';

/** Makes Gorgias send its webhooks, in the worker: the API server itself never calls a vendor (design D12). */
export async function webhookSetupWorkflow(input: WebhookSetupInput): Promise<WebhookSetup> {
  const { account, address, move = false } = readWebhookSetupInput(input);
  return activities.setUpWebhooks(account, address, move);
}
setWorkflowOptions(pinned, webhookSetupWorkflow);
