import { type Random } from '../random';
import { type World } from '../world/world';
import { type Cast } from './cast';

const channels = ['email', 'email', 'email', 'chat', 'chat', 'help-center', 'instagram-direct-message'] as const;
const subjects = [
  'Where is my order?',
  'The lamp arrived broken',
  'Can I still change the address?',
  'Wrong size, can I exchange it?',
  'Refund for my last order',
  'How do I wash the linen shirt?',
  'The discount code does not work',
  'Wo bleibt mein Paket?',
] as const;

export interface Opened {
  readonly ticketId: number;
  readonly words: string;
}

/** A new ticket of anybody, with a rule that tags or answers it now and then. Null in a world without people. */
export function openOne(world: World, random: Random, cast: Cast): Opened | null {
  const customerId = cast.customer();
  if (customerId === null) return null;
  return openOf(world, random, random.chance(0.1) ? cast.newcomer() : customerId);
}

/** The same of somebody, by their id, or of a newcomer. */
export function openOf(world: World, random: Random, who: number | ReturnType<Cast['newcomer']>): Opened {
  const channel = random.pick(channels);
  const asked = random.pick(subjects);
  const subject = world.state.texts.mark(asked);
  const isKnown = typeof who === 'number';
  const ticketId = isKnown
    ? world.change({ do: 'openTicket', customerId: who, channel, subject })
    : world.change({ do: 'openTicketByNewcomer', ...who, channel, subject });
  const by = isKnown ? '' : ' by a new customer';
  return { ticketId, words: `opened by ${channel}${by}: "${asked}"${rule(world, random, ticketId)}` };
}

const refused = { action_name: 'shopifyCancelLastOrder', failure_reason: 'The last order has been fulfilled.' };

function rule(world: World, random: Random, ticketId: number): string {
  const draw = random.next();
  if (draw < 0.2) {
    world.change({ do: 'runRule', ticketId, reply: true });
    return ', answered by the rule "Auto reply"';
  }
  if (draw < 0.4) {
    const rule = { id: 771_204, name: 'Tag shipping' };
    world.change({ do: 'runRule', ticketId, rule, addTags: ['shipping'] });
    return ', tagged by the rule "Tag shipping"';
  }
  if (draw >= 0.45) return '';
  world.change({
    do: 'runRule',
    ticketId,
    rule: { id: 771_207, name: 'Cancel order' },
    failedActions: [refused],
  });
  return ', the rule "Cancel order" failed';
}
