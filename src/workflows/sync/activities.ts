import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { SUMMARIES } from '../messages';

/**
 * A slice works for about 4 s; a request may hang for 30 s. The heartbeat tells of a killed worker within 10 s. Retries have no end: only a
 * code that is not retryable, or a limit that lasts, comes back to the workflow.
 */
const slice: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
};

type Proxies = ReturnType<typeof proxyActivities<Activities>>;

/** An activity whose summary says in the Temporal UI what it does. */
function proxy<Name extends keyof Activities & keyof typeof SUMMARIES>(
  name: Name,
  options: ActivityOptions,
): Proxies[Name] {
  return proxyActivities<Activities>({ ...slice, ...options, summary: SUMMARIES[name] })[name];
}

/** Lower numbers go first when workers are busy (design D2). */
const BACKFILL = { priority: { priorityKey: 4 } };
const ENRICHMENT = { priority: { priorityKey: 5 } };
/** What a run says of its account: soon, and however often workers die meanwhile. */
const BOOKKEEPING = { priority: { priorityKey: 1 } };
/** A person waits for the answer. */
const INTERACTIVE = { priority: { priorityKey: 1 }, retry: { ...slice.retry, maximumAttempts: 3 } };

export const backfill = {
  readReference: proxy('readReference', BACKFILL),
  prepareRun: proxy('prepareRun', BACKFILL),
  ensureTagLists: proxy('ensureTagLists', BACKFILL),
  readBrevoState: proxy('readBrevoState', BACKFILL),
  readPages: proxy('readPages', BACKFILL),
  verifyUnseen: proxy('verifyUnseen', BACKFILL),
  publishDue: proxy('publishDue', BACKFILL),
  confirmImports: proxy('confirmImports', BACKFILL),
  readMeter: proxy('readMeter', BACKFILL),
  finishRun: proxy('finishRun', BACKFILL),
  failRun: proxy('failRun', BACKFILL),
};

export const enrichment = {
  prepareAutomations: proxy('prepareAutomations', ENRICHMENT),
  readPages: proxy('readPages', ENRICHMENT),
  enrichCustomers: proxy('enrichCustomers', ENRICHMENT),
};

/** Live traffic goes before everything else, and its one request hangs for no longer than a transport lets it. */
const LIVE: ActivityOptions = { priority: { priorityKey: 1 } };
const FEED: ActivityOptions = { priority: { priorityKey: 2 } };

export const live = {
  readTicket: proxy('readTicket', LIVE),
  publishCustomer: proxy('publishCustomer', LIVE),
  sendTimeline: proxy('sendTimeline', LIVE),
  settleOutcome: proxy('settleOutcome', LIVE),
  settleRequest: proxy('settleRequest', LIVE),
  wakeTickets: proxy('wakeTickets', LIVE),
};

export const feed = {
  prepareIncremental: proxy('prepareIncremental', FEED),
  readPages: proxy('readPages', FEED),
  tellTickets: proxy('tellTickets', FEED),
  publishDue: proxy('publishDue', FEED),
  tellCustomers: proxy('tellCustomers', FEED),
  finishIncremental: proxy('finishIncremental', FEED),
};

export const bookkeeping = {
  reportRefusedKey: proxy('reportRefusedKey', BOOKKEEPING),
  reportConnected: proxy('reportConnected', BOOKKEEPING),
};

export const interactive = {
  testConnection: proxy('testConnection', INTERACTIVE),
  planSync: proxy('planSync', INTERACTIVE),
  setUpWebhooks: proxy('setUpWebhooks', INTERACTIVE),
};
