import { tagKey } from '../../domain/contact/tag';
import { listKey } from '../../domain/list-name';
import { listSettings, type ListSetting, meantTwice } from './list-settings';
import { GORGIAS, type SettingPath } from '../settings/setting-path';
import { type GorgiasSettings } from '../settings/settings';

/** What settings that are right one by one get wrong together. */
export interface Finding {
  /** The setting to change. */
  readonly path: SettingPath;
  /** Settings that the finding rests on; with a fault in one of them it is not told. */
  readonly involves: readonly SettingPath[];
  readonly sentence: string;
}

export const below = (...path: string[]): SettingPath => [...GORGIAS, ...path];

export function checkScores({ csat }: GorgiasSettings): readonly Finding[] {
  if (csat.dissatisfied_to < csat.satisfied_from) return [];
  const path = below('csat', 'dissatisfied_to');
  const sentence = `csat.dissatisfied_to is ${csat.dissatisfied_to}, but must be lower than csat.satisfied_from (${csat.satisfied_from}): a score cannot be both.`;
  return [{ path, involves: [path, below('csat', 'satisfied_from')], sentence }];
}

export function checkReserve({ rate }: GorgiasSettings): readonly Finding[] {
  if (rate.reserve < rate.burst) return [];
  const path = below('rate', 'reserve');
  const sentence = `rate.reserve is ${rate.reserve}, but must be lower than rate.burst (${rate.burst}): nothing would be left to read with.`;
  return [{ path, involves: [path, below('rate', 'burst')], sentence }];
}

/** Gorgias keeps one tag whatever its spelling; of two lists for it one would stay as it is without a word. */
export function checkTags({ tags }: GorgiasSettings): readonly Finding[] {
  const firsts = new Map<string, string>();
  return Object.entries(tags.lists).flatMap(([name, list]) => {
    const first = firsts.get(tagKey(name)) ?? name;
    firsts.set(tagKey(name), first);
    if (listKey(tags.lists[first] ?? list) === listKey(list)) return [];
    const path = below('tags', 'lists', name);
    const sentence = `tags.lists.${name.slice(0, 60)} is the same tag as tags.lists.${first.slice(0, 60)}: neither case nor outer space tells tags apart, so keep one of the two.`;
    return [{ path, involves: [path, below('tags', 'lists', first)], sentence }];
  });
}

export function checkDomain(settings: GorgiasSettings, domainFromEnvironment: string | undefined): readonly Finding[] {
  if (settings.domain !== undefined || domainFromEnvironment !== undefined) return [];
  const path = below('domain');
  const sentence =
    'domain is missing: write `domain: yourstore.gorgias.com` with your own subdomain, or set GORGIAS_DOMAIN in the environment.';
  return [{ path, involves: [path], sentence }];
}

/** Two meanings on one list, as far as the file alone shows it: a name and a number may turn out to be the same list later. */
export function checkLists({ lists, tags, campaigns }: GorgiasSettings): readonly Finding[] {
  return meantTwice(listsOf({ lists, tags, campaigns })).map(({ setting, other, sentence }) => {
    const path = below(...setting.path);
    return { path, involves: [path, below(...other.path)], sentence: `${setting.path.join('.')} ${sentence}.` };
  });
}

export function listsOf({
  lists,
  tags,
  campaigns,
}: Pick<GorgiasSettings, 'lists' | 'tags' | 'campaigns'>): readonly ListSetting[] {
  const sends = Object.fromEntries(Object.entries(campaigns).map(([name, { send }]) => [name, send.list_id]));
  return listSettings({ lists, tags: tags.lists, campaigns: sends });
}
