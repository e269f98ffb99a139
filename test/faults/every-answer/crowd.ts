import type { Shop } from './shop';

/** Without a phone, so that they go by import. */
const CROWD = 30;

/** By account: each time it is another tag. */
const tags = new Map<string, number>();

/**
 * So much happens at once that every endpoint has something to do: everybody has another name (an import), every ticket another tag (a list is
 * made and others are left), and somebody another address (who is gone is released).
 */
export function crowdCame({ sandbox: { world }, account }: Shop): void {
  const nth = (tags.get(account) ?? 0) + 1;
  tags.set(account, nth);
  if (nth === 1)
    for (let one = 1; one <= CROWD; one += 1)
      world.change({ do: 'createCustomer', email: `crowd-${String(one)}@${account}.example.com`, name: 'One of many' });
  const customers = [...world.customers.values()].filter(({ email }) => email?.startsWith('visitor-') === false);
  for (const { id } of customers) world.change({ do: 'updateCustomer', customerId: id, name: `Name ${String(nth)}` });
  for (const { id, customerId } of [...world.tickets.values()])
    if (customers.some((one) => one.id === customerId))
      world.change({ do: 'setTags', ticketId: id, tags: [`Crowd ${String(nth)}`] });
  const moving = customers[nth % customers.length];
  if (moving !== undefined)
    world.change({ do: 'setEmail', customerId: moving.id, email: `moved-${String(nth)}@${account}.example.com` });
}
