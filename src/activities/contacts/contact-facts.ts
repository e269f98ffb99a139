import type { ContactFacts } from '../../domain/contact/contact';
import { type ListNumbers, numbered } from '../../config/rules/check-lists';
import type { MappingRules } from '../../domain/contact/projection';
import { tagKey } from '../../domain/contact/tag';
import type { ActivityDeps } from '../deps';
import type { ContactMapping } from './mapping';
import { listNumbers } from '../list-numbers';

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
  const { lists, tags } = await numbersFor(deps, scope);
  const created = await deps.store.contacts.tagLists(scope.account);
  return {
    fields: scope.fields,
    phoneCountry: config.phoneCountry,
    exclude: config.exclude,
    synced: config.sync,
    lists: {
      ...lists,
      openSupport:
        lists.openSupport === null ? null : { list: lists.openSupport, atMostMs: config.openSupportAtMostMs },
      satisfiedFrom: config.csat.satisfiedFrom,
      dissatisfiedTo: config.csat.dissatisfiedTo,
      tagLists: new Map(
        [...(config.tags.auto ? created : []), ...Object.entries(tags)].map(([tag, list]) => [tagKey(tag), list]),
      ),
      tagsFrom: config.tags.from,
    },
  };
}

/** A dry run keeps nothing, so it brings what it has found. */
function numbersFor(deps: ActivityDeps, { account, namedLists }: ContactMapping): Promise<ListNumbers> {
  if (namedLists === undefined) return listNumbers(deps, account);
  return Promise.resolve(numbered(deps.configOf(account), new Map(Object.entries(namedLists))));
}
