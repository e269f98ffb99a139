import { type Connection } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
import { hasGrpcStatus, isRefused } from './grpc-status';

/** `temporal.api.enums.v1.IndexedValueType`, whose names the CLI and the documentation use without their prefix. */
const INDEXED_VALUE_TYPES = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

export type SearchAttributeKinds = Readonly<Record<string, keyof typeof INDEXED_VALUE_TYPES>>;

/**
 * Adds the search attributes that the namespace lacks. The server's own flag `--search-attribute` only works while it makes
 * its database: a release that adds one would wait for it for ever on a state of yesterday (tried with CLI 1.8.2).
 * @returns the names of those that were missing; they may take a moment to be usable, so ask again until there are none.
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  kinds: SearchAttributeKinds,
): Promise<readonly string[]> {
  const missing = await missingSearchAttributes(connection, namespace, kinds);
  if (missing.length > 0) await add(connection, namespace, typesOf(kinds, missing));
  return missing;
}

/**
 * @returns the names of the search attributes that the namespace lacks.
 * @throws ConnectorError `temporal.unavailable` when it has one of another type
 */
export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
  kinds: SearchAttributeKinds,
): Promise<readonly string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    for (const [name, kind] of Object.entries(kinds))
      if (name in customAttributes && Number(customAttributes[name]) !== INDEXED_VALUE_TYPES[kind])
        throw ofOtherType(namespace, name, kind);
    return Object.keys(kinds).filter((name) => !(name in customAttributes));
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown;
    return unusable(connection, namespace, Object.keys(kinds));
  }
}

/** Somebody else's, with a name of ours: nothing could be started. */
function ofOtherType(namespace: string, name: string, kind: string): ConnectorError {
  const message = `The namespace ${namespace} has a search attribute ${name} of another type than ${kind}: take another namespace (TEMPORAL_NAMESPACE), or remove it with \`temporal operator search-attribute remove --namespace ${namespace} --name ${name}\`.`;
  return new ConnectorError('temporal.unavailable', message);
}

/** Where nobody lists them, a query tells: it names an attribute that the server knows, or is none. */
async function unusable(
  connection: Connection,
  namespace: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const name of names) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query: `${name} = 'none'` });
    } catch (thrown) {
      if (hasGrpcStatus(thrown, 'INVALID_ARGUMENT')) missing.push(name);
      else if (!isRefused(thrown)) throw thrown;
    }
  }
  return missing;
}

async function add(
  connection: Connection,
  namespace: string,
  searchAttributes: Readonly<Record<string, number>>,
): Promise<void> {
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (thrown) {
    // Another worker, started at the same moment, was quicker.
    if (!hasGrpcStatus(thrown, 'ALREADY_EXISTS')) throw thrown;
  }
}

function typesOf(kinds: SearchAttributeKinds, names: readonly string[]): Record<string, number> {
  const types = names.flatMap((name) => {
    const kind = kinds[name];
    return kind === undefined ? [] : [[name, INDEXED_VALUE_TYPES[kind]] as const];
  });
  return Object.fromEntries(types);
}
