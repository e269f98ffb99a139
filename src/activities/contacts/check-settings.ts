import { configOf } from '../../config/config-of';
import { adviceOn } from '../../config/file/nearest';
import { parseConfig } from '../../config/parse-config';
import type { ConnectorConfig } from '../../config/types';
import { tagSources, type TagSource } from '../../domain/contact/synced';
import { tagKey } from '../../domain/contact/tag';
import { accountOf } from '../../domain/account/gorgias-domain';
import type { CustomField } from '../../domain/records';
import type { SettingFinding, SettingsCheck } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { heldAgainst } from './held-against';
import { readList } from './read-list';
import { readTags } from './reference';
import { unknownShopPaths } from './unknown-shop-paths';

/**
 * What a full sync would say of these settings, with the vendors as they are now. Writes nothing, and keeps nothing of what it reads.
 * @throws `config.invalid` when they are wrong by themselves.
 */
export async function checkSettings(deps: ActivityDeps, account: string, settings: string): Promise<SettingsCheck> {
  const all = parseConfig(settings, 'the settings', {}).config;
  const config = configOf(all, account);
  const brevo = deps.brevo(account, 'person');
  const { faults, create, lists } = await heldAgainst(deps, config, {
    brevo,
    customFields: await labels(deps, account),
    namedLists: await deps.store.contacts.namedLists(account),
  });
  const warnings = [
    ...(await otherDomain(deps, account, all)),
    ...(await unknownShopPaths(config, deps.gorgias(account, 'live', 'person'))),
    ...(await unknownTags(deps, account, config)),
  ];
  return { faults, creates: create, lists: lists.named, warnings };
}

/** That the settings fit one account says nothing about another that they name. With several, those of which nothing is written share them. */
async function otherDomain(
  { store }: ActivityDeps,
  account: string,
  { domain }: ConnectorConfig,
): Promise<readonly SettingFinding[]> {
  const named = accountOf(domain);
  if (named === account || (await store.accounts.find(named)) !== null) return [];
  const sentence = `is ${domain}, which is not installed: these settings were held against ${account}.gorgias.com, which is`;
  return [{ setting: 'domain', sentence }];
}

async function labels(deps: ActivityDeps, account: string): Promise<readonly CustomField[]> {
  const known = (): Promise<readonly CustomField[]> => deps.store.facts.customFields(account);
  const gorgias = deps.gorgias(account, 'live', 'person');
  const read = await readList(deps, account, {
    list: 'custom-fields',
    known,
    page: (page) => gorgias.listCustomFields({ ...page, objectType: 'Customer' }),
  });
  return read ?? (await known());
}

/** Names in `tags.lists` that no tag has, each with the nearest. */
async function unknownTags(
  deps: ActivityDeps,
  account: string,
  { tags, sync }: ConnectorConfig,
): Promise<readonly SettingFinding[]> {
  const named = Object.keys(tags.lists);
  const from = tagSources(tags.from, sync);
  if (from.length === 0 || named.length === 0) return [];
  const known = await tagNames(deps, account, from);
  const keys = new Set(known.map(tagKey));
  return known.length === 0 ? [] : named.filter((name) => !keys.has(tagKey(name))).map((name) => unknown(name, known));
}

function unknown(name: string, known: readonly string[]): SettingFinding {
  return { setting: `tags.lists.${name}`, sentence: `No tag is called so; ${adviceOn(name.trim(), known)}` };
}

async function tagNames(deps: ActivityDeps, account: string, from: readonly TagSource[]): Promise<readonly string[]> {
  const listed = from.includes('tickets')
    ? ((await readTags(deps, account, deps.gorgias(account, 'live', 'person'))) ?? [])
    : [];
  const ofShop = from.includes('shopify') ? await deps.store.facts.shopTagNames(account) : [];
  return [...listed.map(({ name }) => name), ...ofShop];
}
