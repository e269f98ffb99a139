import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { PreflightLine } from '../packages/sdk/contract/preflight';
import { readEnvironment } from './config/environment/environment';
import type { Environment } from './config/types';
import { explained } from './control/temporal-call';
import { parseEncryptionKey } from './crypto/encryption-key';
import { createKeyring, type Keyring } from './crypto/keyring';
import { keptEncryptionKey } from './dev/home';
import { runningDatabase } from './dev/postgres/start-postgres';
import { runningServer } from './dev/temporal-server/start-temporal';
import { ConnectorError } from './domain/errors/connector-error';
import { openHistoryKeys } from './store/open-history-keys';
import { failureOf } from './domain/errors/failure';
import { createClient, createDataConverter } from './temporal/connect';
import { readWorkflowBuild, workflowBundleOf } from './temporal/deployment/workflow-build';
import { preflight, type PreflightProgress } from './temporal/preflight/preflight';
import { checkNamespace } from './temporal/prepare-namespace';
import { chosenAddress, temporalSettings } from './temporal/settings';

/** The server's part of `tajo preflight`: it stands beside the workflows that it is about, and says in lines of JSON what it finds. */
async function main(): Promise<void> {
  // A workflow that breaks is what is looked for: the result tells of it, not the log.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'off' } },
  });
  const environment = readEnvironment();
  const { keyring, address, databaseUrl } = await findConnector(environment);
  await checkNamespace(temporalSettings(address), environment);
  // Without them a history that needs one says so.
  const keys = databaseUrl === null ? null : openHistoryKeys({ databaseUrl, keyring });
  const personal = keys?.historyKeys ?? null;
  const { client, close } = createClient({ keyring, personal, address, proxies: environment });
  try {
    const parts = {
      client,
      dataConverter: createDataConverter(keyring, personal),
      build: readWorkflowBuild(workflowBundleOf(environment)),
      onProgress: (progress: PreflightProgress) => say({ progress }),
    };
    const result = await explained(client, () => preflight(parts));
    say({ result });
  } finally {
    await close();
    await keys?.close();
  }
}

/** By the environment; where that names no server, the connector that `npm start` runs here, if it does. */
async function findConnector(environment: Environment): Promise<{
  readonly keyring: Keyring;
  readonly address: string | null;
  /** Where the keys of histories lie; null: nowhere that is known here. */
  readonly databaseUrl: string | null;
}> {
  const { tajoHome, encryptionKey } = environment;
  const address = chosenAddress(environment) === null ? await runningServer(tajoHome) : null;
  const key = encryptionKey ?? (address === null ? null : keptEncryptionKey(tajoHome));
  if (key === null) {
    const sentence =
      address === null && chosenAddress(environment) === null
        ? `No connector of \`npm start\` runs in ${tajoHome}, and TEMPORAL_ADDRESS and TAJO_ENCRYPTION_KEY are not set: ask while it runs, or set both.`
        : 'TAJO_ENCRYPTION_KEY is not set, and without it no history can be read: set the key of the connector that is asked about; one of `npm start` keeps its own in TAJO_HOME, as encryption.key.';
    throw new ConnectorError('config.invalid', sentence, { details: { field: 'TAJO_ENCRYPTION_KEY' } });
  }
  const databaseUrl = environment.databaseUrl ?? (address === null ? null : await runningDatabase(tajoHome));
  return { keyring: createKeyring({ keys: parseEncryptionKey(key) }), address, databaseUrl };
}

function say(line: PreflightLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// The command line that asked has been ended.
process.stdout.on('error', () => process.exit(1));

main().catch((thrown: unknown) => {
  const { code, message, field, exitCode } = failureOf(thrown);
  say({ failure: { code, message, field } });
  process.exitCode = exitCode;
});
