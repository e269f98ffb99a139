import type { BrevoClient } from '../../brevo/types';
import type { ConnectorConfig } from '../../config/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';

const TEMPLATES_PAGE = 1_000;

/** Mail templates that the configuration names and Brevo does not have, also those that are switched off: their mail would be refused when the moment has come: one sentence each. */
export async function missingTemplates(
  { log }: Pick<ActivityDeps, 'log'>,
  config: ConnectorConfig,
  brevo: BrevoClient,
): Promise<readonly SettingFinding[]> {
  const wanted = Object.entries(config.campaigns).flatMap(([name, { send }]) =>
    'templateId' in send ? [[`campaigns.${name}.send.template_id`, send.templateId] as const] : [],
  );
  const active = wanted.length === 0 ? null : await activeTemplates(log, brevo);
  if (active === null) return [];
  return wanted
    .filter(([, template]) => !active.has(template) || active.get(template) === false)
    .map(([setting, template]) => {
      const what = active.has(template)
        ? `Template ${String(template)} is not active in Brevo`
        : `Brevo has no template ${String(template)}`;
      return { setting, sentence: `${what}; activate one there, or correct the number` };
    });
}

/** Template: whether it is active, null where Brevo does not say. Null: Brevo does not show them to this key just now, and nothing is known. */
async function activeTemplates(
  log: ActivityDeps['log'],
  brevo: BrevoClient,
): Promise<ReadonlyMap<number, boolean | null> | null> {
  const found = new Map<number, boolean | null>();
  try {
    for (let offset = 0; ; offset += TEMPLATES_PAGE) {
      const page = await brevo.listTemplates({ limit: TEMPLATES_PAGE, offset });
      for (const { id, isActive } of page.rows) found.set(id, isActive);
      if (page.received < TEMPLATES_PAGE) return found;
    }
  } catch (thrown) {
    // Only campaigns need them: nobody's contact waits for this.
    if (!isConnectorError(thrown)) throw thrown;
    log.warn('templates.unknown', { code: thrown.code });
    return null;
  }
}
