import { adviceOn } from '../../../../src/config/file/nearest';
import { describeConfig } from '../../../../src/config/file/describe-config';
import type { ConnectorConfig } from '../../../../src/config/types';
import { tagKey } from '../../../../src/domain/contact/tag';
import { UsageError } from '../../../../src/domain/errors/failure';
import type { TajoClient } from '../../client/client';
import type { Offers } from '../../client/insight-types';
import { partsOf } from './answer-rules';
import { mappableFields } from './fitting-attributes';
import type { InitFlags } from './flags';
import { listOf, NONE } from './list-choice';

interface Named {
  readonly client: TajoClient;
  readonly offers: Offers;
  readonly flags: InitFlags;
  readonly existing: ConnectorConfig | null;
}

/**
 * What flags name and the vendors do not have: told before a question is asked and anything is made. @throws UsageError with the nearest
 */
export async function requireKnownNames(named: Named): Promise<void> {
  requireFields(named);
  requireLists(named);
  await requireTags(named);
}

function requireFields({ offers, flags }: Named): void {
  const names = mappableFields(offers).map(({ name }) => name);
  const unknown = Object.keys(flags.field ?? {}).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `--field ${unknown}: no custom field of customers is called so; ${adviceOn(unknown, names)}.`,
    MEND,
  );
}

/** A name that Brevo does not have is that of a list to be made; a number is a mistake. */
function requireLists({ offers, flags }: Named): void {
  const given = [
    ['--contacts-list', flags.contactsList],
    ['--satisfied-list', flags.satisfiedList],
    ['--dissatisfied-list', flags.dissatisfiedList],
    ['--open-support-list', flags.openSupportList],
    ['--satisfied-campaign', listIn(flags.satisfiedCampaign)],
    ['--dissatisfied-campaign', listIn(flags.dissatisfiedCampaign)],
  ] as const;
  for (const [flag, list] of given) {
    const chosen = list === undefined ? null : listOf(list, offers);
    if (chosen === null || chosen.id === null || offers.lists.some(({ id }) => id === chosen.id)) continue;
    throw new UsageError(`${flag}: Brevo has no list ${String(chosen.id)}.`, MEND);
  }
}

function listIn(campaign: string | undefined): string | undefined {
  const { kind, what } = partsOf(campaign ?? '');
  return kind === 'list' ? what : undefined;
}

/** Offers hold those in use; of all others the connector is asked, which knows each tag, also of Shopify where the file looks there. */
async function requireTags({ client, offers, flags, existing }: Named): Promise<void> {
  const offered = new Set(
    [...offers.tags.map(({ name }) => name), ...Object.keys(existing?.tags.lists ?? {})].map(tagKey),
  );
  const others = (flags.tag ?? []).filter((tag) => tag.toLowerCase() !== NONE && !offered.has(tagKey(tag)));
  if (others.length === 0) return;
  const { account, domain } = offers;
  // Which lists these are does not matter here, but that nothing else has them.
  const lists = Object.fromEntries(others.map((tag, index) => [tag, NO_LIST - index]));
  const settings =
    existing === null
      ? JSON.stringify({ connectors: { gorgias: { domain, tags: { lists } } } })
      : describeConfig({ ...existing, tags: { ...existing.tags, lists } });
  const { warnings } = await client.connectors.checkSettings('gorgias', { account, settings });
  for (const tag of others) {
    const doubt = warnings.find(({ setting }) => setting === `tags.lists.${tag}`);
    if (doubt !== undefined) throw new UsageError(`--tag ${tag}: ${doubt.sentence}.`, MEND);
  }
}

/** The highest number that a list can have. */
const NO_LIST = 2_147_483_647;

const MEND = 'Run the same command again with the right one; nothing was made, and nothing is written.';
