import {
  installConnector,
  listConnectors,
  pauseSync,
  resumeSync,
  rotateKey,
  testConnection,
  uninstallConnector,
} from './accounts';
import { listAudits, readAudit, startAudit } from './audits';
import { backfillAutomations, readAutomations } from './automations';
import { listCampaigns } from './campaign-history';
import { triggerCampaign } from './campaigns';
import { listDeliveries } from './deliveries';
import { listEndedTickets, readFunnel } from './funnel';
import { readLive } from './live';
import { listScores, readSatisfaction } from './satisfaction';
import { search } from './search';
import { createSignInLink } from './session';
import { examineConnector } from './doctor';
import { makeLists, readOffers } from './offers';
import { readPolicy } from './policy';
import { allowPerson, erasePerson, exportPerson, readErasure } from './privacy';
import { listQuarantine, retryQuarantine } from './quarantine';
import { listRehearsedEnds, readRehearsal, startRehearsal } from './rehearsals';
import { checkSettings } from './settings-check';
import { readStatus } from './status';
import { acknowledgeEvents, readEventStream } from './subscriptions';
import { planSync, readProgress, startSync } from './sync';
import { explain, handleEvent } from './tickets';
import { readWebhookGuide, removeWebhooks, setUpWebhooks } from './webhooks';

/** The whole control API, in the order in which it is described. All of it needs the key. */
export const CALLS = {
  examineConnector,
  listConnectors,
  installConnector,
  testConnection,
  checkSettings,
  readOffers,
  makeLists,
  startSync,
  readStatus,
  readLive,
  readProgress,
  planSync,
  rotateKey,
  uninstallConnector,
  pauseSync,
  resumeSync,
  listQuarantine,
  retryQuarantine,
  search,
  explain,
  listDeliveries,
  listCampaigns,
  readFunnel,
  listEndedTickets,
  readSatisfaction,
  listScores,
  readAutomations,
  backfillAutomations,
  startAudit,
  readAudit,
  listAudits,
  readPolicy,
  startRehearsal,
  readRehearsal,
  listRehearsedEnds,
  exportPerson,
  erasePerson,
  readErasure,
  allowPerson,
  handleEvent,
  readEventStream,
  acknowledgeEvents,
  triggerCampaign,
  readWebhookGuide,
  setUpWebhooks,
  removeWebhooks,
  createSignInLink,
};
