import { givenNames } from '../world/names';
import { type Random } from '../random';
import { type TicketRecord } from '../world/records';
import { type World } from '../world/world';

/** Who acts in the sandbox' daily life, drawn from the world as it stands. */
export interface Cast {
  /** Id of a customer, one with an e-mail nearly always. Null in a world without people. */
  customer(): number | null;
  newcomer(): { readonly name: string; readonly email: string };
  /** Id of an agent who is still there. */
  agent(): number | null;
  /** Given name of whoever looks after the ticket. */
  agentOf(ticket: TicketRecord): string;
}

export function createCast(world: World, random: Random): Cast {
  const agents = world.users.filter(({ role, active }) => role !== 'bot' && active);
  const draw = (wanted: (email: string | null) => boolean): number | null => {
    const ids = [...world.customers.values()].flatMap(({ id, email }) => (wanted(email) ? [id] : []));
    return ids.length === 0 ? null : (ids[random.int(0, ids.length - 1)] ?? null);
  };
  return {
    customer: () => draw(random.chance(0.93) ? (email) => email !== null : () => true),
    newcomer: () => {
      const name = random.pick(givenNames);
      return { name, email: `newcomer.${world.happened.length}@shopper.example.com` };
    },
    agent: () => agents[random.int(0, agents.length - 1)]?.id ?? null,
    agentOf: ({ assigneeId }) => world.users.find(({ id }) => id === assigneeId)?.name.split(' ')[0] ?? 'a rule',
  };
}
