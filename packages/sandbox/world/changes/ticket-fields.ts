import { MS, type Micros } from '../../time';
import { type FeedDraft, onTicket } from '../feed';
import { type TicketRecord } from '../records';
import { type WorldState } from '../state';
import { moveTicket, theCustomer, theTicket } from './records';
import { type ChangeOf } from './schema';

interface Edit {
  readonly ticketId: number;
  readonly us: Micros;
  readonly fields: Partial<
    Pick<
      TicketRecord,
      'status' | 'closedUs' | 'snoozeUs' | 'trashedUs' | 'spam' | 'subject' | 'assigneeId' | 'customerId'
    >
  >;
  readonly type?: string;
  readonly data?: FeedDraft['data'];
  /** Told before the event that names what was done. */
  readonly first?: readonly FeedDraft[];
}

/** Most edits are the same: some fields, `ticket-updated`, and one event that names what was done. */
function edit(state: WorldState, { ticketId, us, fields, type, data, first = [] }: Edit): number {
  const ticket = theTicket(state, ticketId);
  Object.assign(ticket, fields);
  moveTicket(state, ticket, us);
  const named = type === undefined ? [] : [onTicket(ticketId, type, data ?? null)];
  state.feed.write(us, [onTicket(ticketId, 'ticket-updated'), ...first, ...named]);
  return ticketId;
}

export type FieldChange = ChangeOf<
  | 'touchTicket'
  | 'assignTicket'
  | 'setSubject'
  | 'handOverTicket'
  | 'snoozeTicket'
  | 'trashTicket'
  | 'untrashTicket'
  | 'markSpam'
  | 'unmarkSpam'
>;

export function editTicket(state: WorldState, change: FieldChange, us: Micros): number {
  const { ticketId } = change;
  switch (change.do) {
    case 'touchTicket':
      return edit(state, { ticketId, us, fields: {} });
    case 'assignTicket':
      return edit(state, { ticketId, us, fields: { assigneeId: change.userId }, ...assignment(change.userId) });
    case 'setSubject':
      return edit(state, {
        ticketId,
        us,
        fields: { subject: change.subject },
        type: 'ticket-subject-updated',
        data: { new_subject: change.subject },
      });
    case 'snoozeTicket': {
      // Snoozed is closed with a date in the future (gorgias-api.md 2, row 13).
      const fields = { status: 'closed', closedUs: us, snoozeUs: Math.floor(change.until * MS) } as const;
      const first = theTicket(state, ticketId).status === 'open' ? [onTicket(ticketId, 'ticket-closed')] : [];
      return edit(state, { ticketId, us, fields, type: 'ticket-snoozed', first });
    }
    case 'handOverTicket':
      return edit(state, { ticketId, us, fields: {}, type: 'ticket-handed-over' });
    case 'trashTicket':
      return edit(state, { ticketId, us, fields: { trashedUs: us }, type: 'ticket-trashed' });
    case 'untrashTicket':
      return edit(state, { ticketId, us, fields: { trashedUs: null }, type: 'ticket-untrashed' });
    case 'markSpam':
      return edit(state, { ticketId, us, fields: { spam: true }, type: 'ticket-marked-spam' });
    case 'unmarkSpam':
      return edit(state, { ticketId, us, fields: { spam: false }, type: 'ticket-unmarked-spam' });
  }
}

function assignment(userId: number | null): Pick<Edit, 'type' | 'data'> & { type: string } {
  return userId === null
    ? { type: 'ticket-unassigned' }
    : { type: 'ticket-assigned', data: { assignee_user_id: userId } };
}

export function moveTicketToCustomer(state: WorldState, change: ChangeOf<'moveTicketToCustomer'>, us: Micros): number {
  const { ticketId, customerId } = change;
  const old = state.customers.get(theTicket(state, ticketId).customerId ?? 0);
  const target = theCustomer(state, customerId);
  const data = {
    old_customer: old === undefined ? null : { id: old.id, name: old.name },
    new_customer: { id: target.id, name: target.name },
  };
  return edit(state, { ticketId, us, fields: { customerId }, type: 'ticket-customer-updated', data });
}

/** The source leaves every list; asked for by id it points to the survivor (301). */
export function mergeTickets(state: WorldState, { sourceId, targetId }: ChangeOf<'mergeTickets'>, us: Micros): number {
  const source = theTicket(state, sourceId);
  const target = theTicket(state, targetId);
  if (source === target) throw new Error('a ticket cannot be merged with itself');
  state.tickets.delete(sourceId);
  state.mergedTickets.set(sourceId, targetId);
  moveTicket(state, target, us);
  state.feed.write(us, [onTicket(sourceId, 'ticket-deleted')]);
  state.feed.write(us + 2, [
    onTicket(targetId, 'ticket-updated'),
    onTicket(targetId, 'ticket-merged', { source_ticket_id: sourceId }),
  ]);
  return targetId;
}

/** Permanent; the survey row stays behind (gorgias-api.md 3.11). */
export function deleteTicket(state: WorldState, { ticketId }: ChangeOf<'deleteTicket'>, us: Micros): number {
  theTicket(state, ticketId);
  state.tickets.delete(ticketId);
  state.deletedTickets.add(ticketId);
  state.feed.write(us, [onTicket(ticketId, 'ticket-deleted')]);
  return ticketId;
}
