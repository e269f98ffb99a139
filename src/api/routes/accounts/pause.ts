import { chooseAccount } from '../../accounts';
import { pauseAnswerSchema } from '../../../../packages/sdk/contract/connectors';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation, type Operation } from '../../operation';

export const pauseOperation = pauseOrResume(
  'pause',
  'Pause the running sync: nothing is asked of a vendor until resumed.',
);
export const resumeOperation = pauseOrResume('resume', 'Go on where the sync was paused.');

function pauseOrResume(verb: 'pause' | 'resume', summary: string): Operation {
  return defineOperation({
    id: `${verb}Sync`,
    method: 'post',
    path: `/v1/connectors/gorgias/${verb}`,
    summary,
    query: accountQuerySchema,
    body: emptyBodySchema,
    answer: pauseAnswerSchema,
    status: 200,
    async handle({ query }, { connector, store }) {
      const { account } = await chooseAccount(store.accounts, query.account);
      await connector[verb](account);
      return { account, paused: verb === 'pause' };
    },
  });
}
