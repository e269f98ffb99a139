import type { JSX } from 'preact';
import type { EndedTickets as Page_ } from '../../../../sdk/contract/funnel';
import type { Input } from '../../api/request';
import { usePeriod } from '../../app/period';
import { route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Cell, Paged } from '../../parts/paged';
import { Card, Page, Pill } from '../../parts/page';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { At, Until } from '../../parts/time';
import { fateTone, fateWords, outcomeWords } from '../../parts/words';

type Query = NonNullable<Input<'listEndedTickets'>['query']>;

/** The ends of tickets behind a number of the funnel; which number, the address says. */
export function EndedTickets(): JSX.Element {
  const period = usePeriod();
  const { outcome, campaign, fate, rule, score } = route.value.query;
  // What an address says is a word; the server refuses one that it does not know.
  const query = { ...period.query, outcome, campaign, fate, rule, score } as Query;
  return (
    <Page
      title="Ends of tickets"
      sentence={`${period.words} tickets ended like this: ${describe(route.value.query)}.`}
      back={{ href: to('campaigns'), label: 'Campaigns' }}
    >
      <Card title="Ends" note="A ticket that was closed again is here again">
        <Paged
          call="listEndedTickets"
          input={{ query }}
          at={({ query: asked }, after) => ({ query: { ...asked, after } })}
          rows={({ tickets }) => tickets}
          next={({ next }) => next}
          caption="Ends of tickets"
          head={['Ticket', 'Subject', 'Ended', 'Outcome', 'Campaign', 'Why']}
          row={(ticket) => <Row key={`${ticket.ticketId}/${ticket.closedAt}`} ticket={ticket} />}
          empty="No end is behind this number any more."
        />
      </Card>
    </Page>
  );
}

function Row({ ticket }: { readonly ticket: Page_['tickets'][number] }): JSX.Element {
  const { ticketId, subject, decidedAt, outcome, score, campaign, fate, why, until, agent } = ticket;
  return (
    <tr>
      <Cell name="Ticket">
        <TicketLink id={ticketId} />
      </Cell>
      <Cell name="Subject">
        <Foreign text={subject} hidden={isReader.value} />
        {agent === null ? null : <span class="sub">{agent}</span>}
      </Cell>
      <Cell name="Ended">
        <At at={decidedAt} />
      </Cell>
      <Cell name="Outcome">
        {outcomeWords(outcome)}
        {score === null ? null : <span class="sub">score {score}</span>}
      </Cell>
      <Cell name="Campaign">
        <Pill tone={fateTone(fate)}>{fateWords(fate)}</Pill>
        {campaign === null ? null : <span class="sub">{campaign}</span>}
      </Cell>
      <Cell name="Why">
        {why}
        {until === null ? null : (
          <span class="sub">
            decided <Until at={until} /> at the latest
          </span>
        )}
      </Cell>
    </tr>
  );
}

function describe({ outcome, campaign, fate, rule, score }: Readonly<Record<string, string>>): string {
  const parts = [
    ...(outcome === undefined ? [] : [outcomeWords(outcome).toLowerCase()]),
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(campaign === undefined ? [] : [campaign === '-' ? 'without a campaign' : campaign]),
    ...(fate === undefined ? [] : [fateWords(fate).toLowerCase()]),
    ...(rule === undefined ? [] : [`by the rule ${rule}`]),
  ];
  return parts.length === 0 ? 'all of them' : parts.join(', ');
}
