import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCall } from '../../api/use-call';
import { Answer } from '../../parts/answer';
import { Cell, Table } from '../../parts/paged';
import { Empty } from '../../parts/states';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { Ago } from '../../parts/time';
import { number } from '../../parts/words';
import { to } from '../../app/route';
import type { QuarantineList } from '../../../../sdk/contract/quarantine';

const FIRST = 50;
/** The call gives no more at once; the command line has all of them. */
const MOST = 1_000;

export function Records({ cause }: { readonly cause: string }): JSX.Element {
  const [limit, setLimit] = useState(FIRST);
  const list = useCall('listQuarantine', { query: { cause, limit } }, { on: ['contacts', 'run'] });
  return (
    <Answer of={list}>
      {({ records }) =>
        records.length === 0 ? (
          <Empty title="None any more">They could be read or written meanwhile.</Empty>
        ) : (
          <>
            <Table
              caption={`Records set aside for ${cause}`}
              head={['Record', 'Detail', 'Step', 'Last seen', { number: 'Times' }]}
              rows={records.map((one) => (
                <tr key={`${one.kind}/${one.key}/${one.step}/${one.detail ?? ''}`}>
                  <Cell name="Record">
                    <RecordLink record={one} />
                  </Cell>
                  <Cell name="Detail">
                    <Foreign text={one.detail ?? null} />
                  </Cell>
                  <Cell name="Step">{one.step}</Cell>
                  <Cell name="Last seen">
                    <Ago at={one.lastAt} />
                  </Cell>
                  <Cell name="Times" kind="number">
                    {number(one.times)}
                  </Cell>
                </tr>
              ))}
            />
            <p class="more">
              <span class="quiet">{number(records.length)} shown</span>
              {records.length < limit || limit === MOST ? null : (
                <button
                  type="button"
                  class="button"
                  disabled={list.loading}
                  onClick={() => setLimit(Math.min(MOST, limit * 4))}
                >
                  Show more
                </button>
              )}
            </p>
          </>
        )
      }
    </Answer>
  );
}

function RecordLink({ record }: { readonly record: QuarantineList['records'][number] }): JSX.Element {
  const { kind, key } = record;
  const isNumber = /^\d{1,15}$/.test(key);
  if (kind === 'ticket' && isNumber) return <TicketLink id={Number(key)} />;
  if ((kind === 'customer' || kind === 'contact') && isNumber)
    return (
      <a href={to(`people/${key}`)}>
        {kind} {key}
      </a>
    );
  return (
    <>
      {kind} {key}
    </>
  );
}
