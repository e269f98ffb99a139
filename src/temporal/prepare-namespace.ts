import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Proxies } from '../config/environment/proxies';
import { ConnectorError } from '../domain/errors/connector-error';
import { temporalFailure } from './failures';
import { hasGrpcStatus } from './grpc-status';
import { clientConnection } from './proxy';
import { missingSearchAttributes, registerSearchAttributes } from './register-search-attributes';
import { SEARCH_ATTRIBUTES } from './search-attributes';
import type { TemporalSettings } from './settings';

const ANSWER_WITHIN_MS = 10_000;
/** A cluster of several servers hears of a new search attribute when each renews what it knows of the namespace. */
const USABLE_WITHIN_MS = 60_000;
const POLL_MS = 200;

/**
 * Sees to it that workflows can run in the namespace: that it is there, lets us in, and has our search attributes, which are added where
 * that is allowed. A start without them would fail each run, one by one.
 * @throws ConnectorError `temporal.unavailable`, one sentence that names the setting or the command
 */
export async function prepareNamespace(settings: TemporalSettings, proxies: Partial<Proxies>): Promise<void> {
  await withConnection(settings, proxies, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace: settings.namespace });
    const added = await register(connection, settings);
    if (added.length > 0) await untilUsable(connection, settings, added);
  });
}

/** Whether the namespace is there and lets us in; throws as {@link prepareNamespace} does. */
export async function checkNamespace(settings: TemporalSettings, proxies: Partial<Proxies>): Promise<void> {
  await withConnection(settings, proxies, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace: settings.namespace });
  });
}

/** One that tries nothing again: what the first try says is what a person has to read. */
async function withConnection(
  settings: TemporalSettings,
  proxies: Partial<Proxies>,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = openConnection(settings, proxies);
  try {
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    await connection.withDeadline(deadline, () => work(connection));
  } catch (thrown) {
    throw temporalFailure(thrown, settings) ?? thrown;
  } finally {
    await connection.close();
  }
}

function openConnection(settings: TemporalSettings, proxies: Partial<Proxies>): Connection {
  const options = { ...clientConnection(settings, proxies), interceptors: [] };
  try {
    return Connection.lazy(options);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `The certificates for the Temporal server at ${settings.address} cannot be used (${reason}): check the files or data of TEMPORAL_TLS_CLIENT_CERT_*, TEMPORAL_TLS_CLIENT_KEY_* and TEMPORAL_TLS_SERVER_CA_CERT_*.`;
    throw new ConnectorError('temporal.unavailable', message, { cause: thrown });
  }
}

async function register(connection: Connection, settings: TemporalSettings): Promise<readonly string[]> {
  try {
    return await registerSearchAttributes(connection, settings.namespace, SEARCH_ATTRIBUTES);
  } catch (thrown) {
    const missing = await missingSearchAttributes(connection, settings.namespace, SEARCH_ATTRIBUTES);
    if (missing.length === 0) throw thrown;
    throw notAllowed(settings, missing, thrown);
  }
}

function notAllowed(settings: TemporalSettings, missing: readonly string[], cause: unknown): ConnectorError {
  const { address, namespace } = settings;
  const names = new Intl.ListFormat('en').format(missing);
  const message = `The namespace ${namespace} of the Temporal server at ${address} lacks the search ${missing.length === 1 ? 'attribute' : 'attributes'} ${names}, and the server lets the connector add none: add them with \`${command(settings, missing)}\`.`;
  return new ConnectorError('temporal.unavailable', message, { cause });
}

/** Temporal Cloud has a command line of its own for its namespaces. */
function command({ address, namespace }: TemporalSettings, missing: readonly string[]): string {
  const kinds: Readonly<Record<string, string>> = SEARCH_ATTRIBUTES;
  if (/\.(?:tmprl\.cloud|api\.temporal\.io)(?::\d+)?$/.test(address)) {
    const pairs = missing.map((name) => `--search-attribute ${name}=${kinds[name] ?? ''}`);
    return `tcld namespace search-attributes add --namespace ${namespace} ${pairs.join(' ')}`;
  }
  const pairs = missing.map((name) => `--name ${name} --type ${kinds[name] ?? ''}`);
  return `temporal operator search-attribute create --namespace ${namespace} ${pairs.join(' ')}`;
}

async function untilUsable(
  connection: Connection,
  { namespace, address }: TemporalSettings,
  names: readonly string[],
): Promise<void> {
  const query = names.map((name) => `${name} = 'none'`).join(' and ');
  const deadline = Date.now() + USABLE_WITHIN_MS;
  while (Date.now() < deadline) {
    if (await isAnswered(connection, { namespace, query })) return;
    await sleep(POLL_MS);
  }
  throw new ConnectorError(
    'temporal.unavailable',
    `The Temporal server at ${address} has taken the search attributes ${names.join(', ')}, but does not know them after a minute: start again in a moment.`,
  );
}

async function isAnswered(
  connection: Connection,
  request: { readonly namespace: string; readonly query: string },
): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      connection.workflowService.countWorkflowExecutions(request),
    );
    return true;
  } catch (thrown) {
    if (hasGrpcStatus(thrown, 'INVALID_ARGUMENT')) return false;
    throw thrown;
  }
}
