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

export function checkDomain(settings: GorgiasSettings, domainFromEnvironment: string | undefined): readonly Finding[] {
  if (settings.domain !== undefined || domainFromEnvironment !== undefined) return [];
  const path = below('domain');
  const sentence =
    'domain is missing: write `domain: yourstore.gorgias.com` with your own subdomain, or set GORGIAS_DOMAIN in the environment.';
  return [{ path, involves: [path], sentence }];
}

/**
 * Each list that the connector keeps must have one meaning: it adds people *and takes them off*, so two meanings on one list would
 * undo each other with every sync.
 */
export function checkLists({ lists, tags, campaigns }: GorgiasSettings): readonly Finding[] {
  const meanings = new Map<number, SettingPath>();
  const findings: Finding[] = [];
  const take = (id: number | undefined, path: SettingPath): void => {
    if (id === undefined) return;
    const other = meanings.get(id);
    if (other === undefined) meanings.set(id, path);
    else findings.push(sameList(id, path, other));
  };
  for (const [name, id] of Object.entries(lists)) take(id, below('lists', name));
  for (const [tag, id] of Object.entries(tags.lists)) {
    // Two tags may share a list: on it is who has one of them.
    const path = below('tags', 'lists', tag);
    const other = meanings.get(id);
    if (other !== undefined) findings.push(sameList(id, path, other));
  }
  for (const [tag, id] of Object.entries(tags.lists))
    if (!meanings.has(id)) meanings.set(id, below('tags', 'lists', tag));
  for (const [name, { send }] of Object.entries(campaigns)) {
    const other = send.list_id === undefined ? undefined : meanings.get(send.list_id);
    if (other !== undefined)
      findings.push(sameList(send.list_id ?? 0, below('campaigns', name, 'send', 'list_id'), other));
  }
  return findings;
}

function sameList(id: number, path: SettingPath, other: SettingPath): Finding {
  const [name, otherName] = [path, other].map((each) => each.slice(GORGIAS.length).join('.'));
  const sentence = `${name ?? ''} is list ${id}, which is ${otherName ?? ''} already: the connector also takes people off that list, so use another one.`;
  return { path, involves: [path, other], sentence };
}
