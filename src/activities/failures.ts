import type { Info } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { ConnectorError, type ErrorCode, isConnectorError } from '../domain/errors/connector-error';
import { fateOf, PATIENT_TRIES } from '../domain/errors/dispositions';

/** As in `workflows/activity-options.ts`. */
const LONGEST_WAIT_MS = 60_000;

/** A gateway's page in Gorgias' place looks like the page of a helpdesk that is not there: it is believed when it stays. */
const DOUBTFUL: ErrorCode = 'gorgias.wrong_domain';

/**
 * The closed list of errors in Temporal's words: type = code, details = what a caller may look at. Waiting for a limit is BENIGN, it is
 * neither an error in the log nor a failure in the metrics.
 */
export function toApplicationFailure(
  thrown: unknown,
  { attempt, activityType }: Pick<Info, 'attempt' | 'activityType'>,
): ApplicationFailure {
  const error = isConnectorError(thrown) ? thrown : new ConnectorError('bug', bugMessage(thrown), { cause: thrown });
  const limited = error.code === 'gorgias.rate_limited' || error.code === 'brevo.rate_limited';
  const sentence = error.message.replace(/\.$/, '');
  return ApplicationFailure.create({
    type: error.code,
    // For the Temporal UI, which shows nothing else; who knows the code takes the sentence of the details.
    message: `${sentence}. ${error.nextStep}`,
    nonRetryable:
      limited || error.code === DOUBTFUL ? attempt >= PATIENT_TRIES : !error.retryable && !waits(error, activityType),
    details: [{ sentence, retryAfterMs: error.retryAfterMs ?? null, ...error.details }],
    ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: waitMs(error.retryAfterMs, attempt) }),
    ...(limited ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** What a vendor asks for is the least: whoever is turned away again and again comes ever later, as with Temporal's own back-off. */
function waitMs(retryAfterMs: number, attempt: number): number {
  return Math.max(retryAfterMs, Math.min(1_000 * 2 ** (attempt - 1), LONGEST_WAIT_MS));
}

/** Their callers have an answer of their own to each failure: a ticket or a campaign waits in the store, a person reads it. */
const ANSWERED: readonly string[] = [
  ...['readTicket', 'publishCustomer', 'sendTimeline', 'settleOutcome', 'settleRequest'],
  ...['testConnection', 'tryKeys', 'checkSettings', 'planSync', 'setUpWebhooks', 'removeWebhooks'],
];

/** A refusal of what a whole run needs, like the list of attributes, is no record's: it ends no run, but is waited out (design D15). */
function waits({ code }: ConnectorError, activityType: string): boolean {
  return /^(?:gorgias|brevo)\./.test(code) && fateOf(code, 'run') === 'wait' && !ANSWERED.includes(activityType);
}

/** Name and place only: the message of an unexpected error may quote a person's data. */
export function bugMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Something that is no error was thrown';
  const place = thrown.stack?.split('\n').find((line) => line.includes('/src/') || line.includes('/dist/'));
  return `Unexpected ${thrown.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}
