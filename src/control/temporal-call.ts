import { type Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { temporalFailure } from '../temporal/failures';

/** A person waits: better a sentence than a hanging terminal. */
const ANSWER_WITHIN_MS = 10_000;

/** One call to Temporal; throws `temporal.unavailable` when it is not answered in time, or the server cannot be used as it is. */
export function reachable<Result>(client: Client, call: () => Promise<Result>): Promise<Result> {
  return explained(client, () => client.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, call));
}

/** Calls with a patience of their own; throws as {@link reachable} does. */
export async function explained<Result>(client: Client, calls: () => Promise<Result>): Promise<Result> {
  try {
    return await calls();
  } catch (thrown) {
    throw temporalFailure(thrown, placeOf(client)) ?? thrown;
  }
}

/** For sentences. */
export function placeOf({ connection, options }: Client): { readonly address: string; readonly namespace: string } {
  const address = connection instanceof Connection ? connection.options.address : 'its address';
  return { address, namespace: options.namespace };
}

/** For signals to a workflow that may have ended. */
export function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof WorkflowNotFoundError)) throw thrown;
}
