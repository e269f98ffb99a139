import type { ActivityDeps } from '../deps';

/** A refused key is told once: the account's state says it to `status`, the log line is what alerts are made from. */
export async function reportRefusedKey(
  deps: ActivityDeps,
  account: string,
  { code, message }: { readonly code: string; readonly message: string },
): Promise<void> {
  const known = await deps.store.accounts.find(account);
  // What a person has paused stays so; after the resuming the next refusal is told.
  if (known?.state !== 'connected') return;
  await deps.store.accounts.setState(account, 'refused', { reason: message, code });
  deps.log.error('account.refused', { account, code });
}

export async function reportConnected(deps: ActivityDeps, account: string): Promise<void> {
  if ((await deps.store.accounts.find(account))?.state !== 'refused') return;
  // The key of the other vendor may still be refused.
  if ((await deps.store.admission.holds(account)).some(({ scope }) => scope === 'gorgias' || scope === 'brevo')) return;
  await deps.store.accounts.setState(account, 'connected', { reason: null });
  deps.log.info('account.connected', { account });
}
