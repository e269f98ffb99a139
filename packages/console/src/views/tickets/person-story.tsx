import type { JSX } from 'preact';
import { useCall } from '../../api/use-call';
import { route, to } from '../../app/route';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Cell, Table } from '../../parts/paged';
import { Card, Page, Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { At, Until } from '../../parts/time';
import { outcomeWords, spaced } from '../../parts/words';
import type { Found } from '../../../../sdk/contract/search';
import type { Why } from '../../../../sdk/contract/tickets';
import { ContactFacts } from './contact-facts';
import { SetAsideHere } from './set-aside-here';
import { Story } from './story';

/** A person by their number: an address would stay in the browser's history. */
export function PersonStory(): JSX.Element {
  const [text = ''] = route.value.rest;
  const found = useCall('search', /^\d+$/.test(text) ? { query: {}, body: { text } } : null);
  const person = found.data?.people.find(({ customerId }) => String(customerId) === text);
  const email = person?.email ?? null;
  const why = useCall('explain', email === null ? null : { query: {}, body: { email } }, {
    on: ['tickets', 'contacts', 'deliveries', 'account'],
  });
  return (
    <Page
      title={`Person ${text}`}
      sentence={why.data?.reasons[0] ?? sentenceWithout(person, found.loading)}
      back={{ href: to('tickets'), label: 'Tickets and people' }}
    >
      {person === undefined ? null : (
        <p class="lead">
          <Foreign text={person.name} hidden={isReader.value} /> <Foreign text={person.email} hidden={isReader.value} />
        </p>
      )}
      {email === null ? <Short person={person} /> : <Answer of={why}>{(data) => <Full why={data} />}</Answer>}
    </Page>
  );
}

function sentenceWithout(person: Found['people'][number] | undefined, loading: boolean): string {
  if (loading) return 'Reading …';
  if (person === undefined) return 'Nobody with this number is known.';
  if (isReader.value) return 'The read-only key sees the tickets, and not who it is.';
  return person.email === null
    ? 'This person has no e-mail address, by which Brevo knows people.'
    : 'Reading the story …';
}

function Short({ person }: { readonly person: Found['people'][number] | undefined }): JSX.Element | null {
  if (person === undefined || person.tickets.length === 0) return null;
  return (
    <Card title="Newest tickets">
      <p class="own">
        {person.tickets.map((id) => (
          <TicketLink key={id} id={id} />
        ))}
      </p>
    </Card>
  );
}

function Full({ why }: { readonly why: Why }): JSX.Element {
  return (
    <div class="columns story-columns">
      <Card title="Tickets" note={why.more ? 'The newest; there are more' : 'Newest first'} wide>
        {why.tickets.length === 0 ? (
          <Empty title="No ticket is known of this person" />
        ) : (
          <Table
            caption="Tickets of the person"
            head={['Ticket', 'Stands', 'Opened', 'Why']}
            rows={why.tickets.map((one) => (
              <tr key={one.ticketId}>
                <Cell name="Ticket">
                  <TicketLink id={one.ticketId} />
                  {one.channel === null ? null : <span class="sub">{one.channel}</span>}
                </Cell>
                <Cell name="Stands">
                  <Pill tone={one.stage === 'ended' ? 'calm' : 'warn'}>
                    {one.stage === null ? (one.status ?? 'not read') : spaced(one.stage)}
                  </Pill>
                  {one.outcome === null ? null : <span class="sub">{outcomeWords(one.outcome).toLowerCase()}</span>}
                </Cell>
                <Cell name="Opened">{one.createdAt === null ? '–' : <At at={one.createdAt} />}</Cell>
                <Cell name="Why">
                  {one.reasons[0]}
                  {one.waitingUntil === null ? null : (
                    <span class="sub">
                      looked at again <Until at={one.waitingUntil} />
                    </span>
                  )}
                </Cell>
              </tr>
            ))}
          />
        )}
      </Card>
      <div class="stack">
        {why.story.length === 0 ? null : (
          <Card title="Campaigns that programs asked for" note="Without a ticket; oldest first">
            <Story entries={why.story} waitingUntil={null} workflow={null} />
          </Card>
        )}
        <ContactFacts why={why} />
        <SetAsideHere records={why.quarantine} />
      </div>
    </div>
  );
}
