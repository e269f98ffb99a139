import { isConnectorError } from './connector-error';

/**
 * What a page's failure says of its size (design D15, `smaller`), which is asked before it is judged. `too_large`: the answer is longer than we take, and will be again.
 * `too_slow`: the vendor did not get it ready in time, which a smaller page may mend and an outage looks like. Null: nothing.
 */
export type TooMuch = 'too_large' | 'too_slow';

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
