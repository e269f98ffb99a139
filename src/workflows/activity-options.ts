import {
  ActivityCancellationType,
  type ActivityInterfaceFor,
  type ActivityOptions,
  proxyActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities';

/** Lower numbers go first when workers are busy (design D2). */
const LIVE = { priority: { priorityKey: 1 } };
const FEED = { priority: { priorityKey: 2 } };
const BACKFILL = { priority: { priorityKey: 4 } };
const ENRICHMENT = { priority: { priorityKey: 5 } };

/**
 * A slice works for about 4 s; a request may hang for 30 s. The heartbeat tells of a killed worker within 10 s. Retries have no end: only a
 * code that is not retryable, or a limit that lasts, comes back to the workflow.
 */
const SLICE = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} satisfies ActivityOptions;

/** A person waits for the answer. */
const INTERACTIVE = { ...LIVE, retry: { ...SLICE.retry, maximumAttempts: 3 } } satisfies ActivityOptions;

/**
 * What makes each activity different from a plain slice, and what the Temporal UI says that it does: fixed sentences, so that they can be left
 * readable (`temporal/readable-payload.ts`).
 */
export const ACTIVITY_OPTIONS = {
  // Lists that are read whole: 100 tags a request, at two requests a second.
  readReference: {
    ...BACKFILL,
    startToCloseTimeout: '10 minutes',
    summary: 'tags, agents and the labels of custom fields',
  },
  prepareRun: { ...BACKFILL, summary: 'the mapping against Brevo’s attributes and lists' },
  ensureTagLists: { ...BACKFILL, summary: 'one Brevo list for each tag' },
  readBrevoState: { ...BACKFILL, summary: 'who is blocklisted or has left a list' },
  // A slice; but whoever meets a changed tag reads all tags, and corrects all tickets.
  readPages: { ...BACKFILL, startToCloseTimeout: '10 minutes', summary: 'the next pages of a list' },
  verifyUnseen: { ...BACKFILL, summary: 'records that the walk did not meet' },
  // Gathers a whole import, and asks for everybody's consent, a thousand contacts a request.
  publishDue: { ...BACKFILL, startToCloseTimeout: '10 minutes', summary: 'contacts whose projection changed' },
  // May have to look for whom one has left out, a thousand contacts a request.
  confirmImports: { ...BACKFILL, startToCloseTimeout: '10 minutes', summary: 'how Brevo’s imports went' },
  readMeter: { ...BACKFILL, summary: 'the figures for progress' },
  finishRun: { ...BACKFILL, summary: 'totals and watermarks' },
  failRun: { ...BACKFILL, summary: 'how the run ended' },

  enrichCustomers: { ...ENRICHMENT, summary: 'phones of active customers' },
  prepareAutomations: { ...ENRICHMENT, summary: 'how far back rules and macros are counted' },

  prepareRehearsal: { ...ENRICHMENT, summary: 'which time and which policies are rehearsed' },
  rehearsePeople: { ...ENRICHMENT, summary: 'what the policy would have sent to the next people' },

  prepareIncremental: { ...FEED, summary: 'where the last run stopped' },
  tellTickets: { ...FEED, summary: 'tickets that changed' },
  tellCustomers: { ...FEED, summary: 'new customers, on their timelines' },
  sweep: { ...FEED, summary: 'what changes without a date or an event' },
  isAnythingDue: { ...FEED, summary: 'whether anything is due in Brevo' },
  publishSlice: { ...FEED, startToCloseTimeout: '10 minutes', summary: 'contacts whose projection changed' },
  finishIncremental: { ...FEED, summary: 'watermarks for the next run' },

  readTicket: { ...LIVE, summary: 'the ticket as Gorgias has it now' },
  publishCustomer: { ...LIVE, summary: 'the customer’s contact, if it changed' },
  sendTimeline: { ...LIVE, summary: 'the customer’s contact, and what has happened on their timeline' },
  settleOutcome: { ...LIVE, summary: 'how the ticket ended, and its campaign' },
  settleRequest: { ...LIVE, summary: 'a campaign that a program asked for' },
  wakeTickets: { ...LIVE, summary: 'tickets that should look again' },

  prepareAudit: { ...ENRICHMENT, summary: 'how many contacts there are, and which attributes and lists' },
  auditContacts: { ...ENRICHMENT, summary: 'contacts as Brevo has them' },
  finishAudit: { ...ENRICHMENT, summary: 'the report' },
  failAudit: { ...ENRICHMENT, summary: 'how the audit ended' },
  repairContacts: { ...ENRICHMENT, startToCloseTimeout: '10 minutes', summary: 'what the report says' },

  // A person waits for the receipt.
  endPersonsWork: { ...LIVE, startToCloseTimeout: '10 minutes', summary: 'what runs for an erased person' },
  personOnTheWire: { ...LIVE, summary: 'what of the person is on its way to Brevo' },
  eraseInStore: { ...LIVE, startToCloseTimeout: '10 minutes', summary: 'what is kept of the person' },
  eraseInBrevo: { ...LIVE, retry: { ...SLICE.retry, maximumAttempts: 5 }, summary: 'the contact in Brevo' },
  finishErasure: { ...LIVE, startToCloseTimeout: '10 minutes', summary: 'what came meanwhile, and the receipt' },

  // What a run says of its account: soon, and however often workers die meanwhile.
  reportRefusedKey: { ...LIVE, summary: 'one alert for the refused key' },
  reportConnected: { ...LIVE, summary: 'the key works again' },

  testConnection: { ...INTERACTIVE, summary: 'each part of both APIs' },
  tryKeys: { ...INTERACTIVE, summary: 'whether new keys are accepted' },
  checkSettings: {
    ...INTERACTIVE,
    startToCloseTimeout: '10 minutes',
    summary: 'settings against both vendors',
  },
  readOffers: {
    ...INTERACTIVE,
    startToCloseTimeout: '10 minutes',
    summary: 'what both vendors have that settings can name',
  },
  makeLists: { ...INTERACTIVE, summary: 'lists that settings are to name' },
  planSync: { ...INTERACTIVE, summary: 'how large the account is' },
  setUpWebhooks: { ...INTERACTIVE, summary: 'the HTTP integrations in Gorgias' },
  removeWebhooks: { ...INTERACTIVE, summary: 'the HTTP integrations in Gorgias, taken away' },
} satisfies Record<keyof Activities, ActivityOptions & { readonly summary: string }>;

export const activities = proxies();

/** Pages and contacts in the lane of whoever asks for them. */
export const feed: Pick<typeof activities, 'readPages' | 'publishDue'> = proxies(FEED);
export const enrichment: Pick<typeof activities, 'readPages'> = proxies(ENRICHMENT);

function proxies(lane: Pick<ActivityOptions, 'priority'> = {}): ActivityInterfaceFor<Activities> {
  const proxy = <Name extends keyof Activities>(name: Name): ActivityInterfaceFor<Activities>[Name] =>
    proxyActivities<Activities>({ ...SLICE, ...ACTIVITY_OPTIONS[name], ...lane })[name];
  const names = Object.keys(ACTIVITY_OPTIONS) as (keyof Activities)[];
  return Object.fromEntries(names.map((name) => [name, proxy(name)])) as ActivityInterfaceFor<Activities>;
}
