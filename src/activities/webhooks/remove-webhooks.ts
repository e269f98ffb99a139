import { ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import type { WebhookRemoval, WebhookRemovalInput } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { ourIntegrations } from './our-integrations';

/**
 * Takes away the HTTP integrations that are ours and send to the host of `address`, or `everywhere`: those of another connector of the same
 * Gorgias account, like production's beside staging's, stay otherwise. May run again after a lost answer. From then on no webhooks are
 * missed: that none come is no silence to be told of.
 * @throws What Gorgias answers to the first that it does not delete, with those that are gone already.
 */
export async function removeWebhooks(
  deps: ActivityDeps,
  account: string,
  { address, everywhere = false, dryRun = false }: Omit<WebhookRemovalInput, 'account'>,
): Promise<WebhookRemoval> {
  const gorgias = deps.gorgias(account, 'live', 'person');
  const integrations: WebhookRemoval['integrations'][number][] = [];
  const ours = (await ourIntegrations(gorgias, account)).map(({ id, name, url }) => ({ id, name, address: url ?? '' }));
  const wanted = ours.filter((one) => everywhere || (address !== undefined && hostOf(one.address) === hostOf(address)));
  const elsewhere = ours.filter((one) => !wanted.includes(one));
  if (dryRun) return { integrations: wanted, elsewhere };
  for (const one of wanted) {
    await gorgias.deleteIntegration(one.id).catch((thrown: unknown) => {
      if (!isConnectorError(thrown, 'gorgias.not_found')) throw withGone(thrown, integrations);
    });
    integrations.push(one);
  }
  if (elsewhere.length === 0) await deps.store.webhookHealth.forget(account);
  deps.log.info('webhooks.removed', { account, integrations: integrations.length });
  return { integrations, elsewhere };
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}

function withGone(thrown: unknown, gone: WebhookRemoval['integrations']): unknown {
  if (!isConnectorError(thrown) || gone.length === 0) return thrown;
  const names = gone.map(({ id, name }) => `${name} (integration ${String(id)})`).join(', ');
  const { code, message, retryAfterMs, details } = thrown;
  const options = { details, cause: thrown, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return new ConnectorError(code, `${message}; removed already: ${names}`, options);
}
