import { cancellationSignal } from '@temporalio/activity';
import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import {
  type Disposition,
  dispositionOf,
  type Fate,
  fateOf,
  PATIENT_TRIES,
  type Subject,
} from '../domain/errors/dispositions';
import type { ActivityDeps } from './deps';
import { bugMessage } from './failures';

/** Where nobody else was asked meanwhile: with Temporal's back-off a quarter of an hour. */
const PATIENT_TRIES_ALONE = 20;
/** Only what fails is remembered; should that be very much, counting begins anew. */
const MOST_TRIES = 10_000;

/** What a step was about when it failed. */
export interface Step {
  readonly account: string;
  readonly subject: Subject;
  /** What exactly, like `survey/55`: its failures are counted together. */
  readonly about: string;
  /** Nothing else is asked for in this step, so that nothing shows whether the vendor answers others. */
  readonly alone?: boolean;
}

/** What has come of a failure that ends nothing: the step goes on without what it was about. */
export interface Judged {
  readonly disposition: Exclude<Disposition, 'wait' | 'mend' | 'fail'>;
  readonly error: ConnectorError;
}

type Memory = Pick<ActivityDeps, 'memory' | 'answeredAt' | 'onJudged'>;

/**
 * What a failure means for what the step was about, by the one table (`domain/errors/dispositions.ts`). What mostly passes by itself is this
 * one's own fault once it has failed often while the vendor answered others: in an outage nobody is answered, and everybody waits.
 * @throws the failure itself where it is to be waited for, a person must mend something, or the run ends.
 */
export function judge(deps: Memory, thrown: unknown, step: Step): Judged {
  const error = errorOf(thrown);
  const fate = fateOf(error.code, step.subject);
  const disposition = dispositionOf(fate, canStay(fate) && hasStayed(deps, error, step));
  deps.onJudged?.({ account: step.account, code: error.code, subject: step.subject, disposition });
  if (disposition === 'wait' || disposition === 'mend' || disposition === 'fail') throw thrown;
  return { disposition, error };
}

/** The same where the caller has its own way to wait. Null: {@link judge} would have thrown. */
export function judgedOrNull(deps: Memory, thrown: unknown, step: Step): Judged | null {
  try {
    return judge(deps, thrown, step);
  } catch {
    return null;
  }
}

/** Not an error but a fact about the record, which is kept. Counts nothing. */
export function isKnown(thrown: unknown): boolean {
  return isConnectorError(thrown) && fateOf(thrown.code, 'record') === 'known';
}

/** It has worked: what fails next is counted anew. */
export function worked({ memory }: Pick<ActivityDeps, 'memory'>, { account, about }: Omit<Step, 'subject'>): void {
  memory.tries.delete(`${account}/${about}`);
}

/** A fault of ours about one record must not hold up the others either. @throws what only says that the step is to end. */
function errorOf(thrown: unknown): ConnectorError {
  if (isConnectorError(thrown)) return thrown;
  if (cancellationSignal().aborted || !(thrown instanceof Error) || ENDS.includes(thrown.name)) throw thrown;
  return new ConnectorError('bug', bugMessage(thrown), { cause: thrown });
}

const ENDS: readonly string[] = ['CancelledFailure', 'AbortError'];

/** Whether it is not clear yet whose fault it is: that of what the step was about, or everybody's. */
export function mayBeItsOwn({ code }: ConnectorError, subject: Subject): boolean {
  return canStay(fateOf(code, subject));
}

function canStay(fate: Fate): boolean {
  return fate.startsWith('wait_then_');
}

function hasStayed({ memory, answeredAt }: Memory, { code }: ConnectorError, { account, about, alone }: Step): boolean {
  const key = `${account}/${about}`;
  const before = memory.tries.get(key) ?? { count: 0, sinceMs: Date.now() };
  const tries = { ...before, count: before.count + 1 };
  if (memory.tries.size >= MOST_TRIES) memory.tries.clear();
  memory.tries.set(key, tries);
  if (tries.count < PATIENT_TRIES) return false;
  if (alone === true && tries.count >= PATIENT_TRIES_ALONE) return true;
  const vendor = code.startsWith('brevo.') ? 'brevo' : code.startsWith('gorgias.') ? 'gorgias' : null;
  return vendor === null || (answeredAt(vendor, account) ?? 0) >= tries.sinceMs;
}
