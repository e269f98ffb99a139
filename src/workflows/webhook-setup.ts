import { readWebhookSetupInput } from './input';
import type { WebhookSetup, WebhookSetupInput } from './messages';
import { activities } from './activity-options';

/** Makes Gorgias send its webhooks, in the worker: the API server itself never calls a vendor (design D12). */
export async function webhookSetupWorkflow(input: WebhookSetupInput): Promise<WebhookSetup> {
  const { account, address } = readWebhookSetupInput(input);
  return activities.setUpWebhooks(account, address);
}
