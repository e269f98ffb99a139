import { chooseAccount } from '../accounts';
import { accountQuerySchema, emptyBodySchema } from '../contract/requests';
import { progressAnswerSchema } from '../contract/runs';
import { defineOperation } from '../operation';
import { readRun } from '../run-view';
import { copyProgress } from './status';

export const progressOperation = defineOperation({
  id: 'readProgress',
  method: 'get',
  path: '/v1/connectors/gorgias/progress',
  summary: 'The newest run, and how far it is.',
  query: accountQuerySchema,
  body: emptyBodySchema,
  answer: progressAnswerSchema,
  status: 200,
  async handle({ query }, { connector, store }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { run, progress } = await readRun({ runs: store.runs, connector }, account);
    return { account, run, progress: copyProgress(progress) };
  },
});
