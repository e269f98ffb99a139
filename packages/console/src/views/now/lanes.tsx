import type { JSX } from 'preact';
import type { Live } from '../../../../sdk/contract/live';
import { Chart } from '../../parts/chart';
import type { Drawing } from '../../parts/draw';
import { Cell, Table } from '../../parts/paged';
import { count, number } from '../../parts/words';

const NAMES = { live: 'Live', feed: 'Feed', backfill: 'Backfill', enrichment: 'Enrichment' } as const;

export function Lanes({ live }: { readonly live: Live }): JSX.Element {
  const { lanes, budget, asOf } = live;
  const last = Math.floor(Date.parse(asOf) / 60_000) * 60;
  const drawing: Drawing = {
    kind: 'areas',
    step: 'minute',
    times: Array.from({ length: 60 }, (_, index) => last - (59 - index) * 60),
    series: lanes.map(({ lane, minutes }) => ({ name: NAMES[lane], tone: `lane-${lane}`, values: minutes })),
  };
  const requests = lanes.reduce((sum, one) => sum + one.requests, 0);
  return (
    <>
      <p class="lead">
        {count(requests, 'request')}
        {budget === null
          ? ''
          : `; ${number(Math.floor(budget.left))} of ${number(budget.capacity)} may be made at once now`}
        .
      </p>
      <Chart
        drawing={drawing}
        label={`Requests to Gorgias in the last hour, ${number(requests)} in all`}
        height={180}
        table={
          <Table
            caption="Requests in the last hour by lane"
            head={['Lane', { number: 'Requests' }, { number: 'Had to wait' }]}
            rows={lanes.map(({ lane, requests: made, waits }) => (
              <tr key={lane}>
                <Cell name="Lane">{NAMES[lane]}</Cell>
                <Cell name="Requests" kind="number">
                  {number(made)}
                </Cell>
                <Cell name="Had to wait" kind="number">
                  {number(waits)}
                </Cell>
              </tr>
            ))}
          />
        }
      />
    </>
  );
}
