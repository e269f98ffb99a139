import type { JSX } from 'preact';
import type { ConnectorStatus } from '../../../../sdk/contract/status';
import { setAsideWords } from '../../../../sdk/contract/set-aside-words';
import { to } from '../../app/route';
import { Bars } from '../../parts/bars';
import { Empty } from '../../parts/states';
import { count, spaced } from '../../parts/words';

export function SetAsideShort({ status }: { readonly status: ConnectorStatus }): JSX.Element {
  const { quarantine, keptBack } = status;
  return (
    <>
      {quarantine.length === 0 ? (
        <Empty title="Nothing is set aside">Every record could be read, mapped and written.</Empty>
      ) : (
        <Bars
          unit="record"
          bars={quarantine.slice(0, 6).map(({ cause, held, records }) => ({
            key: cause,
            label: spaced(cause.replace(/^.*\./, '')),
            note: setAsideWords({ cause, held }),
            value: records,
            href: to('set-aside', { cause }),
          }))}
        />
      )}
      {keptBack.length === 0 ? null : (
        <ul class="facts">
          {keptBack.map(({ why, kind, entries }) => (
            <li key={`${kind}/${why}`}>
              {count(entries, kind)} kept back: {why}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
