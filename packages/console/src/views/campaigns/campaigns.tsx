import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { COUNTED_APART_MS, useCall } from '../../api/use-call';
import { usePeriod } from '../../app/period';
import { PeriodPicker } from '../../app/period-picker';
import { to } from '../../app/route';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Card, Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Fates } from './fates';
import { FunnelSentence } from './funnel-sentence';
import { Outcomes } from './outcomes';
import { Requested } from './requested';

export function Campaigns(): JSX.Element {
  const period = usePeriod();
  const funnel = useCall(
    'readFunnel',
    { query: period.query },
    { on: ['tickets', 'deliveries'], apartMs: COUNTED_APART_MS },
  );
  return (
    <Page
      title="Campaigns"
      sentence={
        <Saying of={funnel} until="Counting …">
          {(data) => <FunnelSentence funnel={data} words={period.words} />}
        </Saying>
      }
      tools={
        <>
          <PeriodPicker />
          <a class="button" href={to('campaigns/rehearsal')}>
            Try another policy
          </a>
        </>
      }
    >
      <Answer of={funnel}>
        {(data) => (
          <>
            {data.stopped === null ? null : <p class="more quiet">{data.stopped}</p>}
            <Funnel funnel={data} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Funnel({ funnel }: { readonly funnel: CampaignFunnel }): JSX.Element {
  if (funnel.ends === 0 && funnel.requested.length === 0)
    return (
      <Empty title="No ticket has ended in this time">
        A ticket has ended when it is closed and its satisfaction is known, or known not to come. Choose a longer
        period, or see what the policy <a href={to('campaigns/rehearsal')}>would have sent for older tickets</a>.
      </Empty>
    );
  return (
    <div class="columns">
      <div class="stack">
        <Card title="How tickets ended" note="In ends: a ticket that was closed again ends again">
          <Outcomes outcomes={funnel.outcomes} />
        </Card>
        {funnel.requested.length === 0 ? null : (
          <Card title="Asked for by programs" note="By the SDK’s campaigns.trigger">
            <Requested requested={funnel.requested} />
          </Card>
        )}
      </div>
      <Card title="What followed" note="In ends; each number opens its tickets" wide>
        <Fates fates={funnel.fates} ends={funnel.ends} />
      </Card>
    </div>
  );
}
