import { ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import type { WebhookRemoval, WebhookRemovalInput } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { ourIntegrations } from './our-integrations';

/**
 * Takes away the HTTP integrations that are ours and send to the host of `address`, or `everywhere`: those of another connector of the same
 * Gorgias account, like production's beside staging's, stay otherwise. May run again after a lost answer. From then on no webhooks are
 * missed: that none come is no silence to be told of.
 * @throws What Gorgias answers to the first that it does not delete, with which it keeps and which are gone: one that a rule uses is kept
 * (gorgias-api.md 9.1), and the others go all the same.
 */
export async function removeWebhooks(
  deps: ActivityDeps,
  account: string,
  { address, everywhere = false, dryRun = false }: Omit<WebhookRemovalInput, 'account'>,
): Promise<WebhookRemoval> {
  const gorgias = deps.gorgias(account, 'live', 'person');
  const integrations: Integration[] = [];
  const ours = (await ourIntegrations(gorgias, account)).map(({ id, name, url }) => ({ id, name, address: url ?? '' }));
  const wanted = ours.filter((one) => everywhere || (address !== undefined && hostOf(one.address) === hostOf(address)));
  const elsewhere = ours.filter((one) => !wanted.includes(one));
  if (dryRun) return { integrations: wanted, elsewhere };
  const kept: Kept[] = [];
  for (const one of wanted) {
    try {
      await gorgias.deleteIntegration(one.id);
    } catch (thrown) {
      if (isConnectorError(thrown, 'gorgias.rejected')) {
        kept.push({ one, thrown });
        continue;
      }
      if (!isConnectorError(thrown, 'gorgias.not_found')) throw withGone(thrown, integrations);
    }
    integrations.push(one);
  }
  if (kept[0] !== undefined) throw withGone(keptByGorgias(kept[0].thrown, kept), integrations);
  if (elsewhere.length === 0) await deps.store.webhookHealth.forget(account);
  deps.log.info('webhooks.removed', { account, integrations: integrations.length });
  return { integrations, elsewhere };
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host : null;
}

type Integration = WebhookRemoval['integrations'][number];

interface Kept {
  readonly one: Integration;
  readonly thrown: ConnectorError;
}

function keptByGorgias(thrown: ConnectorError, kept: readonly Kept[]): ConnectorError {
  const names = namesOf(kept.map(({ one }) => one));
  return withMore(thrown, `Gorgias keeps ${names}: take it out of the rules that use it, or delete it there`);
}

function withGone(thrown: unknown, gone: readonly Integration[]): unknown {
  if (!isConnectorError(thrown) || gone.length === 0) return thrown;
  return withMore(thrown, `removed already: ${namesOf(gone)}`);
}

function namesOf(integrations: readonly Integration[]): string {
  return integrations.map(({ id, name }) => `${name} (integration ${String(id)})`).join(', ');
}

function withMore(thrown: ConnectorError, more: string): ConnectorError {
  const { code, message, retryAfterMs, details } = thrown;
  const options = { details, cause: thrown, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return new ConnectorError(code, `${message}; ${more}`, options);
}
