import type { JSX } from 'preact';
import type { Rehearsal } from '../../../../sdk/contract/rehearsals';
import { Ago } from '../../parts/time';
import { count, number } from '../../parts/words';

export function RehearsalSentence({ report }: { readonly report: Rehearsal }): JSX.Element {
  const { state, failure, today, proposed, changed, startedAt } = report;
  if (state === 'running') return <>Rehearsing {proposed === null ? 'today’s policy' : 'both policies'} …</>;
  if (state !== 'completed') return <>The rehearsal did not end: {failure ?? state}</>;
  const ends = count(today.ends + today.undecided + today.undone, 'end of a ticket', 'ends of tickets');
  if (proposed === null)
    return (
      <>
        Of {ends}, today’s policy would have sent {count(today.sent, 'campaign')} (rehearsed <Ago at={startedAt} />
        ).
      </>
    );
  if (changed === 0) return <>Both policies answer all {ends} the same.</>;
  return (
    <>
      The new policy would have answered <strong>{number(changed)}</strong> of {ends} differently:{' '}
      {count(proposed.sent, 'campaign')} instead of {number(today.sent)}, to{' '}
      {count(proposed.people, 'person', 'people')} instead of {number(today.people)}.
    </>
  );
}
