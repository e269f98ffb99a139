import type { Rehearsal, RehearsedEnds } from '../../client/rehearsals';
import { OUTCOMES } from '../../contract/funnel';
import { count, counted, formatTime } from './figures';
import { OUTCOME_WORDS } from './funnel';
import { WIDTH, labelled, wrap } from './wrap';

type End = RehearsedEnds['ends'][number];
type Decision = NonNullable<End['today']>;

/** What would have become of it, in the words of `fates.ts`. */
export const KINDS = {
  send: 'sent',
  wait: 'waiting',
  held: 'held',
  skip: 'skipped',
  undecided: 'not decided yet',
} as const satisfies Record<Decision['kind'], string>;

/** So many ends that two policies answer differently are told one by one. */
export const CHANGED_SHOWN = 10;
/** Of each cause for which life differs, so many tickets are named. */
const DIFFERING_SHOWN = 10;
/** Of this cause the words say nothing: both answers have to. */
const UNEXPLAINED = 'unexplained';
const TICKET = 10;

/** How each of a few would end, today and then, and the rule that makes the difference. */
export function changedLines({ changed }: Rehearsal, ends: readonly End[]): string[] {
  const all = `${counted(changed, 'end')} would be answered differently`;
  const shown = ends.slice(0, CHANGED_SHOWN);
  if (shown.length === 0) return wrap(`${all}.`, WIDTH);
  return [
    '',
    ...wrap(`${all}${shown.length < changed ? ', such as' : ''}:`, WIDTH),
    ...shown.flatMap(({ ticketId, today, proposed }) =>
      twoAnswers(ticketId, ['today', saidOf(today)], ['then', saidOf(proposed)]),
    ),
  ];
}

/**
 * How far life agrees, and of what differs the cause and the tickets; where nobody knows the cause, both answers.
 *
 * @param differing the ends that life has decided otherwise, or the first of them
 */
export function agreementLines(
  { compared, same, differing: causes }: Rehearsal['agreement'],
  differing: readonly End[],
): string[] {
  if (compared === 0) return [];
  const head = `Since the installation ${counted(compared, 'end')} ${compared === 1 ? 'was' : 'were'} decided in life, ${count(same)} of them the same.`;
  return [
    ...wrap(head, WIDTH),
    ...causes.flatMap(({ cause, meaning, ends }) => {
      const own = differing.filter((end) => end.cause === cause).slice(0, DIFFERING_SHOWN);
      const label = `  ${count(ends)} `;
      return [
        ...labelled(label, `${meaning}${ticketsOf(own, ends)}`, label.length),
        ...(cause === UNEXPLAINED ? own.flatMap(bothAnswers) : []),
      ];
    }),
  ];
}

function ticketsOf(shown: readonly End[], all: number): string {
  if (shown.length === 0) return '';
  const numbers = shown.map(({ ticketId }) => String(ticketId)).join(', ');
  return ` (${shown.length === 1 ? 'ticket' : 'tickets'} ${numbers}${shown.length < all ? ', …' : ''})`;
}

function bothAnswers({ ticketId, today, life }: End): string[] {
  const said = life === null ? 'nothing was decided' : `${decided({ ...life, score: null })}, ${formatTime(life.at)}`;
  const rehearsed = today === null ? saidOf(null) : `${saidOf(today)}, ${formatTime(today.at)}`;
  return twoAnswers(ticketId, ['rehearsed', rehearsed], ['in life', said]);
}

type Answer = readonly [who: string, what: string];

function twoAnswers(ticketId: number, ...answers: readonly Answer[]): string[] {
  const longest = Math.max(...answers.map(([who]) => who.length));
  return answers.flatMap(([who, what], index) => {
    const label = `  ${(index === 0 ? String(ticketId) : '').padEnd(TICKET)}  ${who.padEnd(longest)}  `;
    return labelled(label, what, label.length);
  });
}

function saidOf(decision: End['today']): string {
  return decision === null ? 'nobody could know how it ended before it was undone' : decided(decision);
}

function decided({
  outcome,
  score,
  campaign,
  kind,
  rule,
  why,
  dueAt = null,
}: Pick<Decision, 'outcome' | 'score' | 'campaign' | 'kind' | 'rule' | 'why'> &
  Partial<Pick<Decision, 'dueAt'>>): string {
  if (outcome === null) return `${KINDS[kind]}${dueAt === null ? '' : `, until ${formatTime(dueAt)} at the latest`}`;
  const ended = OUTCOMES.find((one) => one === outcome);
  const how = `${ended === undefined ? outcome : OUTCOME_WORDS[ended]}${score === null ? '' : ` (${String(score)} of 5)`}`;
  if (campaign === null) return `${how}: ${why}`;
  const what = `${how}, ${campaign} ${KINDS[kind]}`;
  return kind === 'send' || rule === null ? what : `${what} by the rule ${rule}: ${why}`;
}
