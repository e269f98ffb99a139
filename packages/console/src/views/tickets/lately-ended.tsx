import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { COUNTED_APART_MS, useCall } from '../../api/use-call';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Cell, Table } from '../../parts/paged';
import { Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { Ago } from '../../parts/time';
import { fateTone, fateWords, outcomeWords } from '../../parts/words';

const LATELY_MS = 30 * 86_400_000;
const SHOWN = 12;

export function LatelyEnded(): JSX.Element {
  const from = useMemo(() => new Date(Date.now() - LATELY_MS).toISOString(), []);
  const ended = useCall(
    'listEndedTickets',
    { query: { from, limit: SHOWN } },
    { on: ['tickets', 'deliveries'], apartMs: COUNTED_APART_MS },
  );
  return (
    <Answer of={ended}>
      {({ tickets }) =>
        tickets.length === 0 ? (
          <Empty title="No ticket has ended yet">
            One has when it is closed and its satisfaction is known, or known not to come.
          </Empty>
        ) : (
          <Table
            caption="Tickets that ended lately"
            head={['Ticket', 'Subject', 'Ended', 'Outcome', 'Campaign']}
            rows={tickets.map((one) => (
              <tr key={`${one.ticketId}/${one.closedAt}`}>
                <Cell name="Ticket">
                  <TicketLink id={one.ticketId} />
                </Cell>
                <Cell name="Subject">
                  <Foreign text={one.subject} hidden={isReader.value} />
                </Cell>
                <Cell name="Ended">
                  <Ago at={one.decidedAt} />
                </Cell>
                <Cell name="Outcome">{outcomeWords(one.outcome)}</Cell>
                <Cell name="Campaign">
                  <Pill tone={fateTone(one.fate)}>{fateWords(one.fate)}</Pill>
                  {one.campaign === null ? null : <span class="sub">{one.campaign}</span>}
                </Cell>
              </tr>
            ))}
          />
        )
      }
    </Answer>
  );
}
