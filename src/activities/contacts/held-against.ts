import type { BrevoClient } from '../../brevo/types';
import { type AttributeToCreate, checkMapping } from '../../config/rules/check-mapping';
import type { ConnectorConfig } from '../../config/types';
import type { ResolvedField } from '../../domain/contact/mapping-types';
import type { CustomField } from '../../domain/records';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { missingLists, missingTemplates } from './missing-in-brevo';

export interface HeldAgainst {
  readonly resolved: readonly ResolvedField[];
  readonly create: readonly AttributeToCreate[];
  readonly faults: readonly SettingFinding[];
}

/** The one place that says what of the settings the vendors, as they are now, do not fit: for a run, for all the time, and for whoever asks before. */
export async function heldAgainst(
  deps: Pick<ActivityDeps, 'log'>,
  config: ConnectorConfig,
  { brevo, customFields }: { readonly brevo: BrevoClient; readonly customFields: readonly CustomField[] },
): Promise<HeldAgainst> {
  const attributes = await brevo.listAttributes();
  const { resolved, create, problems } = checkMapping(config, { attributes, customFields });
  const faults = [
    ...problems.map(({ source, sentence }) => ({ setting: `field_mapping.${source}`, sentence })),
    ...(await missingLists(config, brevo)),
    ...(await missingTemplates(deps, config, brevo)),
  ];
  return { resolved, create, faults };
}
