import { readCustomer } from '../contacts/read-customer';
import type { ActivityDeps } from '../deps';
import { readSurveys } from '../tickets/tickets-of-surveys';

/** At most so many in one run: each may cost a request. */
const SLICE = 20;

/** Tries once more what was set aside because a vendor did not answer for it, when it is time to. */
export async function tryAgain(deps: ActivityDeps, account: string): Promise<void> {
  const { quarantine, tickets } = deps.store;
  const due = await quarantine.takeDue(account, SLICE);
  const idsOf = (kind: string): readonly number[] => [
    ...new Set(due.filter((one) => one.kind === kind && one.step === 'read').map(({ key }) => Number(key))),
  ];
  // One after the other: what was read must have its ticket asked for, whatever becomes of the next.
  for (const id of idsOf('survey')) {
    const found = await readSurveys(deps, account, [id]);
    await tickets.requestRefresh(account, [...found.values()]);
  }
  const client = deps.gorgias(account, 'feed');
  for (const id of idsOf('customer')) await readCustomer(deps, account, { client, id });
}
