import type { Rehearsal, RehearsedEnds } from '../../client/rehearsals';
import { OUTCOMES } from '../../contract/funnel';
import { count, counted, endsOfTickets, formatTime } from './figures';
import { OUTCOME_WORDS } from './funnel';
import { agreementLines, changedLines, KINDS } from './rehearsed-ends';
import { cropped, table } from './table';
import { WIDTH, labelled, wrap } from './wrap';

type Policy = Rehearsal['today'];
type Decision = Policy['decisions'][number];

/** A longer name of a campaign is cut. */
const MOST_NAME = 40;
/** Between columns. */
const GAP = 2;

type End = RehearsedEnds['ends'][number];

/**
 * What would have been sent, by campaign and reason; beside it another policy, and life.
 *
 * @param few some of the ends that the two policies, and that life and today's answer differently
 */
export function rehearsalLines(
  rehearsal: Rehearsal,
  few: { readonly changed: readonly End[]; readonly differing: readonly End[] } = { changed: [], differing: [] },
): string[] {
  const { since, until, today, proposed, reach } = rehearsal;
  // All that is told below, of which some are no end by this policy, or not yet.
  const all = today.ends + today.undecided + today.undone;
  const head = `${formatTime(since)} to ${formatTime(until)}: ${endsOfTickets(all)}.`;
  return [
    ...wrap(head, WIDTH),
    ...outcomeLines('They ended: ', today),
    ...(proposed === null || sameOutcomes(today, proposed) ? [] : outcomeLines('Then:       ', proposed)),
    '',
    ...(proposed === null ? tableOf(today) : comparedTable(today, proposed)),
    '',
    ...sentences(proposed === null ? '' : 'Today: ', today),
    ...(proposed === null ? [] : sentences('Then:  ', proposed)),
    ...(proposed === null ? exampleLines(today) : changedLines(rehearsal, few.changed)),
    '',
    ...agreementLines(rehearsal.agreement, few.differing),
    ...(reach === null ? [] : wrap(reach.sentence, WIDTH)),
  ];
}

/** To look at one by one. */
function exampleLines({ examples }: Policy): string[] {
  if (examples.length === 0) return [];
  const which = `${examples.length === 1 ? 'ticket' : 'tickets'} ${examples.join(', ')}`;
  return wrap(`For example: ${which} (\`tajo why <ticket>\` tells each)`, WIDTH);
}

function sameOutcomes({ outcomes: one, ...today }: Policy, { outcomes: other, ...proposed }: Policy): boolean {
  if (today.undecided !== proposed.undecided || today.undone !== proposed.undone) return false;
  return OUTCOMES.every((outcome) => (one[outcome] ?? 0) === (other[outcome] ?? 0));
}

/** The most frequent first, and at the end what is no end by this policy: so two policies come to the same sum. */
function outcomeLines(label: string, { outcomes, undecided, undone }: Policy): string[] {
  const known = OUTCOMES.flatMap((outcome) => {
    const ends = outcomes[outcome] ?? 0;
    return ends === 0 ? [] : [{ ends, words: `${count(ends)} ${OUTCOME_WORDS[outcome]}` }];
  });
  const words = known.sort((one, other) => other.ends - one.ends).map((one) => one.words);
  if (undecided > 0) words.push(`${count(undecided)} ${KINDS.undecided}`);
  if (undone > 0) words.push(`${count(undone)} reopened or gone before it could be known`);
  return words.length === 0 ? [] : labelled(label, words.join(', '), 12);
}

function tableOf({ decisions }: Policy): string[] {
  if (decisions.length === 0) return ['Nothing would have been sent.'];
  const rows = decisions.map((one) => ({ one, cells: [count(one.ends), String(one.examples[0] ?? '')] }));
  return decisionTable(['ends', 'such as'], rows, [2]);
}

/** Each campaign and reason that one of the two has. */
function comparedTable(today: Policy, proposed: Policy): string[] {
  const keyOf = (one: Decision): string => [one.campaign ?? '', answerOf(one)].join('\n');
  const decisions = new Map([...today.decisions, ...proposed.decisions].map((one) => [keyOf(one), one]));
  const endsIn = (policy: Policy, key: string): number => policy.decisions.find((one) => keyOf(one) === key)?.ends ?? 0;
  const rows = [...decisions].map(([key, one]) => {
    const [before, after] = [endsIn(today, key), endsIn(proposed, key)];
    const difference = after - before;
    return { one, cells: [count(before), count(after), difference === 0 ? '' : signed(difference)] };
  });
  return decisionTable(['today', 'then', ''], rows, [2, 3, 4]);
}

interface DecisionRow {
  readonly one: Decision;
  readonly cells: readonly string[];
}

/** In 80 columns: names are whole, and the answer goes on below itself where there is no room for it. */
function decisionTable(head: readonly string[], rows: readonly DecisionRow[], numeric: readonly number[]): string[] {
  const nameOf = ({ one }: DecisionRow): string => cropped(one.campaign ?? '–', MOST_NAME);
  const name = Math.max('campaign'.length, ...rows.map((row) => nameOf(row).length));
  const figures = head.map((title, index) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[index]?.length ?? 0)),
  );
  const room = WIDTH - [name, ...figures].reduce((sum, width) => sum + width + GAP, 0);
  const lines = rows.flatMap((row) =>
    wrap(answerOf(row.one), room).map((part, index) => (index === 0 ? [nameOf(row), part, ...row.cells] : ['', part])),
  );
  return table(['campaign', 'answer', ...head], lines, numeric);
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : `-${count(-value)}`;
}

function answerOf({ kind, reason }: Decision): string {
  return kind === 'send' ? KINDS.send : `${KINDS[kind]}: ${reason}`;
}

function persons(many: number): string {
  return many === 1 ? '1 person' : `${count(many)} people`;
}

function sentences(label: string, { sent, people, peopleWithMore, heldFirst, busiestDay }: Policy): string[] {
  const day = busiestDay === null ? '' : ` Busiest day: ${busiestDay.day} with ${count(busiestDay.sent)}.`;
  const held = heldFirst === 0 ? '' : `, ${count(heldFirst)} of them held first`;
  const more = `${persons(peopleWithMore)} more than one`;
  const text = `${counted(sent, 'campaign')} to ${persons(people)}${held}; ${more}.${day}`;
  return labelled(label, text, label.length);
}
