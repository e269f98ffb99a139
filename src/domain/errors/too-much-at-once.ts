import { isConnectorError } from './connector-error';

/**
 * What a page's failure says of its size (design D15, `smaller`), which is asked before it is judged. `too_large`: the answer is longer than we take, and will be again.
 * `too_slow`: the vendor did not get it ready in time, which a smaller page may mend and an outage looks like. `failing`: the vendor answered, time and
 * again, with an error of its own or with what nobody can read: one row may be the cause. Null: nothing.
 */
export type TooMuch = 'too_large' | 'too_slow' | 'failing';

/** A gateway in front of the vendor gave up waiting for it: 504, and Cloudflare's 524. */
const GATEWAY_TIMEOUTS: readonly (number | undefined)[] = [504, 524];

export function tooMuchAtOnce(thrown: unknown): TooMuch | null {
  if (!isConnectorError(thrown)) return null;
  const { code, details } = thrown;
  if (details.tooLarge === true) return 'too_large';
  // A connection that was not made has nothing to do with the page.
  const isLate = (code === 'gorgias.timeout' || code === 'brevo.timeout') && details.outcomeUnknown === true;
  return isLate || GATEWAY_TIMEOUTS.includes(details.status) ? 'too_slow' : null;
}

/** The same of a page that has failed often enough: an answer came each time, so it is not the way to the vendor. */
export function failsTimeAndAgain(thrown: unknown): TooMuch | null {
  const isOfVendor = isConnectorError(
    thrown,
    ...(['gorgias.unavailable', 'gorgias.protocol', 'brevo.unavailable', 'brevo.protocol'] as const),
  );
  return isOfVendor && thrown.details.status !== undefined ? 'failing' : null;
}
