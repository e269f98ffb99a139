import { checkConfig } from '../../../config/parse-config';
import { accountOf } from '../../../domain/account/gorgias-domain';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { AccountRow, Accounts, Store } from '../../../store/types';
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
import { checkSettings } from '../../../../packages/sdk/contract/settings-check';
import { readStatus } from '../../../../packages/sdk/contract/status';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { leftOnOpenSupport } from './left-on-list';
import { requireAccepted } from './new-keys';
import { readStanding, shownState } from './account-state';
import { answerStatus, readLiveRun } from './status';

export const accountOperations = {
  listConnectors: implement(listConnectors, async (_request, { store, uiUrl, settingsFile }) => {
    const rows = await store.accounts.list();
    return { connectors: await Promise.all(rows.map((row) => describeConnector(store, row, settingsFile))), ui: uiUrl };
  }),

  installConnector: implement(installConnector, async ({ body }, { connector, store, settingsFile }) => {
    const account = accountOf(body.domain);
    const keys = { email: body.email, gorgiasApiKey: body.apiKey, brevoApiKey: body.brevoApiKey };
    const isInstalled = (await store.accounts.find(account)) !== null;
    const accepted = body.force === true ? [] : await requireAccepted(connector, { account, isInstalled }, keys);
    await connector.install({ account, domain: body.domain, ...keys });
    await store.admission.lift(account, accepted);
    const row = await store.accounts.find(account);
    if (row === null) throw new ConnectorError('bug', 'The account was installed but cannot be found.');
    return describeConnector(store, row, settingsFile);
  }),

  testConnection: implement(testConnection, async ({ query }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const checks = await connector.testConnection(account);
    return { account, ok: checks.every((check) => check.ok), checks };
  }),

  checkSettings: implement(checkSettings, async ({ query, body }, { connector, store }) => {
    const { account, domain } = await chooseAccount(store.accounts, query.account);
    const { problems } = checkConfig(body.settings, {});
    if (problems.length > 0) {
      const sentences = problems.map(({ sentence }) => sentence).join(' ');
      throw new ConnectorError('input.invalid', `settings: ${sentences}`, { details: { field: 'settings' } });
    }
    const check = await connector.checkSettings(account, body.settings);
    return { account, domain, ok: check.faults.length === 0, ...check };
  }),

  readStatus: implement(readStatus, answerStatus),

  rotateKey: implement(rotateKey, async ({ query, body }, { connector, store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { email, apiKey, brevoApiKey } = body;
    const change = {
      ...(email === undefined ? {} : { email }),
      ...(apiKey === undefined ? {} : { gorgiasApiKey: apiKey }),
      ...(brevoApiKey === undefined ? {} : { brevoApiKey }),
    };
    const known = { account, isInstalled: true };
    const accepted = body.force === true ? [] : await requireAccepted(connector, known, change);
    await connector.rotateKey(account, change);
    await store.admission.lift(account, accepted);
    const fields = ['email', 'apiKey', 'brevoApiKey'] as const;
    return { account, replaced: fields.filter((field) => body[field] !== undefined) };
  }),

  uninstallConnector: implement(uninstallConnector, async ({ query, body }, deps) => {
    const { connector, store } = deps;
    const account = await chooseAlsoUninstalled(store.accounts, query.account);
    // Before a purge forgets who they are.
    const left = await leftOnOpenSupport(deps, account);
    return { ...(await connector.uninstall(account, { purge: body.purge })), leftOnOpenSupport: left };
  }),

  pauseSync: implement(pauseSync, async ({ query }, { connector, store, settingsFile }) => {
    const { account, state } = await chooseAccount(store.accounts, query.account);
    await connector.pause(account);
    return { account, paused: true, changed: state !== 'paused', ...(await standing(store, account, settingsFile)) };
  }),

  resumeSync: implement(resumeSync, async ({ query }, { connector, store, settingsFile }) => {
    const { account, state } = await chooseAccount(store.accounts, query.account);
    // A run can also be paused by itself, by Temporal's own signal: resuming ends that too.
    const { progress } = await readLiveRun({ runs: store.runs, connector }, account);
    await connector.resume(account);
    const changed = state === 'paused' || progress?.state === 'paused';
    return { account, paused: false, changed, ...(await standing(store, account, settingsFile)) };
  }),
};

/** How the account stands after it was changed. */
async function standing(
  { accounts, admission }: Pick<Store, 'accounts' | 'admission'>,
  account: string,
  settingsFile: string,
): Promise<Pick<Connector, 'state' | 'stateReason'>> {
  const row = await accounts.find(account);
  if (row === null) throw new ConnectorError('input.unknown_account', `${account} was uninstalled meanwhile`);
  const { state, stateReason } = shownState(row, await admission.holds(account), settingsFile);
  return { state, stateReason };
}

/** What may be told of an account: no e-mail, no key. */
async function describeConnector(
  store: Pick<Store, 'admission' | 'unanswered'>,
  row: AccountRow,
  settingsFile: string,
): Promise<Connector> {
  return {
    connector: 'gorgias',
    account: row.account,
    domain: row.domain,
    ...(await readStanding(store, row, { settingsFile })),
    installedAt: row.installedAt,
    sandbox: row.sandbox,
  };
}

/** What an earlier uninstall kept, or did not get to the end of, is chosen by its name. */
async function chooseAlsoUninstalled(accounts: Accounts, wanted: string | undefined): Promise<string> {
  const name = wanted === undefined ? undefined : accountOf(wanted);
  const kept = await accounts.uninstalled();
  if (name !== undefined && kept.includes(name)) return name;
  return (await chooseAccount(accounts, wanted)).account;
}
