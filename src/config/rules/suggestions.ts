import { fieldsMadeOf, tagSources } from '../../domain/contact/synced';
import { accountOf } from '../../domain/account/gorgias-domain';
import { fieldMeantBy, suggestNearMisses } from './near-misses';
import { below, type Finding, listsOf } from './rules';
import { type GorgiasSettings } from '../settings/settings';

const ENRICHED_FIELDS = ['phone', 'avg_response_time'];

/**
 * What is allowed and yet probably not meant.
 * @param domainFromEnvironment where the environment names one that is right
 */
export function suggest(settings: GorgiasSettings, domainFromEnvironment: string | undefined): readonly Finding[] {
  return [
    ...suggestEnabled(settings),
    ...suggestOneDomain(settings, domainFromEnvironment),
    ...suggestListNames(settings),
    ...suggestEmail(settings),
    ...suggestNames(settings),
    ...suggestNearMisses(settings),
    ...suggestReading(settings),
    ...suggestEnrichment(settings),
    ...suggestTagSources(settings),
    ...suggestReachableCampaigns(settings),
    ...suggestEvents(settings),
  ];
}

function suggestEnabled({ enabled }: GorgiasSettings): readonly Finding[] {
  if (enabled) return [];
  const sentence =
    'enabled is false: nothing is read and nothing is sent until it is true and the connector is started again.';
  return [finding(below('enabled'), sentence)];
}

/** The keys of the environment are those of its own domain, whatever the file says. */
function suggestOneDomain({ domain, accounts }: GorgiasSettings, other: string | undefined): readonly Finding[] {
  if (domain === undefined || other === undefined || domain === other) return [];
  if (Object.hasOwn(accounts, accountOf(other))) return [];
  const sentence = `domain is ${domain}, but GORGIAS_DOMAIN in the environment is ${other}, and that is the account that is connected: keep one of the two.`;
  return [finding(below('domain'), sentence)];
}

/** A list may be called so, and hardly ever is. */
function suggestListNames(settings: GorgiasSettings): readonly Finding[] {
  return listsOf(settings).flatMap(({ path, list }) => {
    const meant = typeof list === 'string' ? meantByList(list.trim()) : undefined;
    if (meant === undefined) return [];
    return [finding(below(...path), `${path.join('.')} is a list that is called “${String(list).trim()}”: ${meant}.`)];
  });
}

function meantByList(name: string): string | undefined {
  if (/^(?:none|no|off|null|never|false|~)$/i.test(name)) return 'if none is meant, remove the line';
  if (/^(?:auto|automatic|yes|on|true)$/i.test(name)) return 'if a list per tag is meant, write `tags.auto: true`';
  return /^\$[A-Za-z_]\w*$/.test(name) ? 'if a variable is meant, write it with braces, `${NAME}`' : undefined;
}

function suggestEmail({ field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  const sources = Object.keys(mapping);
  if (sources.length === 0 || Object.hasOwn(mapping, 'email')) return [];
  // Of the misspelt line it is said already.
  if (sources.some((source) => fieldMeantBy(source) === 'email')) return [];
  const sentence =
    'field_mapping has no `email: email`: contacts are known by their e-mail address all the same, so write the line to have it said.';
  return [finding(below('field_mapping'), sentence)];
}

function suggestNames({ field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  if (!Object.hasOwn(mapping, 'name') || mapping['name'] !== 'FIRSTNAME') return [];
  const sentence =
    'field_mapping.name puts the full name into FIRSTNAME; `firstname: FIRSTNAME` and `lastname: LASTNAME` would let a mail say "Dear Ann".';
  return [finding(below('field_mapping', 'name'), sentence)];
}

function suggestReading({ sync, field_mapping: mapping, lists }: GorgiasSettings): readonly Finding[] {
  const unread = (fields: readonly string[], key: string): readonly Finding[] =>
    fields
      .filter((field) => Object.hasOwn(mapping, field))
      .map((field) =>
        finding(below('field_mapping', field), `field_mapping.${field} stays empty while sync.${key} is false.`),
      );
  const kept = [lists.satisfied_customers, lists.dissatisfied_customers].some((list) => list !== undefined);
  const sentence =
    'The lists of satisfied and dissatisfied customers stay as they are while sync.satisfaction_surveys is false.';
  return [
    ...(sync.tickets ? [] : unread(fieldsMadeOf('tickets'), 'tickets')),
    ...(sync.satisfaction_surveys ? [] : unread(fieldsMadeOf('satisfactionSurveys'), 'satisfaction_surveys')),
    ...(sync.tickets || lists.open_support === undefined
      ? []
      : [finding(below('sync', 'tickets'), 'lists.open_support stays empty while sync.tickets is false.')]),
    ...(sync.satisfaction_surveys || !kept ? [] : [finding(below('sync', 'satisfaction_surveys'), sentence)]),
  ];
}

function suggestEnrichment({ enrich, field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  if (enrich.active_within !== 'none') return [];
  return ENRICHED_FIELDS.filter((field) => Object.hasOwn(mapping, field)).map((field) =>
    finding(below('field_mapping', field), `field_mapping.${field} stays empty while enrich.active_within is none.`),
  );
}

function suggestTagSources({ tags, sync }: GorgiasSettings): readonly Finding[] {
  if (!tags.auto && Object.keys(tags.lists).length === 0) return [];
  const path = below('tags');
  if (tags.from.length === 0) return [finding(path, 'tags.from is empty, so no tag is ever found.')];
  if (!sync.tags) return [finding(path, 'tags has no effect while sync.tags is false.')];
  const places = tagSources(tags.from, { ...sync, satisfactionSurveys: sync.satisfaction_surveys });
  if (places.length === tags.from.length) return [];
  if (places.length === 0) return [finding(path, 'tags has no effect while sync.tickets is false.')];
  return [
    finding(path, 'The tags of tickets put nobody on a list, and nobody leaves one, while sync.tickets is false.'),
  ];
}

function suggestReachableCampaigns({ campaigns }: GorgiasSettings): readonly Finding[] {
  const firsts = new Map<string, string>();
  return Object.entries(campaigns).flatMap(([name, { when }]) => {
    const first = firsts.get(when);
    if (first === undefined) {
      firsts.set(when, name);
      return [];
    }
    const sentence = `campaigns.${name} is never sent by itself: campaigns.${first} stands before it for the same outcome (${when}).`;
    return [finding(below('campaigns', name), sentence)];
  });
}

/** One name for two happenings is allowed, and no automation of Brevo can tell them apart. */
function suggestEvents({ event_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  const firsts = new Map<string, string>();
  return Object.entries(mapping).flatMap(([happening, event = '']) => {
    const first = firsts.get(event);
    firsts.set(event, first ?? happening);
    if (first === undefined) return [];
    const sentence = `event_mapping.${happening} goes to ${event}, and so does ${first}: in Brevo nobody can tell them apart.`;
    return [finding(below('event_mapping', happening), sentence)];
  });
}

function finding(path: Finding['path'], sentence: string): Finding {
  return { path, involves: [path], sentence };
}
