import { accountOf } from '../../../domain/account/gorgias-domain';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { AccountRow, Accounts } from '../../../store/types';
import {
  type Connector,
  installConnector,
  listConnectors,
  pauseSync,
  resumeSync,
  rotateKey,
  testConnection,
  uninstallConnector,
} from '../../../../packages/sdk/contract/accounts';
import { readStatus } from '../../../../packages/sdk/contract/status';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { answerStatus, stateOf } from './status';

export const accountOperations = {
  listConnectors: implement(listConnectors, async (_request, { store, uiUrl }) => {
    const rows = await store.accounts.list();
    return { connectors: rows.map(describeConnector), ui: uiUrl };
  }),

  installConnector: implement(installConnector, async ({ body }, { connector, store }) => {
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
  }),

  testConnection: implement(testConnection, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const checks = await connector.testConnection(account);
    return { account, ok: checks.every((check) => check.ok), checks };
  }),

  readStatus: implement(readStatus, answerStatus),

  rotateKey: implement(rotateKey, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { email, apiKey, brevoApiKey } = body;
    await connector.rotateKey(account, {
      ...(email === undefined ? {} : { email }),
      ...(apiKey === undefined ? {} : { gorgiasApiKey: apiKey }),
      ...(brevoApiKey === undefined ? {} : { brevoApiKey }),
    });
    const fields = ['email', 'apiKey', 'brevoApiKey'] as const;
    return { account, replaced: fields.filter((field) => body[field] !== undefined) };
  }),

  uninstallConnector: implement(uninstallConnector, async ({ query, body }, { connector, store }) => {
    const account = await chooseAlsoUninstalled(store.accounts, query.account);
    return connector.uninstall(account, { purge: body.purge });
  }),

  pauseSync: implement(pauseSync, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    await connector.pause(account);
    return { account, paused: true };
  }),

  resumeSync: implement(resumeSync, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    await connector.resume(account);
    return { account, paused: false };
  }),
};

/** What may be told of an account: no e-mail, no key. */
function describeConnector(row: AccountRow): Connector {
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

/** What an earlier uninstall kept, or did not get to the end of, is chosen by its name. */
async function chooseAlsoUninstalled(accounts: Accounts, wanted: string | undefined): Promise<string> {
  const name = wanted === undefined ? undefined : accountOf(wanted);
  const kept = await accounts.uninstalled();
  if (name !== undefined && kept.includes(name)) return name;
  return (await chooseAccount(accounts, wanted)).account;
}
