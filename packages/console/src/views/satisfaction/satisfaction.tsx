import type { JSX } from 'preact';
import type { Satisfaction as Data } from '../../../../sdk/contract/satisfaction';
import { COUNTED_APART_MS, useCall } from '../../api/use-call';
import { type ChosenPeriod, usePeriod } from '../../app/period';
import { PeriodPicker } from '../../app/period-picker';
import { to } from '../../app/route';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Card, Figure, Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { count, number, percent } from '../../parts/words';
import { Groups } from './groups';
import { ScoreChart } from './score-chart';

const TOP = 8;

export function Satisfaction(): JSX.Element {
  const period = usePeriod();
  const found = useCall(
    'readSatisfaction',
    { query: { ...period.query, unit: period.unit, top: TOP } },
    { on: ['tickets'], apartMs: COUNTED_APART_MS },
  );
  return (
    <Page
      title="Satisfaction"
      sentence={
        <Saying of={found} until="Counting …">
          {(data) => <Sentence data={data} period={period} />}
        </Saying>
      }
      tools={<PeriodPicker />}
    >
      <Answer of={found}>{(data) => <Body data={data} />}</Answer>
    </Page>
  );
}

function Sentence({ data, period }: { readonly data: Data; readonly period: ChosenPeriod }): JSX.Element {
  const { responses, average, sent, answered, late } = data;
  if (responses === 0)
    return (
      <>
        {period.words} nobody gave a score{sent === 0 ? '' : `; ${count(sent, 'survey')} went out`}.
      </>
    );
  return (
    <>
      {period.words} <a href={to('satisfaction/scores')}>{count(responses, 'score')}</a> came in, on average{' '}
      <strong>{average?.toFixed(2)}</strong>
      {sent === 0 ? '' : `; ${percent(answered / sent)} of the surveys that were sent have an answer`}
      {late === 0 ? null : (
        <>
          , and <a href={to('satisfaction/scores', { late: 'true' })}>{count(late, 'score')}</a> came late
        </>
      )}
      .
    </>
  );
}

function Body({ data }: { readonly data: Data }): JSX.Element {
  const { responses, average, sent, answered, late, scores } = data;
  if (responses === 0 && sent === 0)
    return (
      <Empty title="No survey and no score in this time">
        Gorgias sends its survey some time after a ticket is closed. Choose a longer period.
      </Empty>
    );
  return (
    <>
      <section class="figures" aria-label="Figures">
        <Figure label="Average score" value={average === null ? '–' : average.toFixed(2)} note="of 5" />
        <Figure
          label="Scores"
          value={number(responses)}
          note={`${number(scores[3] + scores[4])} were 4 or 5`}
          href={to('satisfaction/scores')}
        />
        <Figure
          label="Answered"
          value={sent === 0 ? '–' : percent(answered / sent)}
          note={`${number(answered)} of ${count(sent, 'survey')}`}
        />
        <Figure
          label="Late"
          value={number(late)}
          note="after the ticket’s outcome was decided"
          {...(late === 0 ? {} : { href: to('satisfaction/scores', { late: 'true' }) })}
        />
      </section>
      <Card title={data.unit === 'day' ? 'Scores by day' : 'Scores by week'} note="By when they were given, in UTC">
        <ScoreChart data={data} />
      </Card>
      <div class="columns three">
        <Groups title="Channels" by="channel" groups={data.channels} />
        <Groups title="Tags" by="tag" groups={data.tags} note="A ticket with several counts for each" />
        <Groups title="Agents" by="agent" groups={data.agents} />
      </div>
    </>
  );
}
