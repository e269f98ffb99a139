import type { Door, Effect } from './commands';

/** Effects that make sense at each door: a refusal of a question says nothing that is not said elsewhere. */
const AT_ALL: readonly Effect[] = ['lost before', 'down', 'page 200', 'page 403', 'page 404'];
const AT_WRITES: readonly Effect[] = [...AT_ALL, 'lost before', 'lost after', 'lost after', 'failed after', 'busy'];
export const AT: Readonly<Record<Door, readonly Effect[]>> = {
  campaigns: [...AT_WRITES, 'refused', 'forbidden', 'no credits'],
  events: [...AT_WRITES, 'refused', 'forbidden'],
  contacts: AT_WRITES,
  consent: [...AT_ALL, 'page 200', 'page 404'],
  'look back': AT_ALL,
  ticket: AT_ALL,
  tickets: AT_ALL,
};

/** At which door something goes wrong. */
export const DOORS_BY_WEIGHT: readonly Door[] = [
  ...(['campaigns', 'campaigns', 'campaigns', 'campaigns', 'events', 'contacts'] as const),
  ...(['consent', 'consent', 'look back', 'ticket', 'tickets'] as const),
];
