import { customFieldName } from '../../domain/contact/mapping-types';
import type { ListedField, ListedTag } from '../../domain/records';
import { typeOfField } from '../../config/rules/check-mapping';
import type { VendorOffers } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import { allLists } from './all-lists';
import { readList } from './read-list';

/** A person chooses among them, and the answer travels through Temporal. */
const MOST_TAGS = 500;
const MOST_LISTS = 2_000;

/** What settings can name of both vendors, as they are now. Writes nothing, and keeps nothing of what it reads. */
export async function readOffers(deps: ActivityDeps, account: string): Promise<VendorOffers> {
  const brevo = deps.brevo(account, 'person');
  const attributes = await brevo.listAttributes();
  const lists = await allLists(brevo);
  const fields = await customFields(deps, account);
  return {
    fields: fields.map((field) => ({
      name: customFieldName(field.label),
      label: field.label,
      type: typeOfField(field),
    })),
    tags: await tagsInUse(deps, account),
    attributes: attributes.map(({ name, category, type, options }) => ({ name, category, type, options })),
    lists: lists.slice(0, MOST_LISTS).map(({ id, name }) => ({ id, name })),
  };
}

async function customFields(deps: ActivityDeps, account: string): Promise<readonly ListedField[]> {
  const gorgias = deps.gorgias(account, 'live', 'person');
  const read = await readList<ListedField>(deps, account, {
    list: 'custom-fields',
    known: null,
    page: (page) => gorgias.listCustomFields({ ...page, objectType: 'Customer' }),
  });
  return (read ?? []).filter(({ isRetired }) => !isRetired);
}

/** The most used first; one that is on no ticket offers nothing. */
async function tagsInUse(deps: ActivityDeps, account: string): Promise<VendorOffers['tags']> {
  const gorgias = deps.gorgias(account, 'live', 'person');
  const listed = await readList<ListedTag>(deps, account, {
    list: 'tags',
    known: null,
    page: (page) => gorgias.listTags(page),
  });
  return (listed ?? [])
    .filter(({ usage }) => usage !== 0)
    .sort((one, other) => (other.usage ?? 0) - (one.usage ?? 0))
    .slice(0, MOST_TAGS)
    .map(({ name, usage }) => ({ name, usage }));
}
