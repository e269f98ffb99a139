import type { JSX } from 'preact';
import { useCall } from '../../api/use-call';
import { to } from '../../app/route';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Card, Page } from '../../parts/page';
import { Code } from '../../parts/code';
import { AccountActions } from './actions';
import { Figures } from './figures';
import { healthOf, type Health } from './health';
import { Lanes } from './lanes';
import { Leaving } from './leaving';
import { RunProgress } from './run-progress';
import { SetAsideShort } from './set-aside-short';

/** The status counts everything, which takes seconds in a large shop. */
const RARELY_MS = 60_000;

export function Now(): JSX.Element {
  const live = useCall('readLive', { query: {} }, { on: ['account', 'tickets', 'contacts', 'deliveries', 'run'] });
  const status = useCall('readStatus', { query: {} }, { on: ['account', 'run'], apartMs: RARELY_MS });
  const known = status.data;
  return (
    <Page
      title="Now"
      sentence={
        <Saying of={live} until="Looking …">
          {(data) => <Sentence health={healthOf(data, known)} />}
        </Saying>
      }
      tools={live.data === null ? null : <AccountActions live={live.data} />}
    >
      <Answer of={live}>
        {(data) => (
          <>
            <Steps health={healthOf(data, known)} />
            <RunProgress live={data} />
            <Figures live={data} status={known} />
            <div class="columns">
              <div class="stack">
                <Card title="Requests to Gorgias" note="In the last hour, by lane: live traffic goes first">
                  <Lanes live={data} />
                </Card>
                <Card
                  title="Set aside"
                  note="Records that wait and values that were left out"
                  tools={<a href={to('set-aside')}>All</a>}
                >
                  <Answer of={status}>{(found) => <SetAsideShort status={found} />}</Answer>
                </Card>
              </div>
              <Card
                title="On its way to Brevo"
                note="What happened last"
                tools={<a href={to('tickets')}>Find a ticket</a>}
              >
                <Leaving />
              </Card>
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Sentence({ health }: { readonly health: Health }): JSX.Element {
  return (
    <>
      <i class={`dot ${health.tone}`} aria-hidden="true" />
      {health.sentence}
    </>
  );
}

function Steps({ health }: { readonly health: Health }): JSX.Element | null {
  if (health.steps.length === 0) return null;
  return (
    <div class={`notice ${health.tone}`}>
      <div>
        <strong>What to do</strong>
        <ul class="steps">
          {health.steps.map((step) => (
            <li key={step}>
              <Code text={step} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
