import { holdReasonNow } from '../../domain/campaign/holders';
import { describeRequest } from '../../domain/campaign/request-sentence';
import { describeView, type SaidDecision } from '../../domain/campaign/ticket-sentence';
import type { Timestamp } from '../../domain/timestamp';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import { isUnheardOf, statusOf } from '../../domain/ticket/status';
import type { TicketState } from '../../domain/ticket/state';
import { type View, viewOf } from '../../domain/ticket/view';
import type { KeptDecision, RequestStory } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { TicketStatusRow } from '../../store/tickets/stories';
import type { Store } from '../../store/types';

/** What is kept of one ticket, as far as it says how the ticket stands. */
export interface KnownTicket {
  readonly ticket: TicketStatusRow;
  readonly state: TicketState | null;
  /** Events of the timeline and the campaign. */
  readonly outbox: readonly OutboxEntry[];
  readonly decisions: readonly KeptDecision[];
  /** Campaigns that programs asked for because of it. */
  readonly requests: readonly RequestStory[];
}

export interface Asked {
  readonly now: Timestamp;
  readonly csat: CsatPolicy;
  /** Nothing of the account is looked at until somebody has mended or resumed it. */
  readonly isStopped: boolean;
}

export async function readKnown(store: Store, account: string, ticket: TicketStatusRow): Promise<KnownTicket> {
  const { ticketId } = ticket;
  const [state, outbox, decisions, requests] = await Promise.all([
    store.tickets.load(account, ticketId),
    store.outbox.ofTicket(account, ticketId),
    store.decisions.ofTicket(account, ticketId),
    store.campaignRequests.ofTicket(account, ticketId),
  ]);
  return { ticket, state, outbox, decisions, requests };
}

/** Nothing but an answer of 404 was ever seen of it, whoever asked: a program with its number is enough. */
function isUnheard({ ticket, state }: Pick<KnownTicket, 'ticket' | 'state'>): boolean {
  return state !== null && ticket.status === null && isUnheardOf(state);
}

/** The ticket as it was judged last: a deadline that has passed since then is decided by the next look. Null: nobody has looked at it. */
function judged(known: KnownTicket, { now, csat }: Pick<Asked, 'now' | 'csat'>): View | null {
  const { ticket, state } = known;
  if (state === null || (ticket.sentence === '' && !isUnheard(known))) return null;
  const { refreshedAt } = ticket;
  return viewOf(state, { now: refreshedAt !== null && refreshedAt < now ? refreshedAt : now, csat });
}

/** How a ticket stands at this moment, from the same facts that its story is told from. Null: nobody has looked at it. */
export function headlineOf(known: KnownTicket, asked: Asked): string | null {
  const view = judged(known, asked);
  if (view === null) return null;
  const { now, isStopped } = asked;
  const campaign = saidDecision(view, known);
  const entry = known.outbox.find(({ kind }) => kind === 'campaign');
  const { gate = null, gateAt = null } = entry ?? {};
  const said = describeView(view, {
    campaign,
    fate: campaign?.kind === 'send' ? (entry?.state ?? 'intended') : undefined,
    gate: gate === null || gateAt === null ? null : { why: gate, at: gateAt },
    at: now,
    isStopped,
    wasListed: known.ticket.status !== null,
  });
  // Asked for once more, what the policy has sent is not sent again: it is said once.
  const isSaid = ({ name, status }: RequestStory): boolean =>
    status === 'sent' && campaign?.kind === 'send' && campaign.campaign.name === name;
  const others = known.requests.filter((request) => !isSaid(request));
  return [said, ...others.map((request) => describeRequest(request, { now, isStopped }))].join('; ');
}

/** When it is looked at again by itself; null: only when something comes, or somebody says so, or at any moment. */
export function nextLookAt({ ticket, decisions }: KnownTicket, { now, isStopped }: Omit<Asked, 'csat'>): string | null {
  const pending = decisions.findLast(({ kind }) => kind === 'wait' || kind === 'held')?.until ?? null;
  const until = ticket.waitingUntil ?? (ticket.stage === 'open' ? null : pending);
  return isStopped || until === null || until <= now ? null : until;
}

/** Until when a ticket sleeps that Gorgias shows as closed; null: it does not, or nobody knows until when. */
export function snoozedUntil({ state }: KnownTicket, { now }: Pick<Asked, 'now'>): Timestamp | null {
  const status = state === null ? null : statusOf(state);
  return status?.phase === 'snoozed' && status.until !== null && status.until > now ? status.until : null;
}

/** While a vendor has not answered about the person, it is kept as held, and has a time at which it is asked again. */
const UNANSWERED = 'vendors_answered';

/** What the policy said of the end that still counts; null: it was not asked yet. */
function saidDecision(
  { decision }: View,
  { decisions, ticket: { holder } }: Pick<KnownTicket, 'decisions' | 'ticket'>,
): SaidDecision | null {
  const kept = decisions.find(({ closedAt }) => closedAt === decision?.closedAt);
  if (kept === undefined) return null;
  const { kind, why, until, campaign, rules } = kept;
  if (kind === 'send') return { kind, campaign: { name: campaign ?? '' } };
  if (kind === 'skip' || until === null) return { kind: 'skip', why };
  return kind === 'held' && rules.at(-1)?.rule !== UNANSWERED
    ? { kind, until, why: holder === null ? why : holdReasonNow(why, holder) }
    : { kind: 'wait', until, why, rules };
}
