import { setWorkflowOptions } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readWebhookRemovalInput } from './input';
import type { WebhookRemoval, WebhookRemovalInput } from './messages';
import { pinned } from './versioning';

/** Has Gorgias send no webhooks any more, in the worker: the API server itself never calls a vendor (design D12). */
export async function webhookRemovalWorkflow(input: WebhookRemovalInput): Promise<WebhookRemoval> {
  const { account, ...what } = readWebhookRemovalInput(input);
  return activities.removeWebhooks(account, what);
}
setWorkflowOptions(pinned, webhookRemovalWorkflow);
