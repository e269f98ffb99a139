export { TajoClient } from './client/client';
export { TajoError, type TajoErrorCode } from './client/errors';
export type { DoctorCheck, DoctorReport } from './contract/doctor';
export type { CampaignAnswer, Campaigns, TriggerOptions } from './client/campaigns';
export type { Connectors } from './client/connectors';
export type {
  EventHandler,
  SubscribeOptions,
  SubscriberEvent,
  SubscriberEventOf,
  Subscription,
  TicketEventType,
} from './events/types';
export type { Health } from './client/health';
export type {
  Automations,
  AutomationsBackfillOptions,
  AutomationsBackfillStarted,
  AutomationsOptions,
  Deliveries,
  DeliveriesOptions,
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
  WebhookSetup,
  WebhookSetupOptions,
} from './client/webhook-types';
