import type { JSX } from 'preact';
import { useCall } from '../../api/use-call';
import { route, to } from '../../app/route';
import { Answer } from '../../parts/answer';
import { Saying } from '../../parts/saying';
import { Card, Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { ContactFacts } from './contact-facts';
import { SetAsideHere } from './set-aside-here';
import { Standing } from './standing';
import { Story } from './story';

const A_TICKET = /^\d{1,15}$/;

/** `tajo why 123` as a page that goes on by itself. */
export function TicketStory(): JSX.Element {
  const [text = ''] = route.value.rest;
  const id = A_TICKET.test(text) ? Number(text) : null;
  const why = useCall('explain', id === null ? null : { query: {}, body: { ticketId: id } }, {
    on: ['tickets', 'deliveries', 'account'],
  });
  const back = { href: to('tickets'), label: 'Tickets and people' };
  if (id === null)
    return (
      <Page title="A ticket" sentence="This is not the number of a ticket." back={back}>
        <Empty title="Tickets have whole numbers, like 123" />
      </Page>
    );
  return (
    <Page
      title={`Ticket ${id}`}
      sentence={
        <Saying of={why} until="Reading its story …">
          {({ reasons }) => reasons[0]}
        </Saying>
      }
      back={back}
    >
      <Answer of={why}>
        {(data) => (
          <>
            <MoreReasons reasons={data.reasons.slice(1)} />
            {data.tickets.map((ticket) => (
              <Standing key={ticket.ticketId} ticket={ticket} />
            ))}
            <div class="columns story-columns">
              <Card title="Its story" note="Oldest first; it goes on here by itself" wide>
                {data.story.length === 0 ? (
                  <Empty title="Nothing was heard of it yet" />
                ) : (
                  <Story
                    entries={data.story}
                    waitingUntil={data.tickets[0]?.waitingUntil ?? null}
                    workflow={data.tickets[0]?.workflow ?? null}
                  />
                )}
              </Card>
              <div class="stack">
                <ContactFacts why={data} />
                <SetAsideHere records={data.quarantine} />
              </div>
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

/** What holds it up beside the first reason, which is the sentence above. */
function MoreReasons({ reasons }: { readonly reasons: readonly string[] }): JSX.Element | null {
  if (reasons.length === 0) return null;
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
