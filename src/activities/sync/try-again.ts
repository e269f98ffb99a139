import { readCustomer } from '../contacts/read-customer';
import type { ActivityDeps } from '../deps';
import { readSurveys } from '../tickets/tickets-of-surveys';

/** At most so many in one run: each may cost a request. */
const SLICE = 20;

/** Tries once more what was set aside because a vendor did not answer for it, when it is time to. */
export async function tryAgain(deps: ActivityDeps, account: string): Promise<void> {
  const { quarantine, tickets } = deps.store;
  const due = await quarantine.takeDue(account, SLICE);
  const idsOf = (kind: string): readonly number[] =>
    due.filter((one) => one.kind === kind && one.step === 'read').map(({ key }) => Number(key));
  const surveys = await readSurveys(deps, account, idsOf('survey'));
  await tickets.requestRefresh(account, [...new Set(surveys.values())]);
  const client = deps.gorgias(account, 'feed');
  for (const id of idsOf('customer')) await readCustomer(deps, account, { client, id });
}
