import { z } from 'zod';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { Keyring } from '../../crypto/keyring';
import { createAccountKeys } from './account-keys';
import { reseal, sealedBy } from './reseal';
import { beginAnew, createPublicationScope } from './publication-scope';
import type { AccountRow, Accounts } from '../types';
import type { Db } from '../database/connection';

/** The connected accounts. Their keys reach the database sealed, each bound to its account and column. */
export function createAccounts(db: Db, keyring: Keyring): Accounts {
  const keys = createAccountKeys(keyring);
  const sealedRow = async (account: string): Promise<SealedRow> => {
    const [row] = await db.query<SealedRow>(SEALED, [account]);
    if (row === undefined) throw notInstalled(account);
    return row;
  };
  return {
    save: async ({ account, domain, email, gorgiasApiKey, brevoApiKey, sandbox }) => {
      const sealed = [keys.seal(gorgiasApiKey, account, 'gorgias_key'), keys.seal(brevoApiKey, account, 'brevo_key')];
      await db.transaction(async (tx) => {
        await beginAnew(tx, account);
        await tx.query(SAVE, [account, domain, email, ...sealed, sandbox === true]);
      });
    },
    replaceKeys: async (account, { email, gorgiasApiKey, brevoApiKey }) => {
      const gorgiasKey = gorgiasApiKey === undefined ? null : keys.seal(gorgiasApiKey, account, 'gorgias_key');
      const brevoKey = brevoApiKey === undefined ? null : keys.seal(brevoApiKey, account, 'brevo_key');
      const rows = await db.query(REPLACE, [account, email ?? null, gorgiasKey, brevoKey]);
      if (rows.length === 0) throw notInstalled(account);
    },
    ...createPublicationScope(db),
    find: async (account) => (await db.query<AccountRow>(`${ROWS} and account = $1`, [account]))[0] ?? null,
    list: () => db.query<AccountRow>(`${ROWS} order by account`),
    credentials: async (account) => {
      const row = await sealedRow(account);
      return {
        email: row.email,
        gorgiasApiKey: keys.open(row.gorgias_key, account, 'gorgias_key'),
        brevoApiKey: keys.open(row.brevo_key, account, 'brevo_key'),
      };
    },
    sealTrial: (account, { email, gorgiasApiKey, brevoApiKey }) =>
      keys.seal(JSON.stringify([email, gorgiasApiKey, brevoApiKey]), account, 'trial'),
    openTrial: (account, sealed) => {
      const [email, gorgiasApiKey, brevoApiKey] = trialSchema.parse(JSON.parse(keys.open(sealed, account, 'trial')));
      return { email, gorgiasApiKey, brevoApiKey };
    },
    setState: async (account, state, { reason, code }) => {
      await db.query(SET_STATE, [account, state, reason, code ?? null]);
    },
    uninstall: async (account) => {
      await db.query(UNINSTALL, [account]);
    },
    uninstalled: async () => (await db.query<{ account: string }>(UNINSTALLED)).map(({ account }) => account),
    reseal: () => reseal(db, keyring),
    newestKeyId: keyring.newestKeyId,
    sealedBy: () => sealedBy(db, keyring),
  };
}

/** E-mail, Gorgias key, Brevo key. */
const trialSchema = z.tuple([z.string(), z.string(), z.string()]);

interface SealedRow {
  readonly email: string;
  readonly gorgias_key: string;
  readonly brevo_key: string;
}

function notInstalled(account: string): ConnectorError {
  return new ConnectorError('input.unknown_account', `No account ${account} is installed.`);
}

// New keys lift a refusal, but not what a person has paused: each start of the connector saves the keys of its environment.
const LIFTED = `case when accounts.state = 'paused' then 'paused' else 'connected' end`;

const SAVE = `insert into accounts (account, domain, email, gorgias_key, brevo_key, sandbox) values ($1, $2, $3, $4, $5, $6)
  on conflict (account) do update set domain = excluded.domain, email = excluded.email,
    gorgias_key = excluded.gorgias_key, brevo_key = excluded.brevo_key, sandbox = excluded.sandbox,
    state = ${LIFTED}, state_reason = null, state_code = null, updated_at = now()`;

const REPLACE = `update accounts set email = coalesce($2, email), gorgias_key = coalesce($3, gorgias_key),
    brevo_key = coalesce($4, brevo_key), state = ${LIFTED}, state_reason = null, state_code = null, updated_at = now()
  where account = $1 and state <> 'uninstalled' returning account`;

const ROWS = `select account, domain, email, state, state_reason as "stateReason", state_code as "stateCode",
    installed_at as "installedAt", tell_from as "publishFrom", enabled, sandbox
  from accounts where state <> 'uninstalled'`;

const SEALED = `select email, gorgias_key, brevo_key from accounts where account = $1 and state <> 'uninstalled'`;

// What is still under way must not bring an uninstalled account back.
const SET_STATE = `update accounts set state = $2, state_reason = $3, state_code = $4, updated_at = now()
  where account = $1 and state <> 'uninstalled'`;

const UNINSTALL = `update accounts set gorgias_key = '', brevo_key = '', email = '', state = 'uninstalled',
    state_reason = null, state_code = null, updated_at = now() where account = $1`;

const UNINSTALLED = `select account from accounts where state = 'uninstalled' order by account`;
