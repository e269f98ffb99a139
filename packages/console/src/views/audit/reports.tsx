import type { JSX } from 'preact';
import { useCall } from '../../api/use-call';
import { to } from '../../app/route';
import { Answer } from '../../parts/answer';
import { Cell, Table } from '../../parts/paged';
import { Card, Pill } from '../../parts/page';
import { At } from '../../parts/time';
import { number, spaced } from '../../parts/words';

const TONES: Readonly<Record<string, string>> = {
  completed: 'good',
  running: 'warn',
  failed: 'bad',
  cancelled: 'calm',
};

/** The reports that are kept. */
export function Reports({ shown }: { readonly shown: string | null }): JSX.Element {
  const list = useCall('listAudits', { query: {} }, { on: ['reports'] });
  return (
    <Answer of={list}>
      {({ reports }) =>
        reports.length < 2 ? null : (
          <Card title="Reports" note="Newest first">
            <Table
              caption="Reports of audits"
              head={['Begun', 'State', { number: 'Read back' }, { number: 'Differ' }]}
              rows={reports.map((one) => (
                <tr key={one.report} class={one.report === shown ? 'chosen' : ''}>
                  <Cell name="Begun">
                    <a
                      href={to('audit', { report: one.report })}
                      aria-current={one.report === shown ? 'true' : undefined}
                    >
                      <At at={one.startedAt} />
                    </a>
                    <span class="sub">
                      {one.scope === 'all' ? 'all contacts' : 'a sample'}
                      {one.nightly ? ', by night' : ''}
                    </span>
                  </Cell>
                  <Cell name="State">
                    <Pill tone={TONES[one.state] ?? 'calm'}>{spaced(one.state)}</Pill>
                  </Cell>
                  <Cell name="Read back" kind="number">
                    {number(one.looked)}
                  </Cell>
                  <Cell name="Differ" kind="number">
                    {number(one.differing)}
                  </Cell>
                </tr>
              ))}
            />
          </Card>
        )
      }
    </Answer>
  );
}
