import { isSampleDue } from '../contacts/nightly-sample';
import type { ActivityDeps } from '../deps';
import { areCustomersNew } from '../timeline/publish-new-customers';

/** Whether something is due that publishing would bring to Brevo, or ask it about. Asks the store alone. */
export async function isAnythingDue(deps: ActivityDeps, account: string): Promise<boolean> {
  const { contacts, imports } = deps.store;
  if ((await contacts.due(account, 1)).length > 0) return true;
  if ((await imports.toCheck(account, 1)).length > 0) return true;
  return (await isSampleDue(deps, account)) || areCustomersNew(deps, account);
}
