import type { z } from 'zod';
import type { AccountRow } from '../../../store/types';
import { connectorListSchema, type connectorSchema } from '../../../../packages/sdk/contract/connectors';
import { emptyBodySchema, emptyQuerySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const listOperation = defineOperation({
  id: 'listConnectors',
  method: 'get',
  path: '/v1/connectors',
  summary: 'The installed accounts.',
  query: emptyQuerySchema,
  body: emptyBodySchema,
  answer: connectorListSchema,
  status: 200,
  async handle(_request, { store, uiUrl }) {
    const rows = await store.accounts.list();
    return { connectors: rows.map(describeConnector), ui: uiUrl };
  },
});

/** What may be told of an account: no e-mail, no key. */
export function describeConnector(row: AccountRow): z.output<typeof connectorSchema> {
  return {
    connector: 'gorgias',
    account: row.account,
    domain: row.domain,
    state: stateOf(row),
    stateReason: row.stateReason,
    stateCode: row.stateCode,
    installedAt: row.installedAt,
  };
}

/** Off stands over what was before: nothing is asked that could be refused. */
export function stateOf({ state, enabled }: Pick<AccountRow, 'state' | 'enabled'>): AccountRow['state'] | 'off' {
  return enabled ? state : 'off';
}
