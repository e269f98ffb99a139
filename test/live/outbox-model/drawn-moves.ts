import fc from 'fast-check';
import type { Command } from './commands';

const person = fc.constantFrom(0, 0, 0, 1);
const other = fc.constantFrom(1, 1, 1, 0);
const ticket = fc.constantFrom(0, 0, 1, 2);

/** Whose something is becomes another. */
export const readdress: fc.Arbitrary<Command & { readonly do: 'readdress' }> = fc.record({
  do: fc.constant('readdress' as const),
  person,
  to: fc.constantFrom('new' as const, 'new' as const, 'new' as const, 'shared' as const),
});
export const merge = fc.record({ do: fc.constant('merge' as const), person });
export const give = fc.record({ do: fc.constant('give' as const), ticket, person: other, told: fc.boolean() });
export const remove = fc.record({ do: fc.constant('remove' as const), person });

/** Somebody comes whom the first one may be merged with. */
export const otherOpens = fc.record({ do: fc.constant('open' as const), person: other, told: fc.constant(true) });

/** The minute's run, with nothing in its way: who has moved is known from now on. */
export const run = fc.constant<Command>({ do: 'sync', strike: null });
