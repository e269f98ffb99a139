import type { AttributeDefinition, BrevoClient } from '../../brevo/types';
import { type BrevoList, type CheckedLists, checkListSettings, settingsOf } from '../../config/rules/check-lists';
import { type AttributeToCreate, checkMapping } from '../../config/rules/check-mapping';
import type { ConnectorConfig } from '../../config/types';
import type { ResolvedField } from '../../domain/contact/mapping-types';
import type { CustomField } from '../../domain/records';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from './all-lists';
import { missingTemplates } from './missing-templates';

export interface HeldAgainst {
  readonly lists: CheckedLists;
  /** Every list of Brevo; empty where the settings take no list. */
  readonly existing: readonly BrevoList[];
  /** Every attribute of Brevo. */
  readonly attributes: readonly AttributeDefinition[];
  readonly resolved: readonly ResolvedField[];
  readonly create: readonly AttributeToCreate[];
  readonly faults: readonly SettingFinding[];
}

interface Vendors {
  readonly brevo: BrevoClient;
  readonly customFields: readonly CustomField[];
  /** What names of lists stood for before. */
  readonly namedLists: ReadonlyMap<string, number>;
}

/** The one place that says what of the settings the vendors, as they are now, do not fit: for a run, for all the time, and for whoever asks before. */
export async function heldAgainst(
  deps: Pick<ActivityDeps, 'log'>,
  config: ConnectorConfig,
  { brevo, customFields, namedLists }: Vendors,
): Promise<HeldAgainst> {
  const attributes = await brevo.listAttributes();
  const { resolved, create, problems } = checkMapping(config, { attributes, customFields });
  const existing = settingsOf(config).length === 0 ? [] : await allLists(brevo);
  const lists = checkListSettings(config, { lists: existing, numbers: namedLists });
  const faults = [
    ...problems.map(({ source, sentence }) => ({ setting: `field_mapping.${source}`, sentence })),
    ...lists.faults,
    ...(await missingTemplates(deps, config, brevo)),
  ];
  return { attributes, resolved, create, lists, existing, faults };
}
