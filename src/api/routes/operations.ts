import type { Operation } from '../operation';
import { installOperation } from './install';
import { listOperation } from './list';
import { pauseOperation, resumeOperation } from './pause';
import { planOperation } from './plan';
import { progressOperation } from './progress';
import { quarantineOperation } from './quarantine';
import { statusOperation } from './status';
import { syncOperation } from './sync';
import { testConnectionOperation } from './test-connection';

/** The whole control API, in the order in which it is described. All of it needs the key. */
export const OPERATIONS: readonly Operation[] = [
  listOperation,
  installOperation,
  testConnectionOperation,
  syncOperation,
  statusOperation,
  progressOperation,
  planOperation,
  pauseOperation,
  resumeOperation,
  quarantineOperation,
];
