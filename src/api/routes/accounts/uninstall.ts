import { accountOf } from '../../../domain/account/gorgias-domain';
import type { Accounts } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import { uninstallBodySchema, uninstalledSchema } from '../../../../packages/sdk/contract/account';
import { accountQuerySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

export const uninstallOperation = defineOperation({
  id: 'uninstallConnector',
  method: 'post',
  path: '/v1/connectors/gorgias/uninstall',
  summary:
    'End all that runs for an account and forget its keys; with purge also what was read. Brevo keeps its contacts.',
  query: accountQuerySchema,
  body: uninstallBodySchema,
  answer: uninstalledSchema,
  status: 200,
  async handle({ query, body }, { connector, store }) {
    const account = await chooseAlsoUninstalled(store.accounts, query.account);
    return connector.uninstall(account, { purge: body.purge });
  },
});

/** What an earlier uninstall kept, or did not get to the end of, is chosen by its name. */
async function chooseAlsoUninstalled(accounts: Accounts, wanted: string | undefined): Promise<string> {
  const name = wanted === undefined ? undefined : accountOf(wanted);
  const kept = await accounts.uninstalled();
  if (name !== undefined && kept.includes(name)) return name;
  return (await chooseAccount(accounts, wanted)).account;
}
