import { CALLS } from '../../../packages/sdk/contract/calls';
import type { Operation } from '../operation';
import { accountOperations } from './accounts/accounts';
import { automationOperations } from './automations/automations';
import { campaignOperations } from './campaigns/trigger-campaign';
import { doctorOperations } from './doctor';
import { quarantineOperations } from './quarantine/quarantine';
import { subscriptionOperations } from './subscriptions/event-stream';
import { syncOperations } from './sync/sync';
import { ticketOperations } from './tickets/tickets';
import { deliveryOperations } from './webhooks/deliveries';
import { webhookOperations } from './webhooks/webhook-setup';

type Calls = typeof CALLS;
type CallName = keyof Calls;

/** A call of the contract that nobody implements, or that another call's handler stands for, does not compile. */
const IMPLEMENTED: { readonly [Name in CallName]: Operation<Calls[Name]> } = {
  ...doctorOperations,
  ...accountOperations,
  ...syncOperations,
  ...quarantineOperations,
  ...ticketOperations,
  ...deliveryOperations,
  ...automationOperations,
  ...subscriptionOperations,
  ...campaignOperations,
  ...webhookOperations,
};

/** The whole control API, in the order of the contract. */
export const OPERATIONS: readonly Operation[] = Object.values(CALLS).map(({ id }) => IMPLEMENTED[id]);
