import type { Found } from '../../client/insight-types';
import type { Paint } from '../paint';
import { formatTime } from './figures';
import { WIDTH, labelled, wrap } from './wrap';

/** `Customer 1234567  ` */
const HEAD = 20;

/** The ticket, then the people, and how to read their stories. */
export function foundLines(found: Found, paint: Paint): string[] {
  const { tickets, people, more } = found;
  if (tickets.length + people.length === 0) return wrap(NOTHING, WIDTH);
  return [
    ...tickets.flatMap((ticket) => ticketLines(ticket, paint)),
    ...people.flatMap((person) => personLines(person, paint)),
    ...(more ? ['', ...wrap('There are more people: type some more letters.', WIDTH)] : []),
    '',
    ...wrap(storyOf(found), WIDTH),
  ];
}

const NOTHING =
  'Nobody and nothing found: tickets are found by their whole number, people by their number or by how their address, name or last name begins (with TAJO_READ_KEY by number alone).';

function ticketLines(ticket: Found['tickets'][number], paint: Paint): string[] {
  const { ticketId, subject, status, channel, createdAt, outcome } = ticket;
  const facts = [
    `${status}, by ${channel}`,
    `opened ${formatTime(createdAt)}`,
    ...(outcome === null ? [] : [`ended: ${outcome.replaceAll('_', ' ')}`]),
  ].join('; ');
  const lines = [...row(`Ticket ${ticketId}`, facts), ...(subject === null ? [] : row('', subject))];
  return strong(lines, `Ticket ${ticketId}`, paint);
}

function personLines(person: Found['people'][number], paint: Paint): string[] {
  const { customerId, name, email, tickets } = person;
  const who = [...(name === null ? [] : [name]), email ?? 'no address'].join(', ');
  const own =
    tickets.length === 0 ? 'no ticket' : `newest ${tickets.length === 1 ? 'ticket' : 'tickets'} ${tickets.join(', ')}`;
  return strong(row(`Customer ${customerId}`, `${who}; ${own}`), `Customer ${customerId}`, paint);
}

/** A command to copy: of what stands first. */
function storyOf({ tickets: [ticket], people }: Found): string {
  const address = people.find(({ email }) => email !== null)?.email;
  const number = people.flatMap((person) => person.tickets)[0];
  const subject = ticket?.ticketId ?? address ?? number;
  return subject === undefined
    ? 'There is no story to tell yet: `tajo why` tells that of a ticket or an address.'
    : `The story: tajo why ${subject}`;
}

function row(label: string, text: string): string[] {
  return labelled(label, text, HEAD);
}

function strong(lines: readonly string[], label: string, paint: Paint): string[] {
  return lines.map((line, index) => (index === 0 ? line.replace(label, paint.strong(label)) : line));
}
