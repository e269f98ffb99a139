import type { SubscribeOptions } from '../events/types';
import type { AuditOptions, AuditReportOptions } from './audit-types';
import type { ReadBackOptions } from './automations';
import type { CampaignHistoryOptions, TriggerOptions } from './campaign-types';
import type {
  AutomationsBackfillOptions,
  AutomationsOptions,
  DeliveriesOptions,
  EndedTicketsOptions,
  MakeListsOptions,
  PeriodOptions,
  SatisfactionOptions,
  ScoresOptions,
  SettingsCheckOptions,
  WhyOptions,
} from './insight-types';
import type { EraseOptions } from './privacy-types';
import type { RehearsedEndsOptions, RehearseOptions } from './rehearsals';
import type {
  AccountOption,
  ConnectOptions,
  FollowOptions,
  QuarantineOptions,
  QuarantineRetryOptions,
  RotateKeyOptions,
  SyncOptions,
  TajoClientOptions,
  UninstallOptions,
} from './types';
import type { WebhookRemovalOptions, WebhookSetupOptions } from './webhook-types';

/** Every option of a type, so that a new one cannot be forgotten here. */
type Names<Options> = { readonly [Name in keyof Required<Options>]: true };

const account = { account: true } as const satisfies Names<AccountOption>;
const watched = { onProgress: true, signal: true } as const;
const followed = { ...watched, whileStopped: true } as const;
const period = { ...account, from: true, to: true } as const satisfies Names<PeriodOptions>;
const page = { ...period, after: true, limit: true } as const;

const connect: Names<ConnectOptions> = { domain: true, email: true, apiKey: true, brevoApiKey: true, force: true };
const sync: Names<SyncOptions> = {
  ...account,
  ...followed,
  type: true,
  resources: true,
  since: true,
  batchSize: true,
  dryRun: true,
  wait: true,
  onTurn: true,
};
const audit: Names<AuditOptions> = {
  ...account,
  ...watched,
  sample: true,
  all: true,
  repair: true,
  overwrite: true,
  report: true,
  wait: true,
  onStart: true,
};

/** What each call of the client takes; a call of the JavaScript kind may name anything. */
export const CALL_OPTIONS = {
  TajoClient: {
    apiKey: true,
    url: true,
    brevoApiKey: true,
    email: true,
    subscriber: true,
  } satisfies Names<TajoClientOptions>,
  connect,
  rotateKey: {
    ...account,
    email: true,
    apiKey: true,
    brevoApiKey: true,
    force: true,
  } satisfies Names<RotateKeyOptions>,
  uninstall: { ...account, purge: true } satisfies Names<UninstallOptions>,
  test: account,
  sync,
  follow: { ...account, ...followed, type: true, runId: true } satisfies Names<FollowOptions>,
  status: account,
  plan: account,
  pause: account,
  resume: account,
  progress: account,
  quarantine: { ...account, cause: true, limit: true } satisfies Names<QuarantineOptions>,
  retryQuarantine: { ...account, cause: true, dryRun: true } satisfies Names<QuarantineRetryOptions>,
  handleEvent: account,
  on: { ...account, onConnected: true, onError: true } satisfies Names<SubscribeOptions>,
  webhooks: account,
  setUpWebhooks: { ...account, url: true, move: true } satisfies Names<WebhookSetupOptions>,
  removeWebhooks: { ...account, url: true, everywhere: true, dryRun: true } satisfies Names<WebhookRemovalOptions>,
  why: { ...account, ticketId: true, email: true } satisfies Names<WhyOptions>,
  offers: account,
  makeLists: { ...account, names: true } satisfies Names<MakeListsOptions>,
  checkSettings: { ...account, settings: true } satisfies Names<SettingsCheckOptions>,
  funnel: period,
  endedTickets: {
    ...page,
    outcome: true,
    score: true,
    campaign: true,
    fate: true,
    rule: true,
  } satisfies Names<EndedTicketsOptions>,
  satisfaction: { ...period, unit: true, top: true } satisfies Names<SatisfactionOptions>,
  scores: { ...page, score: true, channel: true, tag: true, agent: true, late: true } satisfies Names<ScoresOptions>,
  search: account,
  live: account,
  deliveries: {
    ...account,
    ticketId: true,
    kind: true,
    state: true,
    name: true,
    since: true,
    limit: true,
  } satisfies Names<DeliveriesOptions>,
  automations: { ...account, since: true, by: true } satisfies Names<AutomationsOptions>,
  backfillAutomations: { ...account, since: true } satisfies Names<AutomationsBackfillOptions>,
  readBackAutomations: { ...account, ...watched, since: true, onStart: true } satisfies Names<ReadBackOptions>,
  rehearse: { ...account, ...watched, since: true, policy: true } satisfies Names<RehearseOptions>,
  rehearsedEnds: { ...account, only: true } satisfies Names<RehearsedEndsOptions>,
  startAudit: audit,
  auditReport: { ...account, report: true } satisfies Names<AuditReportOptions>,
  audits: account,
  trigger: {
    ...account,
    email: true,
    params: true,
    adHoc: true,
    ticketId: true,
    idempotencyKey: true,
  } satisfies Names<TriggerOptions>,
  history: {
    ...account,
    campaign: true,
    fate: true,
    since: true,
    until: true,
    limit: true,
  } satisfies Names<CampaignHistoryOptions>,
  export: account,
  erase: { ...account, ...watched, brevo: true, onStart: true } satisfies Names<EraseOptions>,
  receipt: account,
  allow: account,
} as const;

export type CallName = keyof typeof CALL_OPTIONS;
