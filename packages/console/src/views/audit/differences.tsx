import type { JSX } from 'preact';
import type { AuditReport } from '../../../../sdk/contract/audits';
import { to } from '../../app/route';
import { Cell, Table } from '../../parts/paged';
import { Pill } from '../../parts/page';
import { Foreign } from '../../parts/ticket-link';
import { number } from '../../parts/words';

type Difference = AuditReport['differences'][number];

export function Differences({ differences }: { readonly differences: readonly Difference[] }): JSX.Element {
  return (
    <Table
      caption="What differs, by cause"
      head={['What', { number: 'Contacts' }, 'By', 'Examples']}
      rows={differences.map((one) => (
        <tr key={`${one.kind}/${one.by}/${one.about ?? ''}`}>
          <Cell name="What">
            {one.what}
            {one.about === null ? null : <span class="sub">{one.about}</span>}
            {one.step === null ? null : <span class="sub">{one.step}</span>}
          </Cell>
          <Cell name="Contacts" kind="number">
            {number(one.contacts)}
          </Cell>
          <Cell name="By">
            <Pill tone={one.by === 'us' ? 'bad' : 'calm'}>{one.by === 'us' ? 'us' : 'others'}</Pill>
          </Cell>
          <Cell name="Examples">
            {one.examples.map((example) => (
              <span key={`${example.customerId ?? ''}/${example.foundAt}`} class="sub">
                {example.customerId === null ? null : (
                  <a href={to(`people/${example.customerId}`)}>{example.customerId}</a>
                )}{' '}
                has <Foreign text={example.has ?? 'nothing'} />, should have{' '}
                <Foreign text={example.should ?? 'nothing'} />
              </span>
            ))}
          </Cell>
        </tr>
      ))}
    />
  );
}
