import type { Integration } from '../../domain/records';
import type { GorgiasClient } from '../../gorgias/types';
import { WEBHOOK_TEMPLATES, webhookPath } from '../../webhooks/template';

const NAMES = new Set(WEBHOOK_TEMPLATES.map(({ name }) => name));

/** The HTTP integrations that are ours: by their names and by the path of this account's door, wherever that stands. */
export async function ourIntegrations(gorgias: GorgiasClient, account: string): Promise<readonly Integration[]> {
  const path = webhookPath(account);
  return (await listAll(gorgias)).filter(({ name, url }) => NAMES.has(name) && url?.endsWith(path) === true);
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
