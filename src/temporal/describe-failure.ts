import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { ConnectorError, ERROR_CODES, type ErrorCode, isErrorCode } from '../domain/errors';

/** A workflow's failure in the words of our closed list. */
export function describeFailure(thrown: unknown): ConnectorError {
  const root = rootOf(thrown);
  if (root instanceof ApplicationFailure && isErrorCode(root.type)) {
    return new ConnectorError(root.type, withoutNextStep(root.message, root.type));
  }
  if (root instanceof TimeoutFailure) {
    return new ConnectorError('temporal.unavailable', 'No worker took the task in time; is one running?');
  }
  return new ConnectorError('bug', 'The workflow failed unexpectedly; its history in the Temporal UI says where');
}

/** The same as one text for a person, with what to do. */
export function failureSentence(thrown: unknown): string {
  const { message, nextStep } = describeFailure(thrown);
  return `${message.replace(/\.$/, '')}. ${nextStep}`;
}

function rootOf(thrown: unknown): unknown {
  if (thrown instanceof WorkflowFailedError || thrown instanceof ActivityFailure) return rootOf(thrown.cause);
  return thrown;
}

/** Failures carry the next step in their message for the Temporal UI; whoever shows this error adds it again. */
function withoutNextStep(message: string, code: ErrorCode): string {
  return message.replace(`. ${ERROR_CODES[code].nextStep}`, '');
}
