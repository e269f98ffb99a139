import type { JSX } from 'preact';
import type { Scores as Page_ } from '../../../../sdk/contract/satisfaction';
import type { Input } from '../../api/request';
import { usePeriod } from '../../app/period';
import { route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Cell, Paged } from '../../parts/paged';
import { Card, Page, Pill } from '../../parts/page';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { At } from '../../parts/time';

type Query = NonNullable<Input<'listScores'>['query']>;

/** The scores behind a bar, and who gave them; which, the address says. */
export function Scores(): JSX.Element {
  const period = usePeriod();
  const { score, channel, tag, agent, late, name } = route.value.query;
  // What an address says is a word; the server refuses one that it does not know.
  const query = { ...period.query, score, channel, tag, agent, late } as Query;
  const about = [
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(channel === undefined ? [] : [`channel ${channel}`]),
    ...(tag === undefined ? [] : [`tag ${tag}`]),
    ...(agent === undefined ? [] : [`agent ${name ?? agent}`]),
    ...(late === undefined ? [] : [late === 'true' ? 'late' : 'in time']),
  ].join(', ');
  return (
    <Page
      title="Scores"
      sentence={`${period.words} these scores were given: ${about === '' ? 'all of them' : about}.`}
      back={{ href: to('satisfaction'), label: 'Satisfaction' }}
    >
      <Card title="Who gave them">
        <Paged
          call="listScores"
          input={{ query }}
          at={({ query: asked }, after) => ({ query: { ...asked, after } })}
          rows={({ scores }) => scores}
          next={({ next }) => next}
          caption="Scores"
          head={['Score', 'Person', 'Comment', 'Given', 'Ticket', 'Agent']}
          row={(one) => <Row key={one.surveyId} score={one} />}
          empty="No score is behind this bar any more."
        />
      </Card>
    </Page>
  );
}

function Row({ score }: { readonly score: Page_['scores'][number] }): JSX.Element {
  const hidden = isReader.value;
  return (
    <tr>
      <Cell name="Score">
        <span class={`score score-${score.score}`}>{score.score}</span>
      </Cell>
      <Cell name="Person">
        <a href={to(`people/${score.customerId}`)}>
          <Foreign text={score.name ?? score.email ?? `customer ${score.customerId}`} hidden={hidden} />
        </a>
        {score.name === null || score.email === null ? null : (
          <span class="sub">
            <Foreign text={score.email} hidden={hidden} />
          </span>
        )}
      </Cell>
      <Cell name="Comment">
        <Foreign text={score.comment} hidden={hidden} />
      </Cell>
      <Cell name="Given">
        <At at={score.scoredAt} />
        {score.late ? <Pill tone="warn">late</Pill> : null}
      </Cell>
      <Cell name="Ticket">
        <TicketLink id={score.ticketId} />
        {score.channel === null ? null : <span class="sub">{score.channel}</span>}
      </Cell>
      <Cell name="Agent">{score.agent ?? '–'}</Cell>
    </tr>
  );
}
