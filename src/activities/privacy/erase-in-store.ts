import { heartbeat } from '@temporalio/activity';
import type { ActivityDeps } from '../deps';
import { endOthersWork } from './end-persons-work';

/** Since the door was shut. Gorgias is asked for so long who else is the person, where it could not be before; then the receipt says so. */
const ASKED_FOR_MS = 10 * 60_000;

/** Deletes what is kept of the person and of their tickets, the keys of their histories too, a part at a time. */
export async function eraseInStore(
  { store: { privacy } }: ActivityDeps,
  account: string,
  person: string,
): Promise<void> {
  while (!(await privacy.eraseSlice(account, person))) heartbeat();
}

/**
 * Looks once more for what came meanwhile, and forgets whom it was about. False: Brevo or Gorgias is still to be asked, or to be asked again, and
 * what Gorgias told is still to be erased.
 */
export async function finishErasure(deps: ActivityDeps, account: string, person: string): Promise<boolean> {
  const { privacy } = deps.store;
  if (await waitsForGorgias(deps, account, person)) return false;
  if (await privacy.waitsForBrevo(account, person)) return false;
  await privacy.eraseAgain(account, person);
  await eraseInStore(deps, account, person);
  const isDone = await privacy.finish(account, person);
  if (isDone) deps.log.info('privacy.erased', { account, person });
  return isDone;
}

async function waitsForGorgias(deps: ActivityDeps, account: string, person: string): Promise<boolean> {
  const { privacy } = deps.store;
  const erasure = await privacy.find(account, person);
  if (erasure?.state !== 'erasing' || erasure.gorgiasAt !== null) return false;
  const looked = await endOthersWork(deps, account, person);
  if (looked === 'wider') return true;
  return looked === 'passing' && (await privacy.onTheWire(account, person)).sinceMs < ASKED_FOR_MS;
}
