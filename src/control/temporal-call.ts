import { type Client, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';

/** A person waits: better a sentence than a hanging terminal. */
const ANSWER_WITHIN_MS = 10_000;

/** One call to Temporal; throws `temporal.unavailable` when it is not answered in time. */
export async function reachable<Result>(client: Client, call: () => Promise<Result>): Promise<Result> {
  try {
    return await client.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, call);
  } catch (thrown) {
    if (isUnreachable(thrown))
      throw new ConnectorError('temporal.unavailable', 'The Temporal server does not answer', { cause: thrown });
    throw thrown;
  }
}

/** gRPC codes DEADLINE_EXCEEDED and UNAVAILABLE. */
function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof ServiceError) || !(thrown.cause instanceof Error) || !('code' in thrown.cause)) return false;
  return thrown.cause.code === 4 || thrown.cause.code === 14;
}

/** For signals to a workflow that may have ended. */
export function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof WorkflowNotFoundError)) throw thrown;
}
