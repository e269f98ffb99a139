import { ConnectorError } from '../domain/errors';
import type { Keyring } from '../crypto/keyring';
import type { AccountRow, Accounts, Db } from './types';

/**
 * The connected accounts. Their keys reach the database sealed, each bound to its account and column.
 * @param options.alone No other process writes this database, so what was read once holds until this process changes it.
 */
export function createAccounts(db: Db, keyring: Keyring, { alone }: { readonly alone: boolean }): Accounts {
  // Each request needs its keys, and the embedded database would let it wait behind the page that is being stored.
  const known = new Map<string, SealedRow>();
  const sealedRow = async (account: string): Promise<SealedRow> => {
    const kept = known.get(account);
    if (kept !== undefined) return kept;
    const [row] = await db.query<SealedRow>(SEALED, [account]);
    if (row === undefined) throw new ConnectorError('input.unknown_account', `No account ${account} is installed.`);
    if (alone) known.set(account, row);
    return row;
  };
  const seal = (secret: string, account: string, column: string): string =>
    keyring.seal(Buffer.from(secret, 'utf8'), place(account, column)).toString('base64');
  const open = (sealed: string, account: string, column: string): string =>
    keyring.open(Buffer.from(sealed, 'base64'), place(account, column)).toString('utf8');
  return {
    save: async ({ account, domain, email, gorgiasApiKey, brevoApiKey }) => {
      const gorgiasKey = seal(gorgiasApiKey, account, 'gorgias_key');
      await db.query(SAVE, [account, domain, email, gorgiasKey, seal(brevoApiKey, account, 'brevo_key')]);
      known.delete(account);
    },
    find: async (account) => (await db.query<AccountRow>(`${ROWS} where account = $1`, [account]))[0] ?? null,
    list: () => db.query<AccountRow>(`${ROWS} order by account`),
    credentials: async (account) => {
      const row = await sealedRow(account);
      return {
        email: row.email,
        gorgiasApiKey: open(row.gorgias_key, account, 'gorgias_key'),
        brevoApiKey: open(row.brevo_key, account, 'brevo_key'),
      };
    },
    setState: async (account, state, reason) => {
      await db.query('update accounts set state = $2, state_reason = $3, updated_at = now() where account = $1', [
        account,
        state,
        reason,
      ]);
    },
  };
}

interface SealedRow {
  readonly email: string;
  readonly gorgias_key: string;
  readonly brevo_key: string;
}

function place(account: string, column: string): string {
  return `accounts/${account}/${column}`;
}

// New keys lift a refusal.
const SAVE = `insert into accounts (account, domain, email, gorgias_key, brevo_key) values ($1, $2, $3, $4, $5)
  on conflict (account) do update set domain = excluded.domain, email = excluded.email,
    gorgias_key = excluded.gorgias_key, brevo_key = excluded.brevo_key,
    state = 'connected', state_reason = null, updated_at = now()`;

const ROWS = `select account, domain, email, state, state_reason as "stateReason", installed_at as "installedAt" from accounts`;

const SEALED = 'select email, gorgias_key, brevo_key from accounts where account = $1';
