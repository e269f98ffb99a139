import { type StepFailure, failureOf, isLimit, isRefusedKey } from './step-failure';
import { activities } from './activity-options';

/** A refused key is tried again this often by itself, in case it was mended elsewhere. */
const REFUSED_RETRY_MS = 10 * 60_000;
const DEFAULT_LIMIT_WAIT_MS = 60_000;
/** What lives for months goes on in a new run long before the server suggests it: a small history is replayed quickly. */
export const LONG_HISTORY = 900;

/** Milliseconds until a step that failed like this is worth another try. */
export function waitAfter(failure: StepFailure): number {
  return isLimit(failure) ? (failure.retryAfterMs ?? DEFAULT_LIMIT_WAIT_MS) : REFUSED_RETRY_MS;
}

export interface Patience {
  readonly account: string;
  /** Faults that pass, or that a person mends; others are thrown. */
  readonly bears: (failure: StepFailure) => boolean;
  /** Returns when the step may be tried again. */
  readonly waitOut: (failure: StepFailure) => Promise<void>;
}

/** Does the work, again after each wait that a person or the vendor ends. A refused key is alerted when it is met, and its end when it works again. */
export async function patiently<Result>(
  { account, bears, waitOut }: Patience,
  work: () => Promise<Result>,
): Promise<Result> {
  let refused = false;
  for (;;) {
    try {
      const result = await work();
      // Only now: a key that is still refused must not look mended, or each try would alert again.
      if (refused) await activities.reportConnected(account);
      return result;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (failure === null || !bears(failure)) throw thrown;
      if (isRefusedKey(failure)) await activities.reportRefusedKey(account, failure.code, failure.message);
      refused ||= isRefusedKey(failure);
      await waitOut(failure);
    }
  }
}
