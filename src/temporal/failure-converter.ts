import { ActivityFailure, ApplicationFailure, DefaultFailureConverter, type ProtoFailure } from '@temporalio/common';

/**
 * Faults of what somebody typed or configured. Their sentences are ours and quote settings, never a record, so they stay readable in the
 * Temporal UI and CLI: whoever starts a run there has no codec.
 */
const READABLE_TYPES: ReadonlySet<string> = new Set([
  'input.invalid',
  'input.unknown_account',
  'config.invalid',
  'conflict.already_running',
]);

/** What the SDK says of a query that is misspelt: the name that was typed, and those that there are. */
const UNKNOWN_QUERY = /^Workflow did not register a handler for [\w.-]{1,100}\. Registered queries: \[/;

/** Messages and stacks of all other failures go through the codec too. */
class BlindFailureConverter extends DefaultFailureConverter {
  constructor() {
    super({ encodeCommonAttributes: true });
  }

  override errorToFailure(...given: Parameters<DefaultFailureConverter['errorToFailure']>): ProtoFailure {
    const failure = super.errorToFailure(...given);
    const [err] = given;
    return isReadable(err) ? { ...failure, message: err.message } : failure;
  }
}

function isReadable(err: unknown): err is Error {
  if (err instanceof ActivityFailure) return isReadable(err.cause);
  if (!(err instanceof ApplicationFailure)) return false;
  return READABLE_TYPES.has(err.type ?? '') || (err.type === 'ReferenceError' && UNKNOWN_QUERY.test(err.message));
}

/** Loaded by path, also inside the workflow sandbox. */
export const failureConverter = new BlindFailureConverter();
