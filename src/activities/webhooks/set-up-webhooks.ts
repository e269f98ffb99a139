import { ConnectorError } from '../../domain/errors/connector-error';
import type { Integration } from '../../domain/records';
import type { GorgiasClient, HttpIntegrationWrite } from '../../gorgias/types';
import { SECRET_HEADER } from '../../webhooks/secret';
import { WEBHOOK_TEMPLATES, type WebhookTemplate } from '../../webhooks/template';
import type { WebhookSetup } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';

/**
 * One HTTP integration for each trigger. One that is there already, by name and address, is brought up to date, secret included, so this
 * may run again after a change of the secret or a lost answer.
 */
export async function setUpWebhooks(deps: ActivityDeps, account: string, address: string): Promise<WebhookSetup> {
  const secret = deps.webhookSecret ?? null;
  if (secret === null)
    throw new ConnectorError('config.invalid', 'GORGIAS_WEBHOOK_SECRET is not set in the environment of the worker', {
      details: { field: 'GORGIAS_WEBHOOK_SECRET' },
    });
  const gorgias = deps.gorgias(account, 'live', 'person');
  const known = await listAll(gorgias);
  const integrations: WebhookSetup['integrations'][number][] = [];
  for (const template of WEBHOOK_TEMPLATES) {
    const { name, trigger } = template;
    const write = integrationFor(template, address, secret);
    const found = known.find((integration) => integration.name === name && integration.url === address);
    const { id } =
      found === undefined ? await gorgias.createIntegration(write) : await gorgias.updateIntegration(found.id, write);
    integrations.push({ id, name, trigger, done: found === undefined ? 'created' : 'updated' });
  }
  deps.log.info('webhooks.set_up', { account, integrations: integrations.length });
  return { address, integrations };
}

function integrationFor({ name, trigger, form }: WebhookTemplate, url: string, secret: string): HttpIntegrationWrite {
  return { name, url, form, headers: { [SECRET_HEADER]: secret }, triggers: { [trigger]: true } };
}

async function listAll(gorgias: GorgiasClient): Promise<readonly Integration[]> {
  const rows: Integration[] = [];
  const seen = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const page = await gorgias.listIntegrations({ cursor });
    rows.push(...page.rows);
    const { nextCursor } = page;
    if (nextCursor === null || seen.has(nextCursor)) return rows;
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}
