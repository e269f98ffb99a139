import { type Connection } from '@temporalio/client';

/** `temporal.api.enums.v1.IndexedValueType`, whose names the CLI and the documentation use without their prefix. */
const INDEXED_VALUE_TYPES = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

export type SearchAttributeKinds = Readonly<Record<string, keyof typeof INDEXED_VALUE_TYPES>>;

/**
 * Adds the search attributes that the namespace lacks. The server's own flag `--search-attribute` only works while it makes
 * its database: a release that adds one would wait for it for ever on a state of yesterday (tried with CLI 1.8.2).
 * @returns how many were missing; they may take a moment to be usable, so ask again until 0.
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  kinds: SearchAttributeKinds,
): Promise<number> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(kinds).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return 0;
  const searchAttributes = Object.fromEntries(missing.map(([name, kind]) => [name, INDEXED_VALUE_TYPES[kind]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return missing.length;
}
