import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { BrevoClient } from '../brevo/types';
import { isAnotherBrevo } from '../domain/account/brevo-identity';
import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import type { HttpRequest, Transport } from '../http/types';
import type { Store } from '../store/types';

export interface BindingOptions {
  readonly account: string;
  readonly store: Pick<Store, 'accounts'>;
  readonly onChange: () => void;
}

/** Which Brevo account a key belongs to, as far as this process has seen it (design D17). */
export interface BrevoBinding {
  /** How often another Brevo account was found behind the key. */
  readonly changes: () => number;
  /** The same transport for a step that began at that number of changes; null: whoever asks keeps nothing of an account. */
  readonly bound: (transport: Transport, step: BoundStep) => Transport;
}

export interface BoundStep {
  /** The same account's client without this check. */
  readonly client: Pick<BrevoClient, 'getAccount'>;
  readonly since: number | null;
}

/**
 * Before anything else is asked with a new key its account is. What is kept of another account is forgotten then: its list numbers, its
 * contacts and its consents mean nothing in this one. A step that began before ends with `brevo.busy`: what it was about to ask for was
 * decided for the account of before.
 */
export function createBrevoBinding(options: BindingOptions): BrevoBinding {
  let checked: { readonly digest: string; readonly identity: string | null } | null = null;
  let checking: Promise<void> | null = null;
  let changes = 0;
  const check = async (digest: string, client: BoundStep['client']): Promise<void> => {
    const { identity, isOther } = await bind(options, digest, client);
    // Another process may have found it out.
    if (isOther || (checked !== null && isAnotherBrevo(checked.identity, identity))) changes += 1;
    checked = { digest, identity };
  };
  return {
    changes: () => changes,
    bound:
      (transport, { client, since }) =>
      async (request, signal) => {
        if (isAboutAccount(request)) return transport(request, signal);
        const digest = await keyDigestOf(options);
        while (checked?.digest !== digest) {
          // Several steps begin at once; one of them asks.
          checking ??= check(digest, client).finally(() => (checking = null));
          await checking;
        }
        if (since !== null && changes !== since) throw changed();
        return transport(request, signal);
      },
  };
}

const stepsBegan = new WeakMap<object, Map<BrevoBinding, number>>();

/** How often the account had changed when the activity under way first asked: what it has decided may be as old as that. */
export function sinceStepBegan(binding: BrevoBinding): number {
  const step = currentStep();
  if (step === null) return binding.changes();
  const began = stepsBegan.get(step) ?? new Map<BrevoBinding, number>();
  stepsBegan.set(step, began);
  const since = began.get(binding) ?? binding.changes();
  began.set(binding, since);
  return since;
}

/** The activity that is being carried out; null: none is. */
function currentStep(): object | null {
  try {
    return Context.current();
  } catch {
    return null;
  }
}

function isAboutAccount({ route }: HttpRequest): boolean {
  return route === '/account';
}

function changed(): ConnectorError {
  return new ConnectorError('brevo.busy', 'The key is of another Brevo account now: the step begins anew', {
    retryAfterMs: 1_000,
  });
}

async function bind(
  { account, store, onChange }: BindingOptions,
  keyDigest: string,
  client: BoundStep['client'],
): Promise<{ readonly identity: string | null; readonly isOther: boolean }> {
  const known = await store.accounts.brevoBinding(account);
  if (known.keyDigest === keyDigest) return { identity: known.identity, isOther: false };
  const identity = await identityOf(client);
  const isOther = await store.accounts.bindBrevo(account, { identity, keyDigest });
  if (isOther) onChange();
  return { identity, isOther };
}

/** Null: Brevo does not say, in words that can be read. Then the account is taken for the one before; nothing is thrown away on a guess. */
async function identityOf(client: BoundStep['client']): Promise<string | null> {
  try {
    return (await client.getAccount()).identity;
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.protocol', 'brevo.not_found', 'brevo.rejected')) return null;
    throw thrown;
  }
}

async function keyDigestOf({ account, store }: BindingOptions): Promise<string> {
  const { brevoApiKey } = await store.accounts.credentials(account);
  return createHash('sha256').update(brevoApiKey).digest('hex').slice(0, 16);
}
