import { activityInfo } from '@temporalio/activity';
import { isConnectorError, MergedError } from '../../domain/errors/connector-error';
import type { GorgiasClient } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import { endsSlice } from '../slice-end';
import type { SyncSetup, VerifyResult } from '../types';

const BATCH = 20;
/** An answer that cannot be read this often is the record's own fault, not the network's. */
const PATIENT_ATTEMPTS = 3;

/**
 * Looks up the records that a complete walk did not meet. Absence proves nothing (a record may have moved while pages were read), so each
 * is asked for: 404 marks it deleted, 301 merged, anything else is alive.
 */
export async function verifyUnseen(
  deps: ActivityDeps,
  setup: SyncSetup,
  kind: 'customer' | 'ticket',
): Promise<VerifyResult> {
  const { facts } = deps.store;
  const ids = await facts.unseen(setup.account, kind, { runId: setup.runId, limit: BATCH });
  const client = deps.gorgias(setup.account, 'backfill');
  let verified = 0;
  for (const id of ids) {
    try {
      await verify(deps, setup, { client, kind, id });
    } catch (thrown) {
      if (endsSlice(thrown, verified)) return { done: false };
      throw thrown;
    }
    verified += 1;
  }
  return { done: ids.length < BATCH };
}

async function verify(
  deps: ActivityDeps,
  setup: SyncSetup,
  { client, kind, id }: { readonly client: GorgiasClient; readonly kind: 'customer' | 'ticket'; readonly id: number },
): Promise<void> {
  const { facts } = deps.store;
  try {
    await (kind === 'customer' ? client.getCustomer(id) : client.getTicket(id));
    await facts.markSeen(setup.account, kind, { id, runId: setup.runId });
  } catch (thrown) {
    // Whatever it looks like, it is there.
    if (isConnectorError(thrown, 'gorgias.protocol') && activityInfo().attempt >= PATIENT_ATTEMPTS)
      return facts.markSeen(setup.account, kind, { id, runId: setup.runId });
    if (isConnectorError(thrown, 'gorgias.not_found')) return facts.markDeleted(setup.account, kind, id);
    if (thrown instanceof MergedError)
      return facts.markMerged(setup.account, kind, { id, survivorId: thrown.survivorId });
    throw thrown;
  }
}
