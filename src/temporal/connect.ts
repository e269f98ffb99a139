import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, type DataConverter } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Proxies } from '../config/environment/proxies';
import type { Keyring } from '../crypto/keyring';
import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import { createRetries } from './grpc-retries';
import { createPayloadCodec, type PersonalKeys } from './payload-codec';
import { clientConnection, workerConnection } from './proxy';
import { temporalSettings } from './settings';
import type { Tracing } from './tracing/tracing';

const FAILURE_CONVERTER_PATH = require.resolve('./failure-converter');

export function createDataConverter(keyring: Keyring, personal: PersonalKeys | null = null): DataConverter {
  return { payloadCodecs: [createPayloadCodec(keyring, personal)], failureConverterPath: FAILURE_CONVERTER_PATH };
}

/** Less than a workflow task may take: Temporal would give it out again, and each time it is told as a failure. */
const PATIENCE_MS = 8_000;
const AGAIN_MS = 250;

/**
 * The keys where Postgres may be away for a while. What is to be sealed is sealed by the keyring then: a hint must get through, and a worker whose
 * failure of a step cannot be written ends. Histories hold ids and codes, no words of a person. What is to be opened waits for its key.
 */
export function keysOrKeyring(keyring: Keyring, personal: PersonalKeys | null): PersonalKeys | null {
  if (personal === null) return null;
  const isAway = (thrown: unknown): boolean => isConnectorError(thrown, 'store.unavailable');
  return {
    of: async (subject) => {
      try {
        return await personal.of(subject);
      } catch (thrown) {
        if (isAway(thrown)) return keyring;
        throw thrown;
      }
    },
    find: async (id) => {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        try {
          return await personal.find(id);
        } catch (thrown) {
          if (!isAway(thrown) || Date.now() > end) throw thrown;
          await delay(AGAIN_MS);
        }
      }
    },
  };
}

/** A client that connects on first use, so that the API starts (and answers 503) while Temporal is down. */
export function createClient(options: {
  keyring: Keyring;
  /** Keys of single histories; missing: all are sealed by the keyring. */
  personal?: PersonalKeys | null;
  address: string | null;
  /** By which a server elsewhere is reached. */
  proxies: Partial<Proxies>;
  tracing?: Pick<Tracing, 'clientInterceptors'> | null;
}): {
  client: Client;
  connection: Connection;
  /** Once nobody begins a call any more; those under way are given up. */
  readonly close: () => Promise<void>;
} {
  const settings = temporalSettings(options.address);
  const { namespace } = settings;
  const retries = createRetries();
  const connection = Connection.lazy({
    ...clientConnection(settings, options.proxies),
    interceptors: [retries.interceptor],
  });
  return {
    connection,
    close: async () => {
      await retries.stop();
      await connection.close();
    },
    client: new Client({
      connection,
      namespace,
      dataConverter: createDataConverter(options.keyring, keysOrKeyring(options.keyring, options.personal ?? null)),
      interceptors: { workflow: options.tracing?.clientInterceptors ?? [] },
    }),
  };
}

/** @throws ConnectorError `temporal.unavailable`, and `config.invalid` when the way leads by a proxy that Temporal cannot use */
export async function connectWorker(
  address: string | null,
  proxies: Partial<Proxies>,
): Promise<{ connection: NativeConnection; namespace: string }> {
  const settings = temporalSettings(address);
  try {
    const connection = await NativeConnection.connect(workerConnection(settings, proxies));
    return { connection, namespace: settings.namespace };
  } catch (thrown) {
    throw lostConnection(thrown, settings.address);
  }
}

/** Rejects with `temporal.unavailable` when the server does not let it go on. */
export async function runUntilLost(worker: Worker, address: string): Promise<void> {
  try {
    await worker.run();
  } catch (thrown) {
    throw lostConnection(thrown, address);
  }
}

/** What the SDK's core gives up at, once it runs: a key that is no longer valid, a namespace that is gone. */
function lostConnection(thrown: unknown, address: string): unknown {
  if (!(thrown instanceof Error) || !CORE_ERRORS.includes(thrown.name)) return thrown;
  const [reason = ''] = thrown.message.split('\n');
  const sentence = `The worker has no connection to the Temporal server at ${address} any more: ${reason.slice(0, 300)}`;
  return new ConnectorError('temporal.unavailable', sentence, { cause: thrown });
}

const CORE_ERRORS: readonly string[] = ['TransportError', 'UnexpectedError'];
