import { MergedError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { setAsideRead } from '../set-aside';
import { hasWalked } from './walked';
import type { SyncSetup, VerifyResult } from '../types';

const BATCH = 20;

/**
 * Looks up the records that a complete walk did not meet. Absence proves nothing (a record may have moved while pages were read), so each
 * is asked for: 404 marks it deleted, 301 merged, anything else is alive.
 */
export async function verifyUnseen(
  deps: ActivityDeps,
  setup: SyncSetup,
  kind: 'customer' | 'ticket',
): Promise<VerifyResult> {
  const { account, runId } = setup;
  const { facts } = deps.store;
  // What was never walked to its end has not missed anybody.
  if (!(await hasWalked(deps, setup, kind === 'customer' ? 'customers' : 'tickets'))) return { done: true };
  const ids = await facts.unseen(account, kind, { runId, limit: BATCH });
  const client = deps.gorgias(account, 'backfill');
  const { all } = await eachRecord(deps, {
    account,
    items: ids,
    about: (id) => `${kind}/${String(id)}`,
    work: async (id) => {
      await (kind === 'customer' ? client.getCustomer(id) : client.getTicket(id));
      await facts.markSeen(account, kind, { id, runId });
    },
    without: async (id, { disposition, error }) => {
      if (error instanceof MergedError) return facts.markMerged(account, kind, { id, survivorId: error.survivorId });
      if (disposition === 'known') return facts.markDeleted(account, kind, id);
      // Whatever it looks like, it is there.
      await setAsideRead(deps, account, { kind, key: String(id), error });
      await facts.markSeen(account, kind, { id, runId });
    },
  });
  return { done: all && ids.length < BATCH };
}
