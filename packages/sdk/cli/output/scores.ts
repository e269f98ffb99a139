import type { Scores } from '../../client/insight-types';
import type { Paint } from '../paint';
import { csvLines } from './csv';
import { counted, formatTime } from './figures';
import { plainText } from './plain-text';
import { WIDTH, labelled, shorten, wrap } from './wrap';

type Score = Scores['scores'][number];

/** `2026-11-29 10:00  12345678  ` */
const ENTRY = 28;
const COMMENT = 300;

/** One by one, the newest first, with who gave it and what was said. */
export function scoreLines(found: Scores, paint: Paint): string[] {
  const { from, to, scores } = found;
  const time = `From ${formatTime(from)} to ${formatTime(to)}`;
  if (scores.length === 0)
    return wrap(`${time} nobody gave a score like that. \`tajo satisfaction\` counts what there is.`, WIDTH);
  const [newest] = scores;
  return [
    ...wrap(
      `${time}, newest first: ${counted(scores.length, 'score')}${found.next === null ? '' : ', and there are more'}.`,
      WIDTH,
    ),
    '',
    ...scores.flatMap((score) => entryLines(score, paint)),
    '',
    ...moreScores(found),
    ...(newest === undefined ? [] : wrap(`What became of a ticket: tajo why ${newest.ticketId}`, WIDTH)),
  ];
}

export function moreScores({ next }: Scores): string[] {
  if (next === null) return [];
  return wrap('Older ones are not shown: --limit shows more, --until those before a time.', WIDTH);
}

function entryLines(given: Score, paint: Paint): string[] {
  const { scoredAt, ticketId, score, late, comment } = given;
  const head = `${scoredAt.slice(0, 16).replace('T', ' ')}  ${ticketId}`;
  const value = `${score} of 5`;
  const facts = [whoGave(given), ...whereGiven(given)].join(', ');
  const said = comment === null || comment.trim() === '' ? '' : `: “${shorten(plainText(comment).trim(), COMMENT)}”`;
  return labelled(head, `${value}${late ? ', late' : ''}: ${facts}${said}`, ENTRY).map((line, index) =>
    index === 0 && score <= 2 ? line.replace(value, paint.bad(value)) : line,
  );
}

function whoGave({ name, email, customerId }: Score): string {
  if (name === null && email === null) return `customer ${customerId}`;
  return [name, email].filter((one) => one !== null).join(', ');
}

function whereGiven({ channel, agent, tags }: Score): readonly string[] {
  return [
    ...(channel === null ? [] : [`by ${channel}`]),
    ...(agent === null ? [] : [`with ${agent}`]),
    ...(tags.length === 0 ? [] : [`tagged ${tags.join(', ')}`]),
  ];
}

/** A line for each score. */
export function scoreCsv({ scores }: Scores): string[] {
  return csvLines(
    ['scored_at', 'ticket', 'score', 'late', 'customer', 'name', 'email', 'channel', 'agent', 'tags', 'comment'],
    scores.map(({ scoredAt, ticketId, score, late, customerId, name, email, channel, agent, tags, comment }) => [
      ...[scoredAt, String(ticketId), String(score), String(late), String(customerId), name ?? '', email ?? ''],
      ...[channel ?? '', agent ?? '', tags.join('; '), comment ?? ''],
    ]),
  );
}
