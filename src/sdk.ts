export { TajoClient } from './sdk/client';
export { TajoError, type TajoErrorCode } from './sdk/errors';
export type { DoctorCheck, DoctorReport } from './api/contract/doctor';
export type { Connectors } from './sdk/connectors';
export type { Health } from './sdk/health';
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
