import { emptyQuerySchema, installBodySchema } from '../../../../packages/sdk/contract/requests';
import { connectorSchema } from '../../../../packages/sdk/contract/connectors';
import { defineOperation } from '../../operation';
import { accountOf } from '../../../domain/account/gorgias-domain';
import { ConnectorError } from '../../../domain/errors/connector-error';
import { describeConnector } from './list';

export const installOperation = defineOperation({
  id: 'installConnector',
  method: 'post',
  path: '/v1/connectors/gorgias/install',
  summary: 'Connect a Gorgias account, or replace its keys. Calls no vendor: test the connection afterwards.',
  query: emptyQuerySchema,
  body: installBodySchema,
  answer: connectorSchema,
  status: 201,
  async handle({ body }, { connector, store }) {
    const account = accountOf(body.domain);
    await connector.install({
      account,
      domain: body.domain,
      email: body.email,
      gorgiasApiKey: body.apiKey,
      brevoApiKey: body.brevoApiKey,
    });
    const row = await store.accounts.find(account);
    if (row === null) throw new ConnectorError('bug', 'The account was installed but cannot be found.');
    return describeConnector(row);
  },
});
