import type { Account, Integration, ListedField, ListedTag, User } from '../domain/records';
import { count, id, text, word } from './fields';
import { essential, expected, object, optional, recordOf } from './reading';

export const accountReader = recordOf({ domain: essential(word) }, (row): Account => row);

export const tagReader = recordOf(
  { id: essential(id), name: essential(text), usage: optional(count, null) },
  (row): ListedTag => row,
);

/** Agents and bots. Their `email` is not read: a bot's is none. */
export const userReader = recordOf(
  { id: essential(id), name: optional(text, ''), role: optional(object({ name: expected(word, '') }), null) },
  (row): User => ({ id: row.id, name: row.name, role: row.role?.name ?? '' }),
);

export const customFieldReader = recordOf(
  {
    id: essential(id),
    label: essential(text),
    definition: essential(object({ data_type: essential(word) })),
    managed_type: optional(text, null),
    deactivated_datetime: optional(text, null),
  },
  (row): ListedField => ({
    id: row.id,
    label: row.label,
    dataType: row.definition.data_type,
    managedType: row.managed_type,
    isRetired: row.deactivated_datetime !== null,
  }),
);

export const integrationReader = recordOf(
  {
    id: essential(id),
    name: optional(text, ''),
    type: essential(word),
    http: optional(object({ url: optional(text, null) }), null),
  },
  (row): Integration => ({ id: row.id, name: row.name, type: row.type, url: row.http?.url ?? null }),
);
