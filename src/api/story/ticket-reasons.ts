import { ERROR_TEXTS } from '../../domain/errors/error-texts';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { TicketStatusRow } from '../../store/tickets/stories';

interface Around {
  readonly publishFrom: string;
  /** How it stands at this moment; null: it was never looked at. */
  readonly headline: string | null;
  /** Nothing of the account is looked at until somebody has mended or resumed it. */
  readonly isStopped: boolean;
  /** Why nobody is written to at the customer's address; null: it is fit, or there is none. */
  readonly whyUnfit: string | null;
  readonly outbox: readonly OutboxEntry[];
}

/** Of somebody whose address nobody is written to at. */
export function unfitReason(whyUnfit: string): string {
  return `The customer’s e-mail address ${whyUnfit}: nothing is told of them and nothing is sent.`;
}

/** Why a ticket stands as it does: the first sentence is the answer, the others are what holds it up. */
export function ticketReasons(ticket: TicketStatusRow, around: Around): string[] {
  const { whyUnfit, outbox, isStopped } = around;
  return [
    statusReason(ticket, around),
    ...(ticket.unread ? [UNREAD] : []),
    ...(ticket.undelivered ? [whyUnfit === null ? NO_EMAIL : unfitReason(whyUnfit)] : []),
    ...refusedEvents(outbox),
    ...(isBehind(ticket) && ticket.refreshedAt !== null ? [`${BEHIND}${isStopped ? ON_GOING_ON : '.'}`] : []),
  ];
}

const NO_EMAIL =
  'Its customer has no e-mail address, by which Brevo knows people: the timeline is told as soon as there is one.';
const UNREAD =
  'What Gorgias answers about it cannot be read (see quarantine): what was known before stands, and no campaign leaves by it.';
const BEHIND = 'Something was heard since the last look: the next look is due';
const ON_GOING_ON = ', when the connector goes on.';

function statusReason(
  ticket: TicketStatusRow,
  { publishFrom, headline, isStopped }: Pick<Around, 'publishFrom' | 'headline' | 'isStopped'>,
): string {
  if (headline !== null) return sentence(headline);
  if (ticket.mergedInto !== null)
    return `It was merged into ticket ${String(ticket.mergedInto)}, which goes on in its place.`;
  if (ticket.deletedAt !== null) return 'It was deleted in Gorgias; nothing is sent.';
  if (ticket.closedAt !== null && ticket.closedAt < publishFrom)
    return 'It was closed before the connector was installed: it counts for its customer, and nothing is sent for it by itself.';
  const when = isStopped ? ON_GOING_ON : '.';
  return isBehind(ticket)
    ? `It was heard of and not looked at yet: that is due${when}`
    : `It was not looked at yet; the next incremental sync does${when}`;
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
