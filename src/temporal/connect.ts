import { Client, Connection, type DataConverter } from '@temporalio/client';
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { Keyring } from '../crypto/keyring';
import { createPayloadCodec } from './payload-codec';
import { createRetries } from './grpc-retries';

const FAILURE_CONVERTER_PATH = require.resolve('./failure-converter');

export function createDataConverter(keyring: Keyring): DataConverter {
  return { payloadCodecs: [createPayloadCodec(keyring)], failureConverterPath: FAILURE_CONVERTER_PATH };
}

/** Where Temporal is: the standard `TEMPORAL_*` variables and profiles, or the address of the embedded server, which wins. */
function connectionSettings(embeddedAddress: string | null): {
  connectionOptions: ClientConnectConfig['connectionOptions'];
  namespace: string;
} {
  const settings = loadClientConnectConfig();
  const connectionOptions = embeddedAddress === null ? settings.connectionOptions : { address: embeddedAddress };
  return { connectionOptions, namespace: settings.namespace ?? 'default' };
}

/** A client that connects on first use, so that the API starts (and answers 503) while Temporal is down. */
export function createClient(options: { keyring: Keyring; address: string | null }): {
  client: Client;
  connection: Connection;
  /** Once nobody begins a call any more; those under way are given up. */
  readonly close: () => Promise<void>;
} {
  const { connectionOptions, namespace } = connectionSettings(options.address);
  const retries = createRetries();
  const connection = Connection.lazy({ ...connectionOptions, interceptors: [retries.interceptor] });
  return {
    connection,
    close: async () => {
      await retries.stop();
      await connection.close();
    },
    client: new Client({ connection, namespace, dataConverter: createDataConverter(options.keyring) }),
  };
}

export async function connectWorker(
  address: string | null,
): Promise<{ connection: NativeConnection; namespace: string }> {
  const settings = connectionSettings(address);
  const connection = await NativeConnection.connect(settings.connectionOptions);
  return { connection, namespace: settings.namespace };
}
