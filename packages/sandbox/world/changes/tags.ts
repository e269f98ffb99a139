import { type Micros } from '../../time';
import { type FeedDraft, onTicket } from '../feed';
import { type TagRecord, type TicketRecord } from '../records';
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

/** Puts tags on a ticket that is being changed anyway. Returns the event that tells of them, if any is new. */
export function putTags(state: WorldState, ticket: TicketRecord, names: readonly string[], us: Micros): FeedDraft[] {
  const added = [...new Set(names.map((name) => tagIdOf(state, name, us)))].filter((id) => !ticket.tagIds.includes(id));
  ticket.tagIds = [...ticket.tagIds, ...added];
  return added.length === 0 ? [] : [onTicket(ticket.id, 'ticket-tags-added', { tags_added: added })];
}

function addTag(state: WorldState, { ticketId, tag }: ChangeOf<'addTag'>, us: Micros): number {
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

function removeTag(state: WorldState, { ticketId, tag }: ChangeOf<'removeTag'>, us: Micros): number {
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

/** `PUT /tickets/{id}/tags`: exactly these, in two events where some come and some go. */
function setTags(state: WorldState, { ticketId, tags }: ChangeOf<'setTags'>, us: Micros): number {
  const ticket = theTicket(state, ticketId);
  const wanted = tags.map((name) => tagIdOf(state, name, us));
  const removed = ticket.tagIds.filter((id) => !wanted.includes(id));
  ticket.tagIds = ticket.tagIds.filter((id) => wanted.includes(id));
  const added = putTags(state, ticket, tags, us);
  moveTicket(state, ticket, us);
  const gone = removed.length === 0 ? [] : [onTicket(ticketId, 'ticket-tags-removed', { tags_removed: removed })];
  state.feed.write(us, [onTicket(ticketId, 'ticket-updated'), ...gone, ...added]);
  return ticketId;
}

function theTag(state: WorldState, name: string): TagRecord {
  const tag = state.tags.find((candidate) => candidate.name === name);
  if (tag === undefined) throw new Error(`the sandbox has no tag ${name}`);
  return tag;
}

const onTag = (objectId: number, type: string): FeedDraft => ({
  type,
  objectType: 'Tag',
  objectId,
  data: null,
});

/** The tickets that carry it do not move: only the feed and the list of tags tell. */
function renameTag(state: WorldState, change: ChangeOf<'renameTag'>, us: Micros): number {
  const tag = theTag(state, change.tag);
  if (state.tags.some(({ name }) => name === change.name)) throw new Error(`the tag ${change.name} exists already`);
  tag.name = change.name;
  state.feed.write(us, [onTag(tag.id, 'tag-renamed')]);
  return tag.id;
}

function dropTag(state: WorldState, tag: TagRecord, heirId: number | null): void {
  state.tags.splice(state.tags.indexOf(tag), 1);
  for (const ticket of state.tickets.values()) {
    if (!ticket.tagIds.includes(tag.id)) continue;
    const others = ticket.tagIds.filter((id) => id !== tag.id && id !== heirId);
    ticket.tagIds = heirId === null ? others : [...others, heirId];
  }
}

/** The source's tickets carry the target from now on, without moving; the feed names only the source, which is gone (gorgias-api.md 2). */
function mergeTags(state: WorldState, { source, target }: ChangeOf<'mergeTags'>, us: Micros): number {
  const [from, into] = [theTag(state, source), theTag(state, target)];
  if (from === into) throw new Error('a tag cannot be merged with itself');
  dropTag(state, from, into.id);
  state.feed.write(us, [onTag(from.id, 'tag-merged')]);
  return into.id;
}

function deleteTag(state: WorldState, change: ChangeOf<'deleteTag'>, us: Micros): number {
  const tag = theTag(state, change.tag);
  dropTag(state, tag, null);
  state.feed.write(us, [onTag(tag.id, 'tag-deleted')]);
  return tag.id;
}

type TagChange = ChangeOf<'addTag' | 'removeTag' | 'setTags' | 'renameTag' | 'mergeTags' | 'deleteTag'>;

export function changeTags(state: WorldState, change: TagChange, us: Micros): number {
  switch (change.do) {
    case 'addTag':
      return addTag(state, change, us);
    case 'removeTag':
      return removeTag(state, change, us);
    case 'setTags':
      return setTags(state, change, us);
    case 'renameTag':
      return renameTag(state, change, us);
    case 'mergeTags':
      return mergeTags(state, change, us);
    case 'deleteTag':
      return deleteTag(state, change, us);
  }
}
