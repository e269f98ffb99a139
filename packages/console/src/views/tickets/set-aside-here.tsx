import type { JSX } from 'preact';
import { causeText } from '../../../../sdk/contract/cause-words';
import { setAsideWords } from '../../../../sdk/contract/set-aside-words';
import type { Why } from '../../../../sdk/contract/tickets';
import { to } from '../../app/route';
import { Card, Pill } from '../../parts/page';

export function SetAsideHere({ records }: { readonly records: Why['quarantine'] }): JSX.Element | null {
  if (records.length === 0) return null;
  return (
    <Card title="Set aside" note="Of this ticket or person">
      <ul class="plain">
        {records.map((one) => (
          <li key={`${one.kind}/${one.key}/${one.cause}/${one.detail ?? ''}`}>
            <a href={to('set-aside', { cause: one.cause })}>{one.cause}</a>{' '}
            <Pill tone={one.held ? 'bad' : 'warn'}>{setAsideWords(one)}</Pill>
            <span class="sub">
              {one.detail === undefined ? '' : `${one.detail}: `}
              {causeText(one.cause)?.what ?? ''}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
