import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { registerSearchAttributes, type SearchAttributeKinds } from '../../temporal/register-search-attributes';

const ATTEMPT_TIMEOUT_MS = 2_000;
const POLL_MS = 100;

export interface Expectation {
  readonly address: string;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributeKinds;
}

export interface Signs {
  readonly isUp: () => Promise<boolean>;
  /** True once there is no more point in waiting. */
  readonly isGone: () => boolean;
}

/**
 * Waits until the server is up, answers its gRPC health check, knows the namespace and has all search attributes.
 * @returns true when ready, false when gone or after `deadlineMs`.
 */
export async function waitUntilReady(
  expected: Expectation,
  deadlineMs: number,
  { isUp, isGone }: Signs,
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline && !isGone()) {
    if ((await isUp()) && (await isReady(expected))) return true;
    await sleep(POLL_MS);
  }
  return false;
}

async function isReady({ address, namespace, searchAttributes }: Expectation): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: ATTEMPT_TIMEOUT_MS });
    try {
      return await connection.withDeadline(Date.now() + ATTEMPT_TIMEOUT_MS, async () => {
        await connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' });
        await connection.workflowService.describeNamespace({ namespace });
        return (await registerSearchAttributes(connection, namespace, searchAttributes)).length === 0;
      });
    } finally {
      await connection.close();
    }
  } catch {
    // Not listening yet, or the namespace is still on its way: the caller asks again until its deadline.
    return false;
  }
}
