import type { EndedTickets } from '../../client/insight-types';
import type { Paint } from '../paint';
import { csvLines } from './csv';
import { painted } from './fates';
import { endsOfTickets, formatTime } from './figures';
import { OUTCOME_WORDS } from './funnel';
import { plainText } from './plain-text';
import { WIDTH, labelled, shorten, wrap } from './wrap';

type Ended = EndedTickets['tickets'][number];

/** `2026-11-29 10:00  12345678  ` */
const ENTRY = 28;
const SUBJECT = 60;

/** One by one, the newest first, with what became of the campaign and why. */
export function endedLines(found: EndedTickets, paint: Paint): string[] {
  const { from, to, tickets, stopped } = found;
  const time = `From ${formatTime(from)} to ${formatTime(to)}`;
  const [newest] = tickets;
  if (newest === undefined)
    return wrap(`${time} no ticket ended like that. \`tajo funnel\` counts what there is.`, WIDTH);
  return [
    ...(stopped === null ? [] : wrap(stopped, WIDTH)),
    ...wrap(
      `${time}, newest first: ${endsOfTickets(tickets.length)}${found.next === null ? '' : ', and there are more'}.`,
      WIDTH,
    ),
    '',
    ...tickets.flatMap((ticket) => entryLines(ticket, paint)),
    '',
    ...moreEnded(found),
    ...wrap(`All of a ticket: tajo why ${newest.ticketId}`, WIDTH),
  ];
}

export function moreEnded({ next }: EndedTickets): string[] {
  if (next === null) return [];
  return wrap('Older ones are not shown: --limit shows more, --until those before a time.', WIDTH);
}

function entryLines(ended: Ended, paint: Paint): string[] {
  const { decidedAt, ticketId, outcome, score, campaign, fate, why, until } = ended;
  const head = `${decidedAt.slice(0, 16).replace('T', ' ')}  ${ticketId}`;
  const how = `${OUTCOME_WORDS[outcome]}${score === null ? '' : ` (${score} of 5)`}`;
  const latest = until === null ? '' : `; decided ${formatTime(until)} at the latest`;
  const about = subjectOf(ended);
  const said = `${how}${campaign === null ? '' : `, ${campaign} ${fate}`}: ${why}${latest}${about}`;
  return painted(labelled(head, said, ENTRY), fate, paint);
}

function subjectOf({ subject, agent }: Ended): string {
  const text = subject === null ? '' : ` “${shorten(plainText(subject).trim(), SUBJECT)}”`;
  const by = agent === null ? '' : ` with ${agent}`;
  return text === '' && by === '' ? '' : `;${text}${by}`;
}

/** A line for each end. */
export function endedCsv({ tickets }: EndedTickets): string[] {
  return csvLines(
    [
      'decided_at',
      'ticket',
      'closed_at',
      'outcome',
      'score',
      'campaign',
      'fate',
      'rule',
      'why',
      'until',
      'channel',
      'agent',
      'subject',
    ],
    tickets.map((ended) => {
      const { decidedAt, ticketId, closedAt, outcome, score, campaign, fate, rule, why, until } = ended;
      const { channel, agent, subject } = ended;
      return [
        ...[decidedAt, String(ticketId), closedAt, outcome, score === null ? '' : String(score), campaign ?? '', fate],
        ...[rule ?? '', why, until ?? '', channel ?? '', agent ?? '', subject ?? ''],
      ];
    }),
  );
}
