import type { FullSyncInput } from '../../../workflows/messages';
import { planSync, readProgress, startSync } from '../../../../packages/sdk/contract/sync';
import type { RequestOf } from '../../../../packages/sdk/contract/call';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { readRun } from './run-view';

export const syncOperations = {
  startSync: implement(startSync, async ({ query, body }, { connector, store, uiUrl }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const turn = await connector.startSync(toInput(account, body), body.type, { wait: body.wait });
    // A run that was continued as new began earlier than Temporal says.
    const known = turn.turn === 'started' ? null : await store.runs.find(account, turn.runId);
    return { account, type: body.type, ...turn, startedAt: known?.startedAt ?? turn.startedAt, ui: uiUrl };
  }),

  readProgress: implement(readProgress, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { run, progress } = await readRun({ runs: store.runs, connector }, account, query);
    return { account, run, progress };
  }),

  planSync: implement(planSync, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    return connector.plan(account);
  }),
};

function toInput(account: string, body: RequestOf<typeof startSync>['body']): FullSyncInput {
  return {
    account,
    ...(body.resources === undefined ? {} : { resources: [...new Set(body.resources)] }),
    ...(body.since === undefined ? {} : { since: body.since }),
    ...(body.batchSize === undefined ? {} : { batchSize: body.batchSize }),
    ...(body.dryRun === undefined ? {} : { dryRun: body.dryRun }),
  };
}
