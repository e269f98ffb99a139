import type { JSX } from 'preact';
import { canRetry, causeText } from '../../../../sdk/contract/cause-words';
import type { QuarantineList } from '../../../../sdk/contract/quarantine';
import { setAsideSentence, setAsideWords } from '../../../../sdk/contract/set-aside-words';
import { useCall } from '../../api/use-call';
import { route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Code } from '../../parts/code';
import { Card, Page, Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Ago } from '../../parts/time';
import { number } from '../../parts/words';
import { Records } from './records';
import { askRetry } from './retry';

type Cause = QuarantineList['causes'][number];

export function SetAside(): JSX.Element {
  const { cause } = route.value.query;
  const list = useCall('listQuarantine', { query: { limit: 1 } }, { on: ['contacts', 'run'] });
  return (
    <Page
      title="Set aside"
      sentence={
        <Saying of={list} until="Counting …">
          {({ causes }) => setAsideSentence(causes)}
        </Saying>
      }
    >
      <Answer of={list}>
        {({ causes }) =>
          causes.length === 0 ? (
            <Empty title="Nothing is set aside">Every record that was read could be mapped and written.</Empty>
          ) : (
            <>
              <ul class="causes">
                {causes.map((one) => (
                  <CauseCard key={`${one.cause}/${one.held}`} cause={one} chosen={one.cause === cause} />
                ))}
              </ul>
              {cause === undefined ? null : (
                <Card title="Records" note={cause} tools={<a href={to('set-aside', { cause: null })}>Close</a>}>
                  <Records cause={cause} />
                </Card>
              )}
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function CauseCard({ cause: one, chosen }: { readonly cause: Cause; readonly chosen: boolean }): JSX.Element {
  const { cause, held, records, firstAt, lastAt } = one;
  const text = causeText(cause);
  return (
    <li class={chosen ? 'card cause chosen' : 'card cause'}>
      <div class="cause-head">
        <h2>
          <a href={to('set-aside', { cause })} aria-current={chosen ? 'true' : undefined}>
            {number(records)} <span class="cause-name">{cause}</span>
          </a>
        </h2>
        <Pill tone={held ? 'bad' : 'warn'}>{setAsideWords(one)}</Pill>
      </div>
      <p>{text?.what ?? 'No release knows this cause any more.'}</p>
      {text === undefined ? null : (
        <p class="quiet">
          <Code text={text.nextStep} />
        </p>
      )}
      <footer class="cause-foot">
        <span class="quiet">
          first <Ago at={firstAt} />, last <Ago at={lastAt} />
        </span>
        {isReader.value || !canRetry(cause) ? null : (
          <span class="own">
            <button type="button" class="button" onClick={() => askRetry(cause, true)}>
              What would a retry do?
            </button>
            <button type="button" class="button" onClick={() => askRetry(cause, false)}>
              Retry
            </button>
          </span>
        )}
      </footer>
    </li>
  );
}
