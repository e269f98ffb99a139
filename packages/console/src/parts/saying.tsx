import type { ComponentChildren, JSX } from 'preact';
import type { Loaded } from '../api/use-call';

interface SayingProps<Data> {
  readonly of: Loaded<Data>;
  /** While nothing is known yet, e.g. `Counting …`. */
  readonly until: string;
  readonly children: (data: Data) => ComponentChildren;
}

/** The sentence of a view, from what a call says. Where it says nothing, the reason stands below. */
export function Saying<Data>({ of, until, children }: SayingProps<Data>): JSX.Element {
  if (of.data !== null) return <>{children(of.data)}</>;
  return <>{of.failure === null ? until : 'This can’t be said at the moment.'}</>;
}
