import {
  installConnector,
  listConnectors,
  pauseSync,
  resumeSync,
  rotateKey,
  testConnection,
  uninstallConnector,
} from './accounts';
import { backfillAutomations, readAutomations } from './automations';
import { triggerCampaign } from './campaigns';
import { listDeliveries } from './deliveries';
import { examineConnector } from './doctor';
import { listQuarantine, retryQuarantine } from './quarantine';
import { readStatus } from './status';
import { acknowledgeEvents, readEventStream } from './subscriptions';
import { planSync, readProgress, startSync } from './sync';
import { explain, handleEvent } from './tickets';
import { readWebhookGuide, setUpWebhooks } from './webhooks';

/** The whole control API, in the order in which it is described. All of it needs the key. */
export const CALLS = {
  examineConnector,
  listConnectors,
  installConnector,
  testConnection,
  startSync,
  readStatus,
  readProgress,
  planSync,
  rotateKey,
  uninstallConnector,
  pauseSync,
  resumeSync,
  listQuarantine,
  retryQuarantine,
  explain,
  listDeliveries,
  readAutomations,
  backfillAutomations,
  handleEvent,
  readEventStream,
  acknowledgeEvents,
  triggerCampaign,
  readWebhookGuide,
  setUpWebhooks,
};
