import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { ConnectorError, isErrorCode } from '../domain/errors/connector-error';

/** A workflow's failure in the words of our closed list. */
export function describeFailure(thrown: unknown): ConnectorError {
  const root = rootOf(thrown);
  if (root instanceof ApplicationFailure && isErrorCode(root.type)) {
    return new ConnectorError(root.type, sentenceOf(root));
  }
  if (root instanceof TimeoutFailure) {
    return new ConnectorError('temporal.no_worker', 'No worker took it, or was through with it, in time.');
  }
  return new ConnectorError('bug', 'The workflow failed unexpectedly; its history in the Temporal UI says where');
}

function rootOf(thrown: unknown): unknown {
  if (thrown instanceof WorkflowFailedError || thrown instanceof ActivityFailure) return rootOf(thrown.cause);
  return thrown;
}

/** An activity's failure has the next step in its message, for the Temporal UI; a workflow's own has only the sentence. */
function sentenceOf({ message, details }: ApplicationFailure): string {
  const detail: unknown = details?.[0];
  if (typeof detail !== 'object' || detail === null || !('sentence' in detail)) return message;
  return typeof detail.sentence === 'string' ? detail.sentence : message;
}
