import type { Operation } from '../operation';
import { automationsOperation, backfillOperation } from './automations/automations';
import { deliveriesOperation } from './webhooks/deliveries';
import { doctorOperation } from './doctor';
import { acknowledgeOperation, eventStreamOperation } from './subscriptions/event-stream';
import { installOperation } from './accounts/install';
import { listOperation } from './accounts/list';
import { pauseOperation, resumeOperation } from './accounts/pause';
import { planOperation } from './sync/plan';
import { progressOperation } from './sync/progress';
import { quarantineOperation, retryQuarantineOperation } from './quarantine/quarantine';
import { rotateKeyOperation } from './accounts/rotate-key';
import { statusOperation } from './accounts/status';
import { syncOperation } from './sync/sync';
import { testConnectionOperation } from './accounts/test-connection';
import { ticketEventOperation } from './tickets/ticket-event';
import { triggerCampaignOperation } from './campaigns/trigger-campaign';
import { uninstallOperation } from './accounts/uninstall';
import { whyOperation } from './tickets/why';
import { webhookGuideOperation, webhookSetupOperation } from './webhooks/webhook-setup';

/** The whole control API, in the order in which it is described. All of it needs the key. */
export const OPERATIONS: readonly Operation[] = [
  doctorOperation,
  listOperation,
  installOperation,
  testConnectionOperation,
  syncOperation,
  statusOperation,
  progressOperation,
  planOperation,
  rotateKeyOperation,
  uninstallOperation,
  pauseOperation,
  resumeOperation,
  quarantineOperation,
  retryQuarantineOperation,
  whyOperation,
  deliveriesOperation,
  automationsOperation,
  backfillOperation,
  ticketEventOperation,
  eventStreamOperation,
  acknowledgeOperation,
  triggerCampaignOperation,
  webhookGuideOperation,
  webhookSetupOperation,
];
