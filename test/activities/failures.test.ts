import { ApplicationFailureCategory } from '@temporalio/common';
import { toApplicationFailure } from '../../src/activities/failures';
import { ConnectorError, ERROR_CODES, type ErrorCode } from '../../src/domain/errors/connector-error';

/** What a gateway's page looks like too. */
const DOUBTFUL: ErrorCode = 'gorgias.wrong_domain';
const codes = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => code !== DOUBTFUL);

/** Of a step whose caller has an answer to each failure, and of one of a run. */
const ofTicket = (attempt: number) => ({ attempt, activityType: 'readTicket' });
const ofRun = (attempt: number) => ({ attempt, activityType: 'prepareRun' });

describe('an error on its way to Temporal', () => {
  it.each(codes)('%s keeps its code, is retried only when that can help, and names the next step', (code) => {
    const failure = toApplicationFailure(new ConnectorError(code, 'Something happened'), ofTicket(1));

    expect(failure.type).toBe(code);
    expect(failure.nonRetryable).toBe(!ERROR_CODES[code].retryable);
    expect(failure.message).toContain(ERROR_CODES[code].nextStep);
  });

  it.each<[ErrorCode, boolean]>([
    ['brevo.rejected', false],
    ['brevo.not_found', false],
    ['gorgias.rejected', false],
    ['auth.brevo_refused', true],
    ['config.invalid', true],
    ['input.unknown_account', true],
  ])('%s of what a whole run needs comes back to the run: %s', (code, isBack) => {
    expect(toApplicationFailure(new ConnectorError(code, 'Something happened'), ofRun(9)).nonRetryable).toBe(isBack);
  });

  it('when a vendor asks to wait, carries the wait into Temporal’s own timer and counts as no failure', () => {
    const failure = toApplicationFailure(
      new ConnectorError('gorgias.rate_limited', 'Wait', { retryAfterMs: 7_000 }),
      ofTicket(1),
    );

    expect(failure.nextRetryDelay).toBe(7_000);
    expect(failure.category).toBe(ApplicationFailureCategory.BENIGN);
    expect(failure.nonRetryable).toBe(false);
  });

  it('when a vendor turns it away again and again, it comes ever later', () => {
    const busy = new ConnectorError('brevo.busy', 'Busy', { retryAfterMs: 2_000 });
    const delays = [1, 4, 12].map((attempt) => toApplicationFailure(busy, ofTicket(attempt)).nextRetryDelay);

    expect(delays).toEqual([2_000, 8_000, 60_000]);
  });

  it('when the limit lasts, comes back to the workflow, which shows it as a timer', () => {
    const failure = toApplicationFailure(
      new ConnectorError('gorgias.rate_limited', 'Wait', { retryAfterMs: 7_000 }),
      ofTicket(5),
    );

    expect(failure.nonRetryable).toBe(true);
    expect(failure.details).toEqual([expect.objectContaining({ retryAfterMs: 7_000 })]);
  });

  it('when a page stands where the helpdesk should be, it is believed only when it stays', () => {
    const atTry = (attempt: number) =>
      toApplicationFailure(new ConnectorError(DOUBTFUL, 'No API'), ofTicket(attempt)).nonRetryable;

    expect([1, 4, 5, 6].map(atTry)).toEqual([false, false, true, true]);
  });

  it('when an unexpected error quotes a person, leaves the quotation out', () => {
    const failure = toApplicationFailure(new TypeError('cannot read anna@example.com'), ofTicket(1));

    expect(failure.type).toBe('bug');
    expect(failure.message).not.toContain('anna@example.com');
  });
});
