import { createHash } from 'node:crypto';
import type { BrevoClient } from '../brevo/types';
import { isConnectorError } from '../domain/errors';
import type { HttpRequest, Transport } from '../http/types';
import type { Store } from '../store/types';

export interface BrevoBinding {
  readonly account: string;
  readonly store: Pick<Store, 'accounts'>;
  /** The same account's client without this check. */
  readonly client: Pick<BrevoClient, 'getAccount'>;
  readonly onChange: () => void;
}

/**
 * The same transport, that knows which Brevo account a key belongs to before anything else is asked with it (design D17). What is kept of
 * another account is forgotten then: its list numbers, its contacts and its consents mean nothing in this one. One request for each new key.
 */
export function boundToAccount(transport: Transport, binding: BrevoBinding): Transport {
  let checked: string | null = null;
  let checking: Promise<void> | null = null;
  return async (request, signal) => {
    const digest = await keyDigestOf(binding);
    if (checked !== digest && !isAboutAccount(request)) {
      // Several steps begin at once; one of them asks.
      checking ??= bind(binding, digest).finally(() => (checking = null));
      await checking;
      checked = digest;
    }
    return transport(request, signal);
  };
}

function isAboutAccount({ route }: HttpRequest): boolean {
  return route === '/account';
}

async function bind({ account, store, client, onChange }: BrevoBinding, keyDigest: string): Promise<void> {
  const known = await store.accounts.brevoBinding(account);
  if (known.keyDigest === keyDigest) return;
  const identity = await identityOf(client);
  if (await store.accounts.bindBrevo(account, { identity, keyDigest })) onChange();
}

/** Null: Brevo does not say, in words that can be read. Then the account is taken for the one before; nothing is thrown away on a guess. */
async function identityOf(client: BrevoBinding['client']): Promise<string | null> {
  try {
    return (await client.getAccount()).identity;
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.protocol', 'brevo.not_found', 'brevo.rejected')) return null;
    throw thrown;
  }
}

async function keyDigestOf({ account, store }: BrevoBinding): Promise<string> {
  const { brevoApiKey } = await store.accounts.credentials(account);
  return createHash('sha256').update(brevoApiKey).digest('hex').slice(0, 16);
}
