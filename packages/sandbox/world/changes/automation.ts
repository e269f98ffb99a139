import { type Micros } from '../../time';
import { onTicket } from '../feed';
import { MACRO_ID } from '../staff';
import { type WorldState } from '../state';
import { messageCreated, write } from './messages';
import { moveTicket, theTicket } from './records';
import { ruleExecuted } from './rule-run';
import { type ChangeOf } from './schema';
import { putTags } from './tags';

/** A rule's effects share the context of its run. */
export function runRule(state: WorldState, change: ChangeOf<'runRule'>, us: Micros): number {
  const ticket = theTicket(state, change.ticketId);
  const reply = change.reply ? [messageCreated(write(state, ticket, { kind: 'rule', us }))] : [];
  const tagged = putTags(state, ticket, change.addTags, us);
  const effects = [...reply, ...tagged];
  const updated = effects.length === 0 ? [] : [onTicket(ticket.id, 'ticket-updated')];
  if (updated.length > 0) moveTicket(state, ticket, us);
  state.feed.write(us, [ruleExecuted(change), ...effects, ...updated]);
  return ticket.id;
}

/** An agent's answer from a macro. The exact data of `macro-applied` is not established; the message names the macro too. */
export function applyMacro(state: WorldState, change: ChangeOf<'applyMacro'>, us: Micros): number {
  const ticket = theTicket(state, change.ticketId);
  const macro = change.macro ?? { id: MACRO_ID, name: 'Where is my order' };
  const message = write(state, ticket, { kind: 'agent', us, macro });
  const tagged = putTags(state, ticket, change.addTags, us);
  moveTicket(state, ticket, us);
  const { userId } = message;
  state.feed.write(us, [
    { ...messageCreated(message), userId },
    { ...onTicket(ticket.id, 'ticket-updated'), userId },
    { ...onTicket(ticket.id, 'macro-applied', { macro_id: macro.id, macro_name: macro.name }), userId },
    ...tagged,
  ]);
  return message.id;
}
