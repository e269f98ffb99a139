import { createRandom, mix } from '../random';
import { type Micros, SECOND } from '../time';
import { type MessageRecord, type TicketRecord } from './records';
import { BOT_USER_ID } from './staff';
import { firstTicketId } from './generate/tickets';

const firstPastId = 1_000_000_000;
const perTicket = 32;

/** The messages of a ticket in the order of their writing. Past ones are derived from the ticket: nothing of them is stored. */
export function messagesOf(ticket: TicketRecord, seed: number, agentIds: readonly number[]): readonly MessageRecord[] {
  const past = pastMessages(ticket, seed, agentIds);
  return ticket.written === null ? past : [...past, ...ticket.written];
}

export function countMessages(ticket: TicketRecord): number {
  return ticket.pastMessages + (ticket.written?.length ?? 0);
}

export function pastMessages(
  ticket: TicketRecord,
  seed: number,
  agentIds: readonly number[],
): readonly MessageRecord[] {
  const random = createRandom(mix(seed, ticket.id, 7));
  const hasAutoReply = ticket.pastMessages > 1 && random.chance(0.2);
  const agentId = agentIds[random.int(0, agentIds.length - 1)] ?? null;
  const messages: MessageRecord[] = [];
  for (let index = 0; index < ticket.pastMessages; index += 1) {
    const kind = kindOf({ index, draw: random.next(), hasAutoReply, agentFirst: ticket.agentFirst });
    messages.push({
      id: firstPastId + ((ticket.id - firstTicketId) / 2) * perTicket + index,
      ticketId: ticket.id,
      kind,
      userId: kind === 'customer' ? null : kind === 'bot' ? BOT_USER_ID : agentId,
      createdUs: timeOf(ticket, { index, jitter: random.next(), hasAutoReply }),
    });
  }
  return messages;
}

interface Turn {
  readonly index: number;
  readonly draw: number;
  readonly hasAutoReply: boolean;
  readonly agentFirst: boolean;
}

function kindOf({ index, draw, hasAutoReply, agentFirst }: Turn): MessageRecord['kind'] {
  if (index === 0) return agentFirst ? 'agent' : 'customer';
  if (index === 1 && hasAutoReply) return 'rule';
  if (draw < 0.12) return 'note';
  if (draw < 0.18) return 'bot';
  return draw < 0.6 ? 'agent' : 'customer';
}

function timeOf(
  { createdUs, pastSpanUs, pastMessages: count }: TicketRecord,
  { index, jitter, hasAutoReply }: { index: number; jitter: number; hasAutoReply: boolean },
): Micros {
  if (index === 0) return createdUs;
  if (index === count - 1) return createdUs + pastSpanUs;
  const step = pastSpanUs / count;
  if (index === 1 && hasAutoReply) return createdUs + Math.floor(Math.min(2 * SECOND, step));
  return createdUs + Math.floor(step * (index + jitter * 0.9));
}
