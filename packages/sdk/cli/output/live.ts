import type { Live } from '../../client/insight-types';
import { waitingWords } from '../../contract/waiting-words';
import type { Paint } from '../paint';
import { count, counted } from './figures';
import {
  budgetSentence,
  contactsSentence,
  holdRows,
  lagRows,
  row,
  runRows,
  stateLabel,
  unreachableRows,
  wayOutRows,
  webhookRows,
} from './standing';
import { table } from './table';
import { WIDTH, wrap } from './wrap';

const TEN_MINUTES = 10;

/** What goes on in one account, on a page of at most 80 columns; the words are those of `status`. */
export function liveLines(live: Live, { paint, now }: { readonly paint: Paint; readonly now: number }): string[] {
  const { account, stateReason, budget, contacts, contactsLastHour } = live;
  const requests = sumOf(live.lanes.map((lane) => lane.requests));
  return [
    `${paint.strong(account)}  ${stateLabel(live, paint)}`,
    ...(stateReason === null ? [] : wrap(stateReason, WIDTH)),
    ...wayOutRows(live),
    ...holdRows(live),
    '',
    ...runRows(live),
    ...row('Brevo contacts', contactsSentence(contacts)),
    ...row('', `${writtenLately(contactsLastHour)} in the last hour`),
    ...row('Waiting tickets', ticketsSentence(live)),
    ...row('Campaigns', campaignsSentence(live)),
    ...row('On their way', leavingSentence(live)),
    ...webhookRows(live, now),
    ...lagRows(live),
    ...(budget === null ? [] : row('Gorgias budget', budgetSentence(budget))),
    '',
    ...wrap(`${counted(requests, 'request')} to Gorgias in the last hour; by ten minutes, from so long ago on:`, WIDTH),
    ...laneTable(live, paint),
    ...unreachableRows(live),
  ];
}

/** It is counted to here; the contract says so. */
const MOST_COUNTED = 100_000;

function writtenLately(contacts: number): string {
  return `${contacts >= MOST_COUNTED ? 'at least ' : ''}${count(contacts)} written`;
}

/** Of tickets that are watched; `status` counts all that are known. */
function ticketsSentence({ tickets }: Live): string {
  const { all, parts } = waitingWords(tickets, count);
  return all === 0 ? 'none' : `${count(all)}: ${parts}`;
}

/** In the words of `tajo campaigns` and `tajo funnel`. */
function campaignsSentence({ campaigns }: Live): string {
  const some = campaigns.filter(({ campaigns: all }) => all > 0);
  return some.length === 0 ? 'none waits' : some.map(({ fate, campaigns: all }) => `${count(all)} ${fate}`).join(', ');
}

const LEAVING = { intended: 'to be sent or held', sending: 'on the wire' } as const;

function leavingSentence({ leaving }: Live): string {
  const some = leaving.filter(({ entries }) => entries > 0);
  if (some.length === 0) return 'nothing';
  return some.map(({ kind, state, entries }) => `${counted(entries, kind)} ${LEAVING[state]}`).join(', ');
}

/** Requests by lane, also in six columns of ten minutes, the newest last; only those that were made or had to wait. */
function laneTable({ lanes }: Live, paint: Paint): string[] {
  const tens = Array.from({ length: 6 }, (_ten, index) => index);
  const [head = '', ...rows] = table(
    ['lane', 'requests', 'waited', ...tens.map((ten) => `${60 - ten * TEN_MINUTES}${ten === 0 ? ' min' : ''}`)],
    lanes.map(({ lane, requests, minutes, waits }) => [
      ...[lane, count(requests), count(waits)],
      ...tens.map((ten) => count(sumOf(minutes.slice(ten * TEN_MINUTES, (ten + 1) * TEN_MINUTES)))),
    ]),
    [1, 2, ...tens.map((ten) => ten + 3)],
  );
  return [paint.strong(head), ...rows];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
