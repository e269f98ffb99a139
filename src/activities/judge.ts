import { type Disposition, dispositionOf, fateOf, type Subject } from '../domain/errors/dispositions';
import { type ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import type { ActivityDeps } from './deps';

/** With Temporal's back-off about a minute: longer than a vendor that is being deployed needs. */
const PATIENT_TRIES = 6;
/** Only what fails is remembered; should that be very much, counting begins anew. */
const MOST_TRIES = 10_000;

/** What a step was about when it failed. */
export interface Step {
  readonly account: string;
  readonly subject: Subject;
  /** What exactly, like `survey/55`: its failures are counted together. */
  readonly about: string;
}

/** What has come of a failure that ends nothing: the step goes on without what it was about. */
export interface Judged {
  readonly disposition: Exclude<Disposition, 'wait' | 'mend' | 'fail'>;
  readonly error: ConnectorError;
}

/**
 * What a failure means for what the step was about, by the one table (`domain/errors/dispositions.ts`). What mostly passes by itself is this
 * one's own fault once it has failed often while the vendor answered others: in an outage nobody is answered, and everybody waits.
 * @throws the failure itself where it is to be waited for, a person must mend something, or the run ends.
 */
export function judge(deps: Pick<ActivityDeps, 'memory' | 'answeredAt'>, thrown: unknown, step: Step): Judged {
  if (!isConnectorError(thrown)) throw thrown;
  const disposition = dispositionOf(fateOf(thrown.code, step.subject), hasStayed(deps, thrown, step));
  if (disposition === 'wait' || disposition === 'mend' || disposition === 'fail') throw thrown;
  worked(deps, step);
  return { disposition, error: thrown };
}

/** It has worked, or has an end: what fails next is counted anew. */
export function worked({ memory }: Pick<ActivityDeps, 'memory'>, { account, about }: Omit<Step, 'subject'>): void {
  memory.tries.delete(`${account}/${about}`);
}

function hasStayed(
  { memory, answeredAt }: Pick<ActivityDeps, 'memory' | 'answeredAt'>,
  { code }: ConnectorError,
  { account, about }: Step,
): boolean {
  const key = `${account}/${about}`;
  const before = memory.tries.get(key) ?? { count: 0, sinceMs: Date.now() };
  const tries = { ...before, count: before.count + 1 };
  if (memory.tries.size >= MOST_TRIES) memory.tries.clear();
  memory.tries.set(key, tries);
  if (tries.count < PATIENT_TRIES) return false;
  const vendor = code.startsWith('brevo.') ? 'brevo' : code.startsWith('gorgias.') ? 'gorgias' : null;
  return vendor === null || (answeredAt(vendor, account) ?? 0) >= tries.sinceMs;
}
