import { isConnectorError } from '../../domain/errors/connector-error';
import { confirmImports } from '../contacts/confirm-imports';
import type { ActivityDeps } from '../deps';

const SOON_MS = 1_000;
/** An import that Brevo has not carried out by then is not waited for: the contact is deleted, and once more when that has ended. */
const MOST_MS = 10 * 60_000;

/**
 * How long to wait before what is kept is deleted, in milliseconds; 0: nothing of the person is on its way to Brevo any more. A contact that is
 * to be deleted there must not come back by an import, or by a publication, that began before.
 */
export async function personOnTheWire(deps: ActivityDeps, account: string, person: string): Promise<number> {
  const { privacy } = deps.store;
  const erasure = await privacy.find(account, person);
  const { sending, contact, sinceMs } = await privacy.onTheWire(account, person);
  if (sending > 0) return SOON_MS;
  if (erasure?.brevo !== true || !contact || sinceMs > MOST_MS) return 0;
  await confirmIfPossible(deps, account);
  return SOON_MS;
}

/** Else the incremental sync does it. */
export async function confirmIfPossible(deps: ActivityDeps, account: string): Promise<void> {
  try {
    await confirmImports(deps, account);
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
  }
}
