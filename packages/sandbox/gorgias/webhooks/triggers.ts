import { type FeedRecord } from '../../world/records';
import { type World } from '../../world/world';
import { type Trigger } from '../integration-body';

/** Something that HTTP integrations can be called for. */
export interface Occasion {
  readonly trigger: Trigger;
  readonly ticketId: number;
  /** Of a message's own triggers only. */
  readonly messageId: number | null;
}

/** Which triggers an event of the feed stands for. None for customers, tags and surveys (gorgias-api.md 9.2). */
const triggersOf: Readonly<Record<string, readonly Trigger[]>> = {
  'ticket-created': ['ticket-created'],
  'ticket-updated': ['ticket-updated'],
  'ticket-message-created': ['ticket-message-created'],
  'ticket-message-failed': ['ticket-message-failed'],
  'ticket-closed': ['ticket-status-updated'],
  'ticket-reopened': ['ticket-status-updated'],
  'ticket-self-unsnoozed': ['ticket-self-unsnoozed'],
  'ticket-assigned': ['ticket-assignment-updated'],
  'ticket-unassigned': ['ticket-assignment-updated'],
  'ticket-handed-over': ['ticket-handed-over'],
};

/** The occasions of one change, each once, in the order of its events. */
export function occasionsOf(world: World, events: readonly FeedRecord[]): readonly Occasion[] {
  const occasions = new Map<string, Occasion>();
  for (const { type, objectType, objectId } of events) {
    const isMessage = objectType === 'TicketMessage';
    const ticketId = isMessage ? ticketOf(world, objectId) : objectId;
    if (ticketId === null) continue;
    const messageId = isMessage ? objectId : null;
    for (const trigger of triggersOf[type] ?? []) {
      occasions.set(`${trigger} ${ticketId} ${messageId ?? ''}`, { trigger, ticketId, messageId });
    }
  }
  return [...occasions.values()];
}

/** A message that was just written belongs to a ticket that was just touched: the newest of its list. */
function ticketOf(world: World, messageId: number): number | null {
  const newest = world.state.ticketsByUpdated.slice({ descending: true, limit: 5, after: null });
  return newest.find(({ written }) => written?.some(({ id }) => id === messageId) === true)?.id ?? null;
}
