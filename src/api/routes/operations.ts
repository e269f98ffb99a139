import type { Operation } from '../operation';
import { automationsOperation, backfillOperation } from './automations';
import { deliveriesOperation } from './deliveries';
import { doctorOperation } from './doctor';
import { acknowledgeOperation, eventStreamOperation } from './event-stream';
import { installOperation } from './install';
import { listOperation } from './list';
import { pauseOperation, resumeOperation } from './pause';
import { planOperation } from './plan';
import { progressOperation } from './progress';
import { quarantineOperation, retryQuarantineOperation } from './quarantine';
import { rotateKeyOperation } from './rotate-key';
import { statusOperation } from './status';
import { syncOperation } from './sync';
import { testConnectionOperation } from './test-connection';
import { ticketEventOperation } from './ticket-event';
import { triggerCampaignOperation } from './trigger-campaign';
import { uninstallOperation } from './uninstall';
import { whyOperation } from './why';
import { webhookGuideOperation, webhookSetupOperation } from './webhook-setup';

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
