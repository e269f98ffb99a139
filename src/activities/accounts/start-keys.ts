import { configOf } from '../../config/config-of';
import { ACCOUNT_VARIABLES, type EnvironmentCredentials } from '../../config/environment/credentials';
import type { Proxies } from '../../config/environment/proxies';
import type { ConnectorConfig, Environment } from '../../config/types';
import { accountOf } from '../../domain/account/gorgias-domain';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { Credentials } from '../../store/accounts/account-types';
import type { Store } from '../../store/types';
import type { TriedVendor } from '../../workflows/messages';
import { createTrialClients } from '../trial-clients';

interface Start {
  readonly store: Pick<Store, 'accounts' | 'budget'>;
  readonly config: ConnectorConfig;
  readonly environment: Pick<Environment, 'gorgiasBaseUrl' | 'brevoBaseUrl'> & Partial<Proxies>;
}

/**
 * Stores the keys that a process was started with. Where others are stored, a vendor must accept these first: a forgotten variable of an old
 * shell must not take the place of a key that works, nor may a long trial write back what a rotation has replaced meanwhile.
 * @returns a sentence for each vendor whose new key was kept out
 */
export async function storeStartKeys(
  start: Start,
  credentials: EnvironmentCredentials | null,
): Promise<readonly string[]> {
  if (credentials === null) return [];
  const { accounts } = start.store;
  const account = accountOf(credentials.domain);
  const stored = await storedKeys(accounts, account);
  if (stored === null) {
    await accounts.save({ account, ...credentials });
    return [];
  }
  const verdicts = await judged(start, credentials, changed(stored, credentials));
  const { email, gorgiasApiKey, brevoApiKey } = credentials;
  const accepted: Partial<Credentials> = {
    ...(verdicts.get('gorgias') === 'accepted' && { email, gorgiasApiKey }),
    ...(verdicts.get('brevo') === 'accepted' && { brevoApiKey }),
  };
  if (Object.keys(accepted).length > 0) await accounts.replaceKeys(account, accepted);
  return [...verdicts].flatMap(([vendor, verdict]) => (verdict === 'accepted' ? [] : [keptOut(vendor, verdict)]));
}

/** Switched off: of an account that is, no vendor is asked anything. */
type Verdict = 'accepted' | 'refused' | 'unanswered' | 'switched off';

function keptOut(vendor: TriedVendor, verdict: Exclude<Verdict, 'accepted'>): string {
  const [name, variables, stay, them] = WORDS[vendor];
  const given = `${variables} of the environment`;
  const nextTime = `the next start tries ${them} again, and \`tajo connectors rotate-key gorgias\` at once.`;
  switch (verdict) {
    case 'refused':
      return `${name} refused ${given}: ${stay}. Correct ${them}, or unset ${ACCOUNT_VARIABLES} together.`;
    case 'unanswered':
      return `${name} did not say whether it takes ${given}: ${stay}; ${nextTime}`;
    case 'switched off':
      return `The account is switched off, so ${name} was not asked about ${given}: ${stay}; the next start with it switched on tries ${them}.`;
  }
}

const WORDS: Readonly<Record<TriedVendor, readonly [string, string, string, string]>> = {
  gorgias: ['Gorgias', 'GORGIAS_EMAIL and GORGIAS_API_KEY', 'the keys that are stored stay', 'them'],
  brevo: ['Brevo', 'BREVO_API_KEY', 'the key that is stored stays', 'it'],
};

/** Null: nothing that could be lost; what is stored for a sandbox is made up. */
async function storedKeys(accounts: Store['accounts'], account: string): Promise<Credentials | null> {
  const known = await accounts.find(account);
  if (known === null || known.sandbox) return null;
  return accounts.credentials(account).catch((thrown: unknown) => {
    if (isConnectorError(thrown, 'input.unknown_account', 'config.invalid')) return null;
    throw thrown;
  });
}

function changed(stored: Credentials, given: Credentials): readonly TriedVendor[] {
  const isNewAtGorgias = stored.email !== given.email || stored.gorgiasApiKey !== given.gorgiasApiKey;
  const isNewAtBrevo = stored.brevoApiKey !== given.brevoApiKey;
  return [...(isNewAtGorgias ? (['gorgias'] as const) : []), ...(isNewAtBrevo ? (['brevo'] as const) : [])];
}

async function judged(
  { store, config, environment }: Start,
  credentials: EnvironmentCredentials,
  vendors: readonly TriedVendor[],
): Promise<ReadonlyMap<TriedVendor, Verdict>> {
  const account = accountOf(credentials.domain);
  if (vendors.length === 0) return new Map();
  if (!configOf(config, account).enabled) return new Map(vendors.map((vendor) => [vendor, 'switched off']));
  const { gorgiasBaseUrl, brevoBaseUrl } = environment;
  const options = { store, gorgiasBaseUrl, brevoBaseUrl, proxies: environment, onCall: () => undefined };
  const trial = { ...options, configOf: (name: string) => configOf(config, name) };
  const clients = createTrialClients(trial, account, credentials);
  try {
    return new Map(
      await Promise.all(vendors.map(async (vendor) => [vendor, await verdictOf(clients, vendor)] as const)),
    );
  } finally {
    await clients.close();
  }
}

async function verdictOf(clients: ReturnType<typeof createTrialClients>, vendor: TriedVendor): Promise<Verdict> {
  try {
    await clients[vendor].getAccount();
    return 'accepted';
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
    return thrown.code === 'auth.gorgias_refused' || thrown.code === 'auth.brevo_refused' ? 'refused' : 'unanswered';
  }
}
