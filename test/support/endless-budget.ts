import type { Store } from '../../src/store/types';

/** The same store, in which nobody waits for a vendor's rate limit: they are by the real clock, also where another one is driven. */
export function withEndlessBudget(store: Store): Store {
  const { budget } = store;
  const take: typeof budget.take = () => Promise.resolve({ granted: true, takes: 1 });
  return { ...store, budget: { ...budget, take, correct: () => Promise.resolve() } };
}
