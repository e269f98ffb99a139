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

/** A new ticket, with a rule that tags or answers it now and then. Null in a world without people. */
export function openOne(world: World, random: Random, cast: Cast): { ticketId: number; words: string } | null {
  const customerId = cast.customer();
  if (customerId === null) return null;
  const channel = random.pick(channels);
  const asked = random.pick(subjects);
  const subject = world.state.texts.mark(asked);
  const isNew = random.chance(0.1);
  const ticketId = isNew
    ? world.change({ do: 'openTicketByNewcomer', ...cast.newcomer(), channel, subject })
    : world.change({ do: 'openTicket', customerId, channel, subject });
  const by = isNew ? ' by a new customer' : '';
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
