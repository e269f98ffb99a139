import { adviceOn } from '../../config/file/nearest';
import { tagSources } from '../../domain/contact/synced';
import { tagKey } from '../../domain/contact/tag';
import type { ActivityDeps } from '../deps';

/** Nobody names more tags in a file. */
const MOST_NAMES = 1_000;

/**
 * Names in `tags.lists` that no tag has: nobody would ever be on their lists. Said before the run, each with the tag that may be meant, since a tag may
 * still be to come.
 */
export async function nameUnknownTags(deps: ActivityDeps, account: string): Promise<void> {
  const { tags, sync } = deps.configOf(account);
  const { facts, quarantine } = deps.store;
  const from = tagSources(tags.from, sync);
  if (from.length === 0 && tags.from.length > 0) return;
  const named = Object.keys(tags.lists);
  const known = [
    ...(from.includes('tickets') ? await facts.tagNames(account) : []),
    ...(from.includes('shopify') ? await facts.shopTagNames(account) : []),
  ];
  const keys = new Set(known.map(tagKey));
  const unknown = known.length === 0 ? [] : named.filter((name) => !keys.has(tagKey(name)));
  const entries = unknown.map((name) => ({
    kind: 'tag' as const,
    key: name,
    step: 'map' as const,
    cause: 'unknown_tag' as const,
    held: false,
    detail: adviceOn(name.trim(), known),
  }));
  // A name that was corrected is not in the settings any more.
  const before = await quarantine.list(account, { cause: 'unknown_tag', limit: MOST_NAMES });
  const keysBefore = before.map(({ key }) => key);
  await quarantine.replace(account, { kind: 'tag', step: 'map', keys: [...named, ...keysBefore] }, entries);
  for (const { key, detail } of entries) deps.log.warn('tags.unknown', { account, tag: key, detail });
}
