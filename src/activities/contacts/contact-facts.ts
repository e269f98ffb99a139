import type { ContactFacts } from '../../domain/contact/contact';
import type { ConnectorConfig } from '../../config/types';
import type { ListRules, MappingRules } from '../../domain/contact/projection';
import { tagKey } from '../../domain/contact/tag';
import type { ActivityDeps } from '../deps';
import type { ContactMapping } from './mapping';

/** Facts of so many contacts are aggregated by one statement. */
const FACTS_CHUNK = 500;

/** What is known of these contacts, as their projection takes it. */
export async function factsOf(
  deps: ActivityDeps,
  scope: ContactMapping,
  emailKeys: readonly string[],
): Promise<readonly ContactFacts[]> {
  const window = { responseTimesSince: scope.enrichSince ?? scope.startedAt };
  const facts: ContactFacts[] = [];
  for (let start = 0; start < emailKeys.length; start += FACTS_CHUNK) {
    const keys = emailKeys.slice(start, start + FACTS_CHUNK);
    facts.push(...(await deps.store.contacts.facts(scope.account, keys, window)));
  }
  return facts;
}

/** How contacts are made up of facts, with the lists that were made for tags. */
export async function mappingRules(deps: ActivityDeps, scope: ContactMapping): Promise<MappingRules> {
  const config = deps.configOf(scope.account);
  const created = await deps.store.contacts.tagLists(scope.account);
  return {
    fields: scope.fields,
    phoneCountry: config.phoneCountry,
    exclude: config.exclude,
    lists: {
      ...config.lists,
      openSupport: openSupportOf(config),
      satisfiedFrom: config.csat.satisfiedFrom,
      dissatisfiedTo: config.csat.dissatisfiedTo,
      tagLists: new Map(
        [...(config.tags.auto ? created : []), ...Object.entries(config.tags.lists)].map(([tag, list]) => [
          tagKey(tag),
          list,
        ]),
      ),
      tagsFrom: config.tags.from,
    },
  };
}

function openSupportOf({ lists, openSupportAtMostMs }: ConnectorConfig): NonNullable<ListRules['openSupport']> | null {
  return lists.openSupport === null ? null : { list: lists.openSupport, atMostMs: openSupportAtMostMs };
}
