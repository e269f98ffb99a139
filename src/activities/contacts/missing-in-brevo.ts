import type { BrevoClient } from '../../brevo/types';
import type { ConnectorConfig } from '../../config/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from './all-lists';

const TEMPLATES_PAGE = 1_000;

/** Lists that the configuration names and Brevo does not have: one sentence each, with the fix. */
export async function missingLists(config: ConnectorConfig, brevo: BrevoClient): Promise<readonly SettingFinding[]> {
  const wanted: readonly (readonly [string, number | null])[] = [
    ['lists.all_support_contacts', config.lists.allSupportContacts],
    ['lists.satisfied_customers', config.lists.satisfiedCustomers],
    ['lists.dissatisfied_customers', config.lists.dissatisfiedCustomers],
    ['lists.open_support', config.lists.openSupport],
    ...Object.entries(config.tags.lists).map(([tag, list]) => [`tags.lists.${tag}`, list] as const),
    ...Object.entries(config.campaigns).flatMap(([name, { send }]) =>
      'listId' in send ? [[`campaigns.${name}.send.list_id`, send.listId] as const] : [],
    ),
  ];
  if (wanted.every(([, list]) => list === null)) return [];
  const existing = new Set((await allLists(brevo)).map((list) => list.id));
  return wanted
    .filter(([, list]) => list !== null && !existing.has(list))
    .map(([setting, list]) => ({
      setting,
      sentence: `Brevo has no list ${String(list)}; create it there, or correct the number`,
    }));
}

/** The same for mail templates, also those that are switched off: their mail would be refused when the moment has come. */
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

/** Template: whether it is active. Null: Brevo does not show them to this key just now, and nothing is known. */
async function activeTemplates(
  log: ActivityDeps['log'],
  brevo: BrevoClient,
): Promise<ReadonlyMap<number, boolean> | null> {
  const found = new Map<number, boolean>();
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
