import type { JSX } from 'preact';
import type { Rehearsal, RehearsedEnds } from '../../../../sdk/contract/rehearsals';
import type { Input } from '../../api/request';
import { Cell, Paged } from '../../parts/paged';
import { Pill } from '../../parts/page';
import { TicketLink } from '../../parts/ticket-link';
import { At } from '../../parts/time';
import { fateTone, fateWords } from '../../parts/words';

type End = RehearsedEnds['ends'][number];
const PAGE = 50;

interface Listed {
  readonly id: string;
  /** Another state of the report is another list. */
  readonly done: string;
}

/** Ends that the two policies answer differently. */
export function ChangedEnds({ id, done }: Listed): JSX.Element {
  return (
    <Ends
      list={{ id, done }}
      only="changed"
      caption="Ends that are answered differently"
      head={['Ticket', 'Closed', 'Today', 'New']}
      cells={(end) => [
        <Cell key="today" name="Today">
          <Decided decision={end.today} />
        </Cell>,
        <Cell key="new" name="New">
          <Decided decision={end.proposed} />
        </Cell>,
      ]}
    />
  );
}

/** Ends of which life has decided something else than today's policy would, each with the cause. */
export function DifferingEnds({
  id,
  done,
  causes,
}: Listed & { readonly causes: Rehearsal['agreement']['differing'] }): JSX.Element {
  return (
    <Ends
      list={{ id, done }}
      only="differing"
      caption="Ends that life decided otherwise"
      head={['Ticket', 'Closed', 'Rehearsed', 'In life', 'Why they differ']}
      cells={(end) => [
        <Cell key="rehearsed" name="Rehearsed">
          <Decided decision={end.today} />
        </Cell>,
        <Cell key="life" name="In life">
          {end.life === null ? <span class="quiet">nothing was decided</span> : <Decided decision={end.life} />}
        </Cell>,
        <Cell key="why" name="Why they differ">
          {causes.find(({ cause }) => cause === end.cause)?.meaning ?? end.cause}
        </Cell>,
      ]}
    />
  );
}

interface EndsOptions {
  readonly list: Listed;
  readonly only: 'changed' | 'differing';
  readonly caption: string;
  readonly head: readonly string[];
  readonly cells: (end: End) => JSX.Element[];
}

function Ends({ list: { id, done }, only, caption, head, cells }: EndsOptions): JSX.Element {
  const input: Input<'listRehearsedEnds'> = { params: { id }, query: { only, limit: PAGE } };
  return (
    <Paged
      key={done}
      call="listRehearsedEnds"
      input={input}
      at={(asked, after) => ({ ...asked, query: { ...asked.query, after } })}
      rows={({ ends }) => ends}
      next={({ next }) => next}
      caption={caption}
      head={[...head]}
      row={(end) => (
        <tr key={`${end.ticketId}/${end.closedAt}`}>
          <Cell name="Ticket">
            <TicketLink id={end.ticketId} />
          </Cell>
          <Cell name="Closed">
            <At at={end.closedAt} />
          </Cell>
          {cells(end)}
        </tr>
      )}
      empty="There is none."
    />
  );
}

function Decided({ decision }: { readonly decision: End['today'] | End['life'] }): JSX.Element {
  if (decision === null) return <span class="quiet">undone before anybody could know how it ended</span>;
  return (
    <>
      <Pill tone={fateTone(decision.kind)}>{fateWords(decision.kind)}</Pill> {decision.campaign ?? ''}
      <span class="sub">
        {decision.why}
        {decision.kind === 'undecided' && decision.dueAt !== null ? (
          <>
            , until <At at={decision.dueAt} /> at the latest
          </>
        ) : null}
      </span>
    </>
  );
}
