import { CALLS } from '../../../packages/sdk/contract/calls';
import type { Operation } from '../operation';
import { accountOperations } from './accounts/accounts';
import { auditOperations } from './audits/audits';
import { automationOperations } from './automations/automations';
import { campaignHistoryOperations } from './campaigns/campaign-history';
import { campaignOperations } from './campaigns/trigger-campaign';
import { funnelOperations } from './campaigns/funnel';
import { offersOperations } from './accounts/offers';
import { doctorOperations } from './doctor';
import { liveOperations } from './live';
import { privacyOperations } from './privacy/privacy';
import { quarantineOperations } from './quarantine/quarantine';
import { rehearsalOperations } from './rehearsals/rehearsals';
import { satisfactionOperations } from './satisfaction/satisfaction';
import { searchOperations } from './search';
import { sessionOperations } from './sessions/sign-in-link';
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
  ...offersOperations,
  ...syncOperations,
  ...quarantineOperations,
  ...ticketOperations,
  ...deliveryOperations,
  ...automationOperations,
  ...auditOperations,
  ...rehearsalOperations,
  ...privacyOperations,
  ...subscriptionOperations,
  ...campaignOperations,
  ...campaignHistoryOperations,
  ...webhookOperations,
  ...liveOperations,
  ...funnelOperations,
  ...satisfactionOperations,
  ...searchOperations,
  ...sessionOperations,
};

/** The whole control API, in the order of the contract. */
export const OPERATIONS: readonly Operation[] = Object.values(CALLS).map(({ id }) => IMPLEMENTED[id]);
