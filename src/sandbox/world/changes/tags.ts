import { type Micros } from '../../time';
import { onTicket } from '../feed';
import { type WorldState } from '../state';
import { moveTicket, theTicket } from './records';
import { type ChangeOf } from './schema';

/** Tag names are case-sensitive (gorgias-api.md 3.14); an unknown one is made. */
export function tagIdOf(state: WorldState, name: string, us: Micros): number {
  const known = state.tags.find((tag) => tag.name === name);
  if (known !== undefined) return known.id;
  const tag = { id: state.nextId('tag'), name, color: null, createdUs: us };
  state.tags.push(tag);
  return tag.id;
}

export function addTag(state: WorldState, { ticketId, tag }: ChangeOf<'addTag'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  const tagId = tagIdOf(state, tag, us);
  ticket.tagIds = [...ticket.tagIds.filter((id) => id !== tagId), tagId];
  moveTicket(state, ticket, us);
  state.feed.write(us, [
    onTicket(ticketId, 'ticket-updated'),
    onTicket(ticketId, 'ticket-tags-added', { tags_added: [tagId] }),
  ]);
  return ticketId;
}

export function removeTag(state: WorldState, { ticketId, tag }: ChangeOf<'removeTag'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  const tagId = tagIdOf(state, tag, us);
  ticket.tagIds = ticket.tagIds.filter((id) => id !== tagId);
  moveTicket(state, ticket, us);
  state.feed.write(us, [
    onTicket(ticketId, 'ticket-updated'),
    onTicket(ticketId, 'ticket-tags-removed', { tags_removed: [tagId] }),
  ]);
  return ticketId;
}
