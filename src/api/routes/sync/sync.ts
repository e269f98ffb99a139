import type { z } from 'zod';
import type { FullSyncInput } from '../../../workflows/messages';
import { chooseAccount } from '../../accounts';
import { accountQuerySchema, syncBodySchema } from '../../../../packages/sdk/contract/requests';
import { syncStartedSchema } from '../../../../packages/sdk/contract/runs';
import { defineOperation } from '../../operation';

export const syncOperation = defineOperation({
  id: 'startSync',
  method: 'post',
  path: '/v1/connectors/gorgias/sync',
  summary: 'Start a sync run. Answers when Temporal has accepted it; follow it by its progress.',
  query: accountQuerySchema,
  body: syncBodySchema,
  answer: syncStartedSchema,
  status: 202,
  async handle({ query, body }, { connector, store, uiUrl }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const started = await connector.startSync(toInput(account, body), body.type);
    return { account, type: body.type, ...started, ui: uiUrl };
  },
});

function toInput(account: string, body: z.output<typeof syncBodySchema>): FullSyncInput {
  return {
    account,
    ...(body.resources === undefined ? {} : { resources: [...new Set(body.resources)] }),
    ...(body.since === undefined ? {} : { since: body.since }),
    ...(body.batchSize === undefined ? {} : { batchSize: body.batchSize }),
    ...(body.dryRun === undefined ? {} : { dryRun: body.dryRun }),
  };
}
