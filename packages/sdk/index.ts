export { type ConsoleLink, TajoClient } from './client/client';
export { TajoError, type TajoErrorCode } from './client/errors';
export type { CampaignFate } from './contract/fates';
export type { DoctorCheck, DoctorReport } from './contract/doctor';
export type {
  CampaignAnswer,
  CampaignHistory,
  CampaignHistoryOptions,
  Campaigns,
  TriggerOptions,
} from './client/campaigns';
export type { Connectors } from './client/connectors';
export type {
  EventHandler,
  SubscribeOptions,
  SubscriberEvent,
  SubscriberEventOf,
  Subscription,
  TicketEventType,
} from './events/types';
export type {
  Audit,
  AuditOptions,
  AuditReport,
  AuditReportOptions,
  AuditRun,
  Audits,
  AuditStarted,
} from './client/audit-types';
export type { Health } from './client/health';
export type {
  Automations,
  AutomationsBackfillOptions,
  AutomationsBackfillStarted,
  AutomationsOptions,
  CampaignFunnel,
  Deliveries,
  DeliveriesOptions,
  MadeLists,
  MakeListsOptions,
  Offers,
  SettingsCheck,
  SettingsCheckOptions,
  EndedTickets,
  EndedTicketsOptions,
  Found,
  Live,
  PeriodOptions,
  Satisfaction,
  SatisfactionOptions,
  Scores,
  ScoresOptions,
  Why,
  WhyOptions,
} from './client/insight-types';
export type {
  AccountOption,
  ConnectionCheck,
  ConnectionTest,
  Connector,
  ConnectorList,
  ConnectorName,
  ConnectorStatus,
  ConnectOptions,
  FollowOptions,
  KeysRotated,
  PauseState,
  Plan,
  QuarantineList,
  QuarantineOptions,
  QuarantineRetry,
  QuarantineRetryOptions,
  Resource,
  RotateKeyOptions,
  Run,
  RunProgress,
  SyncFinished,
  SyncOptions,
  SyncProgress,
  SyncStarted,
  SyncTotals,
  TajoClientOptions,
  Uninstalled,
  UninstallOptions,
} from './client/types';
export type {
  TicketEvent,
  TicketEventAccepted,
  WebhookGuide,
  WebhookRemoval,
  WebhookSetup,
  WebhookSetupOptions,
} from './client/webhook-types';
export type { AutomationsBackfill, ReadBackOptions } from './client/automations';
export type { EraseOptions, Erasure, ErasureStarted, PersonAllowed, PersonExport, Privacy } from './client/privacy';
export type { Rehearsal, RehearsedEnds, RehearsedEndsOptions, RehearseOptions } from './client/rehearsals';
