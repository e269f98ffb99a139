import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The figures that exist, as verbs; nothing else of Prometheus leaves this file. Labels are ids and codes, never people. */
export interface Metrics {
  /** One request to a vendor; `route` has names for ids (`/customers/{id}`), `status` is the HTTP status or an error code. */
  vendorCall(call: { vendor: 'gorgias' | 'brevo'; route: string; status: number | string; ms: number }): void;
  /** One request to our own API. */
  apiCall(call: { method: string; route: string; status: number; ms: number }): void;
  budgetLeft(account: string, bucket: string, requests: number): void;
  contactsPublished(account: string, how: 'import' | 'upsert', contacts: number): void;
  quarantined(account: string, cause: string, records: number): void;
  syncFinished(account: string, state: 'completed' | 'failed' | 'cancelled', seconds: number): void;
  webhookReceived(account: string, outcome: string): void;
  /** Null: there is none, or none any more. */
  webhookProblem(account: string, kind: 'failing' | 'silent' | null): void;
  /** How far all accounts are behind now, in seconds: of an account that is not among them nothing is known any more. */
  lags(accounts: readonly AccountLag[]): void;
  /** The Prometheus exposition text. */
  render(): Promise<{ contentType: string; text: string }>;
}

export interface AccountLag {
  readonly account: string;
  /** Null: the feed was never read. */
  readonly feed: { readonly seconds: number } | null;
  /** The oldest of each kind that has something. */
  readonly undelivered: readonly { readonly kind: string; readonly seconds: number }[];
}

const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const RUN_SECONDS = [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400];

/** Metrics in a registry of their own, so that two connectors in one process (tests) don't share numbers. */
export function createMetrics(options: { processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry, prefix: 'tajo_' });
  return {
    ...callMetrics(registry),
    ...syncMetrics(registry),
    ...webhookProblemMetrics(registry),
    ...lagMetrics(registry),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function callMetrics(registry: Registry): Pick<Metrics, 'vendorCall' | 'apiCall' | 'budgetLeft' | 'webhookReceived'> {
  const registers = [registry];
  const vendor = new Histogram({
    name: 'tajo_vendor_request_seconds',
    help: 'Requests to Gorgias and Brevo: count and duration by route and status.',
    labelNames: ['vendor', 'route', 'status'],
    buckets: CALL_SECONDS,
    registers,
  });
  const api = new Histogram({
    name: 'tajo_api_request_seconds',
    help: 'Requests to the control API: count and duration by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: CALL_SECONDS,
    registers,
  });
  const budget = new Gauge({
    name: 'tajo_budget_left_requests',
    help: 'Requests that Gorgias would still have taken at its last answer, by account and rate-limit group.',
    labelNames: ['account', 'bucket'],
    registers,
  });
  const webhooks = new Counter({
    name: 'tajo_webhooks_total',
    help: 'Webhooks by outcome.',
    labelNames: ['account', 'outcome'],
    registers,
  });
  return {
    vendorCall: (call) =>
      vendor.observe({ vendor: call.vendor, route: call.route, status: String(call.status) }, call.ms / 1000),
    apiCall: (call) =>
      api.observe({ method: call.method, route: call.route, status: String(call.status) }, call.ms / 1000),
    budgetLeft: (account, bucket, requests) => budget.set({ account, bucket }, requests),
    webhookReceived: (account, outcome) => webhooks.inc({ account, outcome }),
  };
}

function webhookProblemMetrics(registry: Registry): Pick<Metrics, 'webhookProblem'> {
  const gauge = new Gauge({
    name: 'tajo_webhook_trouble',
    help: 'Whether webhooks of an account are refused in a row (failing) or do not come although tickets change (silent).',
    labelNames: ['account', 'kind'],
    registers: [registry],
  });
  return {
    webhookProblem: (account, kind) => {
      for (const one of ['failing', 'silent'] as const) gauge.set({ account, kind: one }, kind === one ? 1 : 0);
    },
  };
}

function lagMetrics(registry: Registry): Pick<Metrics, 'lags'> {
  const registers = [registry];
  const feed = new Gauge({
    name: 'tajo_feed_lag_seconds',
    help: 'An event of Gorgias that is not known yet is no older than this.',
    labelNames: ['account'],
    registers,
  });
  const undelivered = new Gauge({
    name: 'tajo_undelivered_age_seconds',
    help: 'Age of the oldest contact, event or campaign that should have reached Brevo by now; missing: none waits.',
    labelNames: ['account', 'kind'],
    registers,
  });
  return {
    lags: (accounts) => {
      feed.reset();
      undelivered.reset();
      for (const { account, ...lag } of accounts) {
        if (lag.feed !== null) feed.set({ account }, lag.feed.seconds);
        for (const { kind, seconds } of lag.undelivered) undelivered.set({ account, kind }, seconds);
      }
    },
  };
}

function syncMetrics(registry: Registry): Pick<Metrics, 'contactsPublished' | 'quarantined' | 'syncFinished'> {
  const registers = [registry];
  const published = new Counter({
    name: 'tajo_contacts_published_total',
    help: 'Contacts written to Brevo.',
    labelNames: ['account', 'how'],
    registers,
  });
  const quarantined = new Counter({
    name: 'tajo_quarantined_total',
    help: 'Records and values put aside, by cause; each attempt counts.',
    labelNames: ['account', 'cause'],
    registers,
  });
  const runs = new Histogram({
    name: 'tajo_sync_seconds',
    help: 'Finished sync runs: count and duration by end state.',
    labelNames: ['account', 'state'],
    buckets: RUN_SECONDS,
    registers,
  });
  return {
    contactsPublished: (account, how, contacts) => published.inc({ account, how }, contacts),
    quarantined: (account, cause, records) => quarantined.inc({ account, cause }, records),
    syncFinished: (account, state, seconds) => runs.observe({ account, state }, seconds),
  };
}
