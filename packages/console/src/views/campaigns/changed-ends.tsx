import type { JSX } from 'preact';
import type { RehearsedEnds } from '../../../../sdk/contract/rehearsals';
import type { Input } from '../../api/request';
import { Cell, Paged } from '../../parts/paged';
import { Pill } from '../../parts/page';
import { TicketLink } from '../../parts/ticket-link';
import { At } from '../../parts/time';
import { fateTone, fateWords } from '../../parts/words';

type End = RehearsedEnds['ends'][number];
const PAGE = 50;

/** Ends that the two policies answer differently. `done`: another state of the report is another list. */
export function ChangedEnds({ id, done }: { readonly id: string; readonly done: string }): JSX.Element {
  const input: Input<'listRehearsedEnds'> = { params: { id }, query: { only: 'changed', limit: PAGE } };
  return (
    <Paged
      key={done}
      call="listRehearsedEnds"
      input={input}
      at={(asked, after) => ({ ...asked, query: { ...asked.query, after } })}
      rows={({ ends }) => ends}
      next={({ next }) => next}
      caption="Ends that are answered differently"
      head={['Ticket', 'Closed', 'Today', 'New']}
      row={(end) => (
        <tr key={`${end.ticketId}/${end.closedAt}`}>
          <Cell name="Ticket">
            <TicketLink id={end.ticketId} />
          </Cell>
          <Cell name="Closed">
            <At at={end.closedAt} />
          </Cell>
          <Cell name="Today">
            <Decided decision={end.today} />
          </Cell>
          <Cell name="New">
            <Decided decision={end.proposed} />
          </Cell>
        </tr>
      )}
      empty="Both answer all of them the same."
    />
  );
}

function Decided({ decision }: { readonly decision: End['today'] }): JSX.Element {
  if (decision === null) return <span class="quiet">not known how it ended</span>;
  return (
    <>
      <Pill tone={fateTone(decision.kind)}>{fateWords(decision.kind)}</Pill> {decision.campaign ?? ''}
      <span class="sub">{decision.why}</span>
    </>
  );
}
