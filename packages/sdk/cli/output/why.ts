import type { Why } from '../../client/insight-types';
import { listWords } from '../../../../src/domain/list-name';
import type { Paint } from '../paint';
import { counted, formatTime } from './figures';
import { plainText } from './plain-text';
import { WIDTH, labelled, wrap } from './wrap';

const LABEL = 12;
/** `10:00:01  backfill  ` */
const ENTRY = 20;

/** The answer first, then the story that led to it, on a page of 80 columns; `--json` has every detail. */
export function whyLines(why: Why, paint: Paint): string[] {
  const lines = why.about === 'ticket' ? ticketPage(why, paint) : personPage(why, paint);
  return [...lines, ...quarantineLines(why)];
}

function ticketPage(why: Why, paint: Paint): string[] {
  const [ticket] = why.tickets;
  if (ticket === undefined) return why.reasons.flatMap((reason) => wrap(reason, WIDTH));
  const { ticketId, channel, createdAt, closedAt, snoozedUntil, waitingUntil } = ticket;
  const times = [
    ...(createdAt === null ? [] : [`opened ${formatTime(createdAt)}`]),
    // Of one that sleeps it is the moment of an earlier end, or of falling asleep.
    ...(closedAt === null || snoozedUntil !== null ? [] : [`closed ${formatTime(closedAt)}`]),
  ];
  const status =
    snoozedUntil === null
      ? ticket.status
      : `snoozed until ${formatTime(snoozedUntil)}, which Gorgias shows as ${ticket.status ?? 'closed'}`;
  const read =
    status === null ? 'not read yet' : [`${status}, by ${channel ?? 'an unknown channel'}`, ...times].join('; ');
  return [
    paint.strong(`Ticket ${String(ticketId)}`),
    ...why.reasons.flatMap((reason) => wrap(reason, WIDTH)),
    '',
    ...row('In Gorgias', read),
    ...(waitingUntil === null ? [] : row('Waits until', formatTime(waitingUntil))),
    ...contactRows(why),
    ...workflowRows(ticket),
    ...(why.story.length === 0 ? [] : ['', paint.strong('Story'), ...storyLines(why, paint)]),
  ];
}

/** Nothing for a ticket that is only counted, such as one from before the installation: no workflow was ever about it. */
function workflowRows({ stage, workflow }: Why['tickets'][number]): string[] {
  if (stage === null) return [];
  return workflow.ui === null ? row('Workflow', workflow.id) : ['Workflow', `  ${plainText(workflow.ui)}`];
}

function storyLines({ story }: Why, paint: Paint): string[] {
  const isOneYear = new Set(story.map(({ at }) => at.slice(0, 4))).size === 1;
  const indent = ENTRY + (isOneYear ? 7 : 12);
  let day = '';
  return folded(story).flatMap(({ at, from, what, rules }) => {
    const today = at.slice(isOneYear ? 5 : 0, 10);
    const shown = today === day ? '' : today;
    day = today;
    const head = `${shown.padEnd(indent - ENTRY)}${at.slice(11, 19)}  ${from}`;
    return [...labelled(head, what, indent), ...rules.flatMap((rule) => ruleLines(rule, indent + 2, paint))];
  });
}

type Entry = Why['story'][number];

/** The same word again and again, as a busy ticket has it from webhooks and the feed, is one line. */
function folded(story: readonly Entry[]): readonly Entry[] {
  const lines: Entry[][] = [];
  for (const entry of story) {
    const last = lines.at(-1);
    if (last?.[0]?.what === entry.what && entry.rules.length === 0) last.push(entry);
    else lines.push([entry]);
  }
  return lines.flatMap((same) => {
    const [first] = same;
    const last = same.at(-1);
    if (first === undefined || last === undefined) return [];
    if (same.length === 1) return [first];
    const others = [...new Set(same.map(({ from }) => from))].slice(1);
    const until = last.at.slice(0, 10) === first.at.slice(0, 10) ? last.at.slice(11, 19) : formatTime(last.at);
    const also = others.length === 0 ? '' : `; also by ${others.join(', ')}`;
    return [{ ...first, what: `${first.what} (${String(same.length)} times until ${until}${also})` }];
  });
}

function ruleLines(
  { rule, says, sentence }: Why['story'][number]['rules'][number],
  indent: number,
  paint: Paint,
): string[] {
  const mark = says === 'pass' ? '✓' : says === 'skip' ? '✗' : '…';
  const painted = says === 'pass' ? paint.good(mark) : says === 'skip' ? paint.bad(mark) : paint.faint(mark);
  return labelled('', `${mark} ${rule}: ${sentence}`, indent).map((line) => line.replace(mark, painted));
}

function personPage(why: Why, paint: Paint): string[] {
  const ids = why.customers.map(({ id, mergedInto }) => (mergedInto === null ? String(id) : `${String(id)} (merged)`));
  return [
    ...why.reasons.flatMap((reason) => wrap(reason, WIDTH)),
    '',
    ...row(ids.length === 1 ? 'Customer' : 'Customers', ids.length === 0 ? 'none' : ids.join(', ')),
    ...contactRows(why),
    ...(why.tickets.length === 0 ? row('Tickets', 'none') : []),
    ...why.tickets.flatMap((ticket) => ticketLines(ticket, paint)),
    ...(why.more
      ? ['', ...wrap(`Older tickets are not shown: these are the newest ${String(why.tickets.length)}.`, WIDTH)]
      : []),
    ...(why.story.length === 0
      ? []
      : ['', paint.strong('Campaigns that programs asked for'), ...storyLines(why, paint)]),
    ...(why.tickets.length === 0 ? [] : ['', `The whole story of one: tajo why ${String(why.tickets[0]?.ticketId)}`]),
  ];
}

function ticketLines({ ticketId, createdAt, reasons, waitingUntil }: Why['tickets'][number], paint: Paint): string[] {
  const head = `Ticket ${String(ticketId)}${createdAt === null ? '' : `, ${formatTime(createdAt)}`}`;
  const until = waitingUntil === null ? [] : [`Waits until ${formatTime(waitingUntil)}.`];
  return ['', paint.strong(head), ...[...reasons, ...until].flatMap((text) => labelled('', text, 2))];
}

function contactRows({ contact, about }: Why): string[] {
  if (contact === null) return about === 'ticket' ? row('Contact', 'none: no e-mail, or not known yet') : [];
  const { publishedAt, listNames, brevo, lostLists } = contact;
  const lists = contact.lists.filter((list) => !lostLists.includes(list));
  const written = publishedAt === null ? 'not written yet' : `written ${formatTime(publishedAt)}`;
  const on =
    lists.length === 0
      ? 'on none of our lists'
      : `on ${lists.length === 1 ? 'list' : 'lists'} ${listWords(lists, listNames)}`;
  const lost =
    lostLists.length === 0 ? [] : [`put on list ${listWords(lostLists, listNames)}, and not on it any more in Brevo`];
  const off =
    brevo === null || brevo.unsubscribedFrom.length === 0
      ? []
      : [`has left list ${listWords(brevo.unsubscribedFrom, listNames)}`];
  return row(
    'Contact',
    [written, on, ...lost, ...off, ...(brevo?.blocklisted === true ? ['blocklisted'] : [])].join(', '),
  );
}

function quarantineLines({ quarantine }: Why): string[] {
  if (quarantine.length === 0) return [];
  return [
    '',
    `${counted(quarantine.length, 'entry').replace('entrys', 'entries')} in quarantine`,
    ...quarantine.flatMap(({ kind, key, cause, detail, lastAt }) =>
      labelled('', `${kind} ${key}: ${cause}${detail === undefined ? '' : `, ${detail}`} (${formatTime(lastAt)})`, 2),
    ),
  ];
}

function row(label: string, text: string): string[] {
  return labelled(label, text, LABEL);
}
