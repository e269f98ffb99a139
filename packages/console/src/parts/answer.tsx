import type { ComponentChildren, JSX } from 'preact';
import type { Loaded } from '../api/use-call';
import { Failure } from './states';

interface AnswerProps<Data> {
  readonly of: Loaded<Data>;
  /** Drawn while nothing is known. */
  readonly waiting?: ComponentChildren;
  readonly children: (data: Data) => ComponentChildren;
}

/** What a call says; until then that it is awaited, or why it does not come. An answer that is asked again stays meanwhile. */
export function Answer<Data>({ of, waiting, children }: AnswerProps<Data>): JSX.Element {
  if (of.data === null) {
    if (of.failure !== null) return <Failure of={of.failure} retry={of.reload} />;
    return <>{waiting ?? <Skeleton />}</>;
  }
  return (
    <div class="answer" aria-busy={of.loading}>
      {of.failure !== null && !of.failure.unreachable ? <Failure of={of.failure} retry={of.reload} /> : null}
      {children(of.data)}
    </div>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status">
      <span class="hidden">Loading …</span>
      <i />
      <i />
      <i />
    </div>
  );
}
