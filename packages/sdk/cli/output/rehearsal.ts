import type { Rehearsal, RehearsedEnds } from '../../client/rehearsals';
import type { CampaignFate } from '../../contract/fates';
import { count, counted, formatTime } from './figures';
import { OUTCOMES } from '../../contract/funnel';
import { OUTCOME_WORDS } from './funnel';
import { cropped, fitted, table } from './table';
import { WIDTH, labelled, shorten, wrap } from './wrap';

type Policy = Rehearsal['today'];
type Decision = Policy['decisions'][number];

const MOST_REASON = 44;
/** What would have become of it, in the words of `fates.ts`. */
const KINDS = { send: 'sent', wait: 'waiting', held: 'held', skip: 'skipped' } as const satisfies Record<
  Decision['kind'],
  CampaignFate
>;

type End = RehearsedEnds['ends'][number];

/** So many ends that two policies answer differently are told one by one. */
export const CHANGED_SHOWN = 10;

/**
 * What would have been sent, by campaign and reason; beside it another policy, and life.
 *
 * @param changed some of the ends that the two policies answer differently
 */
export function rehearsalLines(rehearsal: Rehearsal, changed: readonly End[] = []): string[] {
  const { since, until, today, proposed, reach } = rehearsal;
  const head = `${formatTime(since)} to ${formatTime(until)}: ${counted(today.ends, 'end')} of tickets.`;
  return [
    ...wrap(head, WIDTH),
    ...outcomeLines('They ended: ', today.outcomes),
    ...(proposed === null || sameOutcomes(today, proposed) ? [] : outcomeLines('Then:       ', proposed.outcomes)),
    '',
    ...(proposed === null ? tableOf(today) : comparedTable(today, proposed)),
    '',
    ...sentences(proposed === null ? '' : 'Today: ', today),
    ...(proposed === null ? [] : sentences('Then:  ', proposed)),
    ...(proposed === null ? exampleLines(today) : changedLines(rehearsal, changed)),
    '',
    ...agreementLines(rehearsal.agreement),
    ...(reach === null ? [] : wrap(reach.sentence, WIDTH)),
  ];
}

function exampleLines({ examples }: Policy): string[] {
  return examples.length === 0 ? [] : labelled('Tickets: ', examples.join(', '), 9);
}

/** How each of a few would end, today and then, and the rule that makes the difference. */
function changedLines(rehearsal: Rehearsal, changed: readonly End[]): string[] {
  const all = `${counted(rehearsal.changed, 'end')} would be answered differently`;
  const shown = changed.slice(0, CHANGED_SHOWN);
  if (shown.length === 0) return wrap(`${all}.`, WIDTH);
  return [
    '',
    ...wrap(`${all}${shown.length < rehearsal.changed ? ', such as' : ''}:`, WIDTH),
    ...shown.flatMap(({ ticketId, today, proposed }) => [
      ...labelled(`  ${String(ticketId).padEnd(TICKET)}  today  `, saidOf(today), TICKET + 11),
      ...labelled(`  ${' '.repeat(TICKET)}  then   `, saidOf(proposed), TICKET + 11),
    ]),
  ];
}

const TICKET = 10;

function saidOf(decision: End['today']): string {
  if (decision === null) return 'nobody could know how it ended before it was undone';
  const { outcome, score, campaign, kind, rule, why } = decision;
  const ended = OUTCOMES.find((one) => one === outcome);
  const how = `${ended === undefined ? outcome : OUTCOME_WORDS[ended]}${score === null ? '' : ` (${String(score)} of 5)`}`;
  const what = `${how}, ${campaign ?? 'no campaign'} ${KINDS[kind]}`;
  return kind === 'send' || rule === null ? what : `${what} by the rule ${rule}: ${why}`;
}

function sameOutcomes({ outcomes: one }: Policy, { outcomes: other }: Policy): boolean {
  return OUTCOMES.every((outcome) => (one[outcome] ?? 0) === (other[outcome] ?? 0));
}

/** The most frequent first. */
function outcomeLines(label: string, outcomes: Policy['outcomes']): string[] {
  const known = OUTCOMES.flatMap((outcome) => {
    const ends = outcomes[outcome] ?? 0;
    return ends === 0 ? [] : [{ ends, words: `${count(ends)} ${OUTCOME_WORDS[outcome]}` }];
  });
  const words = known.sort((one, other) => other.ends - one.ends).map((one) => one.words);
  return words.length === 0 ? [] : labelled(label, words.join(', '), 12);
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
