export { TajoClient } from './sdk/client';
export { TajoError, type TajoErrorCode } from './sdk/errors';
export type { Connectors } from './sdk/connectors';
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
  PauseState,
  Plan,
  QuarantineList,
  QuarantineOptions,
  Resource,
  Run,
  RunProgress,
  SyncFinished,
  SyncOptions,
  SyncProgress,
  SyncStarted,
  SyncTotals,
  TajoClientOptions,
} from './sdk/types';
