import type { Rehearsal } from '../../client/rehearsals';
import { count, counted, formatTime } from './figures';
import { OUTCOMES } from '../../contract/funnel';
import { OUTCOME_WORDS } from './funnel';
import { cropped, fitted, table } from './table';
import { WIDTH, labelled, shorten, wrap } from './wrap';

type Policy = Rehearsal['today'];
type Decision = Policy['decisions'][number];

const MOST_REASON = 44;
const KINDS = { send: 'sent', wait: 'waits', held: 'held', skip: 'skipped' } as const;

/** What would have been sent, by campaign and reason; beside it another policy, and life. */
export function rehearsalLines(rehearsal: Rehearsal): string[] {
  const { since, until, today, proposed, reach } = rehearsal;
  const head = `${formatTime(since)} to ${formatTime(until)}: ${counted(today.ends, 'end')} of tickets.`;
  return [
    ...wrap(head, WIDTH),
    ...outcomeLines(today.outcomes),
    '',
    ...(proposed === null ? tableOf(today) : comparedTable(today, proposed)),
    '',
    ...sentences(proposed === null ? '' : 'Today: ', today),
    ...(proposed === null ? [] : sentences('Then:  ', proposed)),
    ...(proposed === null ? [] : wrap(`${counted(rehearsal.changed, 'end')} would be answered differently.`, WIDTH)),
    ...(today.examples.length === 0 ? [] : labelled('Tickets: ', today.examples.join(', '), 9)),
    '',
    ...agreementLines(rehearsal.agreement),
    ...(reach === null ? [] : wrap(reach.sentence, WIDTH)),
  ];
}

/** The most frequent first. A policy that calls other scores satisfied has its difference in the table. */
function outcomeLines(outcomes: Policy['outcomes']): string[] {
  const known = OUTCOMES.flatMap((outcome) => {
    const ends = outcomes[outcome] ?? 0;
    return ends === 0 ? [] : [{ ends, words: `${count(ends)} ${OUTCOME_WORDS[outcome]}` }];
  });
  const words = known.sort((one, other) => other.ends - one.ends).map((one) => one.words);
  return words.length === 0 ? [] : labelled('They ended: ', words.join(', '), 12);
}

function tableOf({ decisions }: Policy): string[] {
  if (decisions.length === 0) return ['Nothing would have been sent.'];
  return fitted((width) => {
    const rows = decisions.map((one) => [...nameOf(one, width), count(one.ends), String(one.examples[0] ?? '')]);
    return table(['campaign', 'answer', 'ends', 'such as'], rows, [2]);
  });
}

/** Each campaign and reason that one of the two has. */
function comparedTable(today: Policy, proposed: Policy): string[] {
  const keyOf = (one: Decision): string => nameOf(one, Number.POSITIVE_INFINITY).join();
  const decisions = new Map([...today.decisions, ...proposed.decisions].map((one) => [keyOf(one), one]));
  const endsIn = (policy: Policy, key: string): number => policy.decisions.find((one) => keyOf(one) === key)?.ends ?? 0;
  return fitted((width) => {
    const rows = [...decisions].map(([key, one]) => {
      const [before, after] = [endsIn(today, key), endsIn(proposed, key)];
      const difference = after - before;
      return [...nameOf(one, width), count(before), count(after), difference === 0 ? '' : signed(difference)];
    });
    return table(['campaign', 'answer', 'today', 'then', ''], rows, [2, 3, 4]);
  });
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : `-${count(-value)}`;
}

/** @param width letters of the campaign’s name */
function nameOf({ campaign, kind, reason }: Decision, width: number): [string, string] {
  const text = kind === 'send' ? KINDS.send : `${KINDS[kind]}: ${reason}`;
  return [cropped(campaign ?? '–', width), shorten(text, MOST_REASON)];
}

function sentences(label: string, { sent, people, peopleWithMore, heldFirst, busiestDay }: Policy): string[] {
  const day = busiestDay === null ? '' : ` Busiest day: ${busiestDay.day} with ${count(busiestDay.sent)}.`;
  const held = heldFirst === 0 ? '' : `, ${count(heldFirst)} of them held first`;
  const more = `${counted(peopleWithMore, 'person')} more than one`;
  const text = `${counted(sent, 'campaign')} to ${count(people)} people${held}; ${more}.${day}`;
  return labelled(label, text.replace('1 people', '1 person').replace(' persons ', ' people '), label.length);
}

function agreementLines({ compared, same, differing }: Rehearsal['agreement']): string[] {
  if (compared === 0) return [];
  const head = `Since the installation ${count(compared)} ends were decided in life, ${count(same)} of them the same.`;
  return [
    ...wrap(head, WIDTH),
    ...differing.flatMap(({ meaning, ends }) => labelled(`  ${count(ends)} `, meaning, 3 + count(ends).length)),
  ];
}
