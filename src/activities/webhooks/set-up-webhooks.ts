import { ConnectorError } from '../../domain/errors/connector-error';
import type { Integration } from '../../domain/records';
import type { HttpIntegrationWrite } from '../../gorgias/types';
import { SECRET_HEADER } from '../../webhooks/secret';
import { WEBHOOK_TEMPLATES, type WebhookTemplate } from '../../webhooks/template';
import type { WebhookSetup } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { ourIntegrations } from './our-integrations';

/**
 * One HTTP integration for each trigger. One that is there already, by name and address, is brought up to date, secret included, so this
 * may run again after a change of the secret or a lost answer. One of ours that sends to another address is moved: two would tell everything
 * twice, or tell an address that nobody has any more.
 * @throws `input.invalid` when there is one and `move` is not said; nothing is changed then.
 */
export async function setUpWebhooks(
  deps: ActivityDeps,
  account: string,
  { address, move }: { readonly address: string; readonly move: boolean },
): Promise<WebhookSetup> {
  const secret = deps.webhookSecret ?? null;
  if (secret === null)
    throw new ConnectorError('config.invalid', 'GORGIAS_WEBHOOK_SECRET is not set in the environment of the worker', {
      details: { field: 'GORGIAS_WEBHOOK_SECRET' },
    });
  const gorgias = deps.gorgias(account, 'live', 'person');
  const known = await ourIntegrations(gorgias, account);
  const elsewhere = known.filter(({ url }) => url !== address);
  if (elsewhere.length > 0 && !move) throw theyAreElsewhere(elsewhere);
  const integrations: WebhookSetup['integrations'][number][] = [];
  for (const template of WEBHOOK_TEMPLATES) {
    const { name, trigger } = template;
    const write = integrationFor(template, address, secret);
    const here = known.find((integration) => integration.name === name && integration.url === address);
    const found = here ?? elsewhere.find((integration) => integration.name === name);
    const { id } =
      found === undefined ? await gorgias.createIntegration(write) : await gorgias.updateIntegration(found.id, write);
    integrations.push({
      id,
      name,
      trigger,
      done: found === undefined ? 'created' : here === found ? 'updated' : 'moved',
    });
  }
  deps.log.info('webhooks.set_up', { account, integrations: integrations.length });
  return { address, integrations };
}

function theyAreElsewhere(elsewhere: readonly Integration[]): ConnectorError {
  const addresses = [...new Set(elsewhere.map(({ url }) => url ?? ''))].join(' and ');
  const who = elsewhere.length === 1 ? 'One integration' : `${String(elsewhere.length)} integrations`;
  const verb = elsewhere.length === 1 ? 'sends' : 'send';
  const sentence = `${who} of this connector in Gorgias ${verb} to ${addresses}: with \`move\` (\`--move\` on the command line) they send here instead`;
  return new ConnectorError('input.invalid', sentence, {
    details: { field: 'move' },
  });
}

function integrationFor({ name, trigger, form }: WebhookTemplate, url: string, secret: string): HttpIntegrationWrite {
  return { name, url, form, headers: { [SECRET_HEADER]: secret }, triggers: { [trigger]: true } };
}
