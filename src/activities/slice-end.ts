import { isConnectorError } from '../domain/errors/connector-error';

/**
 * True when a slice that has already got somewhere should end well instead of failing: what it did counts, the next slice meets the fault
 * as its first, and the back-off grows only where nothing moves. Limits are not among these: their wait is in the failure.
 */
export function endsSlice(thrown: unknown, stepsDone: number): boolean {
  if (stepsDone === 0 || !isConnectorError(thrown) || !thrown.retryable) return false;
  return thrown.code !== 'gorgias.rate_limited' && thrown.code !== 'brevo.rate_limited';
}
