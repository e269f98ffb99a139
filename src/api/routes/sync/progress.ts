import { chooseAccount } from '../../accounts';
import { emptyBodySchema, progressQuerySchema } from '../../../../packages/sdk/contract/requests';
import { progressAnswerSchema } from '../../../../packages/sdk/contract/runs';
import { defineOperation } from '../../operation';
import { readRun } from './run-view';
import { copyProgress } from '../accounts/status';

export const progressOperation = defineOperation({
  id: 'readProgress',
  method: 'get',
  path: '/v1/connectors/gorgias/progress',
  summary: 'The newest run of that type that was started by hand, and how far it is.',
  query: progressQuerySchema,
  body: emptyBodySchema,
  answer: progressAnswerSchema,
  status: 200,
  async handle({ query }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { run, progress } = await readRun({ runs: store.runs, connector }, account, query.type);
    return { account, run, progress: copyProgress(progress) };
  },
});
