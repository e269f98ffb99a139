import type { JSX } from 'preact';
import type { Found } from '../../../../sdk/contract/search';
import { to } from '../../app/route';
import { isReader } from '../../app/session';
import { Card, Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Foreign, TicketLink } from '../../parts/ticket-link';
import { At } from '../../parts/time';
import { count, outcomeWords } from '../../parts/words';

export function FoundOnes({ found }: { readonly found: Found }): JSX.Element {
  const { tickets, people, more } = found;
  if (tickets.length + people.length === 0)
    return (
      <Empty title="Nobody and nothing found">
        Tickets are found by their whole number, people by how their address, name or last name begins.
      </Empty>
    );
  return (
    <>
      <p class="hidden" role="status">
        {count(tickets.length, 'ticket')} and {count(people.length, 'person', 'people')} found
      </p>
      {tickets.map((ticket) => (
        <Card key={ticket.ticketId} title="Ticket">
          <p class="lead">
            <TicketLink id={ticket.ticketId} /> <Foreign text={ticket.subject} hidden={isReader.value} />
          </p>
          <ul class="facts">
            <li>{ticket.status}</li>
            <li>{ticket.channel}</li>
            <li>
              opened <At at={ticket.createdAt} />
            </li>
            {ticket.outcome === null ? null : <li>{outcomeWords(ticket.outcome).toLowerCase()}</li>}
          </ul>
        </Card>
      ))}
      {people.length === 0 ? null : (
        <Card title="People" {...(more ? { note: 'There are more: type some more letters' } : {})}>
          <ul class="people">
            {people.map(({ customerId, name, email, tickets: own }) => (
              <li key={customerId}>
                <a class="person" href={to(`people/${customerId}`)}>
                  <strong>
                    <Foreign text={name ?? email ?? `Customer ${customerId}`} hidden={isReader.value} />
                  </strong>
                  {email === null ? (
                    <Pill tone="calm">no address</Pill>
                  ) : (
                    <span class="quiet">
                      <Foreign text={email} />
                    </span>
                  )}
                </a>
                <span class="own">
                  {own.map((id) => (
                    <TicketLink key={id} id={id} />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
