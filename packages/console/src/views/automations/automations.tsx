import type { JSX } from 'preact';
import type { Automations as Data } from '../../../../sdk/contract/automations';
import { csatWords, FEW_ANSWERS } from '../../../../sdk/contract/csat-words';
import { COUNTED_APART_MS, useCall } from '../../api/use-call';
import { usePeriod } from '../../app/period';
import { PeriodPicker } from '../../app/period-picker';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Bars } from '../../parts/bars';
import { Cell, Table } from '../../parts/paged';
import { Card, Page, Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/ticket-link';
import { Ago, At } from '../../parts/time';
import { count, number, percent } from '../../parts/words';

const CHARTED = 12;

/** Counted from a moment until now: the call has no end of its own. */
export function Automations(): JSX.Element {
  const { query, words } = usePeriod();
  const found = useCall(
    'readAutomations',
    { query: { since: query.from } },
    { on: ['tickets'], apartMs: COUNTED_APART_MS },
  );
  const sentence = query.to === undefined ? words : `Since ${query.from}`;
  return (
    <Page
      title="Rules and macros"
      sentence={
        <Saying of={found} until="Counting …">
          {(data) => <Sentence data={data} words={sentence} />}
        </Saying>
      }
      tools={<PeriodPicker />}
    >
      <Answer of={found}>{(data) => <Body data={data} />}</Answer>
    </Page>
  );
}

function Sentence({ data, words }: { readonly data: Data; readonly words: string }): JSX.Element {
  const { automations, activeTickets } = data;
  const most = automations[0];
  const runs = automations.reduce((sum, automation) => sum + automation.runs, 0);
  const failing = automations.filter(({ failures }) => failures.length > 0).length;
  const alike = automations.filter(({ runs: ran }) => ran === most?.runs).length - 1;
  if (most === undefined) return <>{words} no rule and no macro ran.</>;
  return (
    <>
      {words} {count(automations.length, 'rule or macro', 'rules and macros')} ran {count(runs, 'time')} while{' '}
      {count(activeTickets, 'ticket')} changed;{' '}
      <strong>
        <Foreign text={most.name} />
      </strong>
      {alike === 0 ? '' : ` and ${count(alike, 'other')}`} most often, {count(most.runs, 'time')}
      {alike === 0 ? '' : ' each'}
      {failing === 0 ? ', and none failed' : `, and ${number(failing)} had failures`}.
    </>
  );
}

function Body({ data }: { readonly data: Data }): JSX.Element {
  const { automations, countedFrom, backfill, runsWithoutTicket } = data;
  const note = (
    <>
      Counted from <At at={countedFrom} /> on
      {backfill === null ? '' : `; reading back: ${backfill.sentence}`}
      {runsWithoutTicket === 0 ? '' : `; of ${count(runsWithoutTicket, 'run')} Gorgias does not say on which ticket`}
    </>
  );
  if (automations.length === 0)
    return (
      <Empty title="Nothing was counted in this time">
        What ran before the installation is counted after{' '}
        <code>npx tajo connectors automations gorgias --backfill 30d</code>.
      </Empty>
    );
  return (
    <>
      <Card title="How often they ran" note={note}>
        <Bars
          unit="run"
          bars={automations.slice(0, CHARTED).map(({ kind, id, name, runs, failures }) => ({
            key: `${kind}/${id}`,
            label: <Foreign text={name} />,
            note: failures.length === 0 ? kind : `${kind}, with failures`,
            value: runs,
            tone: failures.length === 0 ? '' : 'fate-bad',
          }))}
        />
      </Card>
      <Card title="What they do to satisfaction" note="Of tickets that changed in the time, with and without it">
        <Table
          caption="Rules and macros"
          head={[
            'Name',
            { number: 'Runs' },
            { number: 'Tickets' },
            'Failures',
            { number: 'CSAT with' },
            { number: 'without' },
            'Last',
          ]}
          rows={automations.map((one) => (
            <Row key={`${one.kind}/${one.id}`} automation={one} />
          ))}
        />
        {automations.some(({ csatWith, csatWithout }) => [csatWith, csatWithout].map(csatWords).some(isMarked)) ? (
          <p class="quiet">{FEW_ANSWERS}</p>
        ) : null}
      </Card>
    </>
  );
}

const isMarked = (words: string): boolean => words.startsWith('~');

function Row({ automation }: { readonly automation: Data['automations'][number] }): JSX.Element {
  const { name, kind, runs, tickets, ticketShare, failures, csatWith, csatWithout, lastAt } = automation;
  return (
    <tr>
      <Cell name="Name">
        <Foreign text={name} />
        <span class="sub">{kind}</span>
      </Cell>
      <Cell name="Runs" kind="number">
        {number(runs)}
      </Cell>
      <Cell name="Tickets" kind="number">
        {number(tickets)} <span class="quiet">{percent(ticketShare)}</span>
      </Cell>
      <Cell name="Failures">
        {failures.length === 0 ? (
          <span class="quiet">none</span>
        ) : (
          failures.map(({ action, reason, times }) => (
            <span key={`${action}/${reason}`} class="sub">
              <Pill tone="bad">{number(times)} ×</Pill> <Foreign text={`${action}: ${reason}`} />
            </span>
          ))
        )}
      </Cell>
      <Cell name="CSAT with it" kind="number">
        <Csat csat={csatWith} />
      </Cell>
      <Cell name="CSAT without" kind="number">
        <Csat csat={csatWithout} />
      </Cell>
      <Cell name="Last">
        <Ago at={lastAt} />
      </Cell>
    </tr>
  );
}

function Csat({ csat }: { readonly csat: Data['csat'] }): JSX.Element {
  return (
    <>
      {csatWords(csat)} <span class="quiet">({number(csat.responses)})</span>
    </>
  );
}
