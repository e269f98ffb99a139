import { MergedError } from '../../domain/errors/connector-error';
import type { GorgiasClient } from '../../gorgias/types';
import { customerWithout, keepCustomer } from '../contacts/read-customer';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import type { Judged } from '../judge';
import { keepMerge } from '../keep-merge';
import { setAsideRead } from '../set-aside';
import { hasWalked } from './walked';
import type { SyncSetup, VerifyResult } from '../types';

const BATCH = 20;

/**
 * Looks up the records that a complete walk did not meet, and keeps what they say. Absence proves nothing (a record may have moved while
 * pages were read), so each is asked for: 404 marks it deleted, 301 merged, anything else is alive, whatever it looks like.
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
  const { ids, done } = await facts.unseen(account, kind, { runId, limit: BATCH });
  const client = deps.gorgias(account, 'backfill');
  const seen = (id: number): Promise<void> => facts.markSeen(account, kind, { id, runId });
  const { all } = await eachRecord(deps, {
    account,
    items: ids,
    about: (id) => `${kind}/${String(id)}`,
    work: async (id) => {
      await (kind === 'customer'
        ? keepCustomer(deps, account, { client, id })
        : keepTicket(deps, account, { client, id }));
      await seen(id);
    },
    without: async (id, judged) => {
      await (kind === 'customer' ? customerWithout : ticketWithout)(deps, account, { id, client, judged });
      await seen(id);
    },
  });
  return { done: all && done };
}

async function keepTicket(
  { store: { facts } }: ActivityDeps,
  account: string,
  { client, id }: { readonly client: GorgiasClient; readonly id: number },
): Promise<void> {
  const { ticket, survey } = await client.getTicket(id);
  await facts.storeTickets(account, [ticket], null);
  if (survey !== null) await facts.storeSurveys(account, [survey], null);
}

async function ticketWithout(
  deps: ActivityDeps,
  account: string,
  {
    id,
    client,
    judged: { disposition, error },
  }: { readonly id: number; readonly client: GorgiasClient; readonly judged: Judged },
): Promise<void> {
  const { facts } = deps.store;
  if (error instanceof MergedError)
    return keepMerge(deps, account, { kind: 'ticket', id, survivorId: error.survivorId, client });
  if (disposition === 'known') return facts.markDeleted(account, 'ticket', id);
  await setAsideRead(deps, account, { kind: 'ticket', key: String(id), error, partly: true });
}
