import { count } from './chronicle';
import type { Deed, WhoseDeed } from './commands';
import type { Person, Scene } from './scene';

export function isOfWhose(deed: Deed): deed is WhoseDeed {
  return deed.do === 'readdress' || deed.do === 'merge' || deed.do === 'give';
}

export function personOf({ people }: Scene, person: number): Person {
  return people[person] ?? { email: '', customerId: null };
}

/** Gorgias knows the person so from now on. */
export function meet(scene: Scene, person: number, known: Person): void {
  scene.people[person] = known;
  const { email, customerId } = known;
  if (customerId === null) return;
  scene.customers.set(email, customerId);
  if (!scene.chronicle.met.has(customerId)) scene.chronicle.met.set(customerId, email);
}

/** Something has become another's, or has another address: whose data is whose is then too much for what is judged of an erasure. */
export function hasMoved({ sandbox }: Scene): boolean {
  return sandbox.world.happened.some(
    ({ do: what }) => what === 'setEmail' || what === 'mergeCustomers' || what === 'moveTicketToCustomer',
  );
}

/** What a program says whom it means: whom the ticket belongs to, or who it was that opened it. */
export function nameOnTicket({ chronicle, sandbox: { world } }: Scene, ticketId: number, person: number): string {
  const owner = world.customers.get(world.tickets.get(ticketId)?.customerId ?? 0)?.email ?? null;
  return (person === 0 ? owner : null) ?? chronicle.emails.get(ticketId) ?? '';
}

/** In Gorgias. @returns The ticket that has moved, or null. */
export function changeWhose(scene: Scene, deed: WhoseDeed): number | null {
  const { chronicle, sandbox, people, tickets } = scene;
  const { world } = sandbox;
  if (chronicle.erasures.length > 0) return null;
  const other = 1 - deed.person;
  switch (deed.do) {
    case 'readdress': {
      const { email, customerId } = personOf(scene, deed.person);
      const shared = scene.mailOf(other);
      const next = email.replace(/^(person-\d)(\+\d+)?@/, `$1+${String(world.happened.length)}@`);
      const to = deed.to === 'shared' ? shared : next;
      if (customerId === null || to === email) return null;
      world.change({ do: 'setEmail', customerId, email: to });
      for (const [index, person] of people.entries())
        if (person.customerId === customerId) meet(scene, index, { email: to, customerId });
      count(chronicle, `readdressed: ${deed.to}`);
      return null;
    }
    case 'merge': {
      const [source, target] = [personOf(scene, deed.person), personOf(scene, other)];
      if (source.customerId === null || target.customerId === null || source.customerId === target.customerId)
        return null;
      world.change({ do: 'mergeCustomers', sourceId: source.customerId, targetId: target.customerId });
      meet(scene, deed.person, target);
      count(chronicle, 'merged');
      return null;
    }
    case 'give': {
      const ticketId = tickets[deed.ticket % Math.max(1, tickets.length)];
      if (ticketId === undefined) return null;
      const customerId = personOf(scene, deed.person).customerId ?? newCustomer(scene, deed.person);
      if (world.tickets.get(ticketId)?.customerId === customerId) return null;
      world.change({ do: 'moveTicketToCustomer', ticketId, customerId });
      count(chronicle, 'given');
      return ticketId;
    }
  }
}

function newCustomer(scene: Scene, person: number): number {
  const email = scene.mailOf(person);
  const customerId = scene.sandbox.world.change({ do: 'createCustomer', email, name: 'Joan' });
  meet(scene, person, { email, customerId });
  return customerId;
}
