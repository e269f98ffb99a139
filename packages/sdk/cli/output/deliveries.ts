import type { Deliveries } from '../../client/insight-types';
import type { Paint } from '../paint';
import { labelled } from './wrap';

type Delivery = Deliveries['deliveries'][number];

const TIME = 21;
const TICKET = 12;
const NAME = 26;

export function deliveriesHead(): string {
  return `${'time (UTC)'.padEnd(TIME)}${'ticket'.padEnd(TICKET)}${'event or campaign'.padEnd(NAME)}state`;
}

/** A line for each thing that goes to Brevo; a reason that has no room goes on below it. Names nobody. */
export function deliveryLines(
  { at, ticketId, customerId, kind, name, state, reason }: Delivery,
  paint: Paint,
): string[] {
  const about = ticketId === null ? (customerId === null ? '–' : `c ${String(customerId)}`) : String(ticketId);
  const what = kind === 'campaign' ? `campaign ${name}` : name;
  const head = `${at.slice(0, 19).replace('T', ' ').padEnd(TIME)}${about.padEnd(TICKET - 1)} `;
  const word = painted(state, paint);
  // A name is never cut: whoever looks for it types it.
  const first =
    what.length < NAME
      ? [`${head}${what.padEnd(NAME)}${word}`]
      : [`${head}${what}`, `${' '.repeat(TIME + TICKET + NAME)}${word}`];
  return [...first, ...(reason === null ? [] : labelled('', reason, TIME + 2))];
}

/** In the words of `campaigns` and `why`: what a rule forbade was not "given up" there, and what is held was not "intended". */
const DELIVERY_WORDS: Readonly<Record<Delivery['state'], string>> = {
  intended: 'waits',
  sending: 'being sent',
  sent: 'sent',
  refused: 'refused',
  unknown: 'unknown',
  given_up: 'not sent',
};

function painted(state: Delivery['state'], paint: Paint): string {
  const word = DELIVERY_WORDS[state];
  if (state === 'sent') return paint.good(word);
  return state === 'refused' || state === 'unknown' ? paint.bad(word) : paint.faint(word);
}
