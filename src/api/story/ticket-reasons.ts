import { ERROR_TEXTS } from '../../domain/errors/error-texts';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { TicketStatusRow } from '../../store/tickets/stories';
import type { AccountRow, Store } from '../../store/types';

interface Around {
  readonly publishFrom: string;
  /** Why nobody is written to at the customer's address; null: it is fit, or there is none. */
  readonly whyUnfit: string | null;
  readonly outbox: readonly OutboxEntry[];
}

/** Of somebody whose address nobody is written to at. */
export function unfitReason(whyUnfit: string): string {
  return `The customer’s e-mail address ${whyUnfit}: nothing is told of them and nothing is sent.`;
}

/** Why a ticket stands as it does: the first sentence is the answer, the others are what holds it up. */
export function ticketReasons(ticket: TicketStatusRow, { publishFrom, whyUnfit, outbox }: Around): string[] {
  return [
    statusReason(ticket, publishFrom),
    ...(ticket.unread ? [UNREAD] : []),
    ...(ticket.undelivered ? [whyUnfit === null ? NO_EMAIL : unfitReason(whyUnfit)] : []),
    ...refusedEvents(outbox),
    ...(isBehind(ticket) ? [BEHIND] : []),
  ];
}

/** What keeps an account from doing anything. */
export async function accountReasons({ admission }: Store, row: AccountRow): Promise<string[]> {
  const { account, state, stateReason, enabled } = row;
  if (!enabled)
    return ['The connector is switched off: nothing is read and nothing is sent until tajo.yaml says `enabled: true`.'];
  if (state === 'paused')
    return ['The connector is paused: nothing is read and nothing is sent until `tajo connectors resume gorgias`.'];
  const held = (await admission.holds(account)).map(
    ({ message, since }) =>
      `Everything that needs it waits since ${since.slice(0, 16).replace('T', ' ')} UTC: ${message}.`,
  );
  if (state === 'refused' && held.length === 0)
    return [stateReason ?? 'A vendor refuses the key: `tajo connectors rotate-key gorgias`.'];
  return held;
}

const NO_EMAIL =
  'Its customer has no e-mail address, by which Brevo knows people: the timeline is told as soon as there is one.';
const UNREAD =
  'What Gorgias answers about it cannot be read (see quarantine): what was known before stands, and no campaign leaves by it.';
const BEHIND = 'Something was heard since the last look; the next look is due within a minute.';

function statusReason(ticket: TicketStatusRow, publishFrom: string): string {
  if (ticket.sentence !== '') return sentence(ticket.sentence);
  if (ticket.mergedInto !== null)
    return `It was merged into ticket ${String(ticket.mergedInto)}, which goes on in its place.`;
  if (ticket.deletedAt !== null) return 'It was deleted in Gorgias; nothing is sent.';
  if (ticket.closedAt !== null && ticket.closedAt < publishFrom)
    return 'It was closed before the connector was installed: it counts for its customer, and nothing is sent for it.';
  return 'It was not looked at yet; the next incremental sync does.';
}

function isBehind({ askedAt, refreshedAt }: TicketStatusRow): boolean {
  return askedAt !== null && (refreshedAt === null || refreshedAt < askedAt);
}

function refusedEvents(outbox: readonly OutboxEntry[]): string[] {
  const reasons = new Set(
    outbox
      .filter(({ state, kind }) => state === 'refused' && kind === 'timeline')
      .map(({ reason }) => reason ?? 'brevo.rejected'),
  );
  return [...reasons].map((reason) => {
    const text = Object.entries(ERROR_TEXTS).find(([code]) => code === reason)?.[1].what;
    return `Brevo did not take an event: ${text ?? reason}`;
  });
}

function sentence(raw: string): string {
  const text = raw.charAt(0).toUpperCase() + raw.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
