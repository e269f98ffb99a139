import { isConnectorError } from '../../domain/errors';
import type { GorgiasClient } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import type { SyncSetup, VerifyResult } from '../types';

const BATCH = 20;

/**
 * Looks up the records that a complete walk did not meet. Absence proves nothing (a record may have moved while pages were read), so each
 * is asked for: 404 makes a tombstone, 301 an alias, anything else is alive.
 */
export async function verifyUnseen(
  deps: ActivityDeps,
  setup: SyncSetup,
  kind: 'customer' | 'ticket',
): Promise<VerifyResult> {
  const { facts } = deps.store;
  const ids = await facts.unseen(setup.account, kind, setup.runId, BATCH);
  const client = deps.gorgias(setup.account, 'backfill');
  for (const id of ids) await verify(deps, setup, client, kind, id);
  return { looked: ids.length, done: ids.length < BATCH };
}

async function verify(
  deps: ActivityDeps,
  setup: SyncSetup,
  client: GorgiasClient,
  kind: 'customer' | 'ticket',
  id: number,
): Promise<void> {
  const { facts } = deps.store;
  try {
    await (kind === 'customer' ? client.getCustomer(id) : client.getTicket(id));
    await facts.markSeen(setup.account, kind, id, setup.runId);
  } catch (thrown) {
    if (isConnectorError(thrown, 'gorgias.not_found')) return facts.bury(setup.account, kind, id);
    if (isConnectorError(thrown, 'gorgias.merged'))
      return followMerge(deps, setup, kind, id, thrown.details.survivorId);
    throw thrown;
  }
}

function followMerge(
  deps: ActivityDeps,
  setup: SyncSetup,
  kind: 'customer' | 'ticket',
  id: number,
  survivorId: number | undefined,
): Promise<void> {
  // A redirect that names nobody says only that the record is gone.
  if (survivorId === undefined) return deps.store.facts.bury(setup.account, kind, id);
  return deps.store.facts.alias(setup.account, kind, id, survivorId);
}
