import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { isStop as isStopCode } from '../domain/errors/stop';

/** What an activity's failure says in the connector's own words; null for anything else. */
export interface StepFailure {
  /** A code of the closed list, `domain/errors/connector-error.ts`. */
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

export function failureOf(thrown: unknown): StepFailure | null {
  if (!(thrown instanceof ActivityFailure) || !(thrown.cause instanceof ApplicationFailure)) return null;
  const { type, message, details } = thrown.cause;
  const detail: unknown = details?.[0];
  const retryAfterMs =
    typeof detail === 'object' && detail !== null && 'retryAfterMs' in detail ? detail.retryAfterMs : null;
  return { code: type ?? 'bug', message, retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null };
}

/** The account must change before anything can go on: key, role, address. */
export function isRefusedKey(failure: StepFailure): boolean {
  return failure.code.startsWith('auth.');
}

/** Only a person can end it. */
export function isStop(failure: StepFailure): boolean {
  return isStopCode(failure.code);
}

export function isLimit(failure: StepFailure): boolean {
  return failure.code === 'gorgias.rate_limited' || failure.code === 'brevo.rate_limited';
}

/** A vendor's answer, whatever it was. */
export function isOfVendor(failure: StepFailure): boolean {
  return failure.code.startsWith('gorgias.') || failure.code.startsWith('brevo.');
}
