import { timestampOf } from '../../domain/timestamp';
import { requireOpen } from '../admission';
import type { ActivityDeps } from '../deps';
import type { SyncSetup } from '../types';

/** What a reading back of the feed works with: only rules, macros and what tells their tickets, after everything else. */
export async function prepareAutomations(
  deps: ActivityDeps,
  account: string,
  { since, runId }: { readonly since: string; readonly runId: string },
): Promise<SyncSetup> {
  await deps.store.accounts.credentials(account);
  await requireOpen(deps, account);
  return {
    account,
    runId,
    startedAt: timestampOf(deps.now()),
    walks: ['automations'],
    since: null,
    pageSize: 100,
    floors: { automations: timestampOf(new Date(since)) },
    lane: 'enrichment',
    dryRun: false,
    requestsPerSecond: deps.configOf(account).rate.perSecond,
    fields: [],
    enrichSince: null,
    expectedRows: {},
  };
}
