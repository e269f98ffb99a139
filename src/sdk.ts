export { TajoClient } from './sdk/client';
export { TajoError, type TajoErrorCode } from './sdk/errors';
export type { DoctorCheck, DoctorReport } from './api/contract/doctor';
export type { CampaignAnswer, Campaigns, TriggerOptions } from './sdk/campaigns';
export type { Connectors } from './sdk/connectors';
export type {
  EventHandler,
  SubscribeOptions,
  SubscriberEvent,
  SubscriberEventOf,
  Subscription,
  TicketEventType,
} from './sdk/events/types';
export type { Health } from './sdk/health';
export type {
  Automations,
  AutomationsBackfillOptions,
  AutomationsBackfillStarted,
  AutomationsOptions,
  Deliveries,
  DeliveriesOptions,
  Why,
  WhyOptions,
} from './sdk/insight-types';
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
} from './sdk/types';
export type {
  TicketEvent,
  TicketEventAccepted,
  WebhookGuide,
  WebhookSetup,
  WebhookSetupOptions,
} from './sdk/webhook-types';
