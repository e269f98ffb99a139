import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { credentialsFrom } from '../config/environment/credentials';
import { environmentInvalid, readEnvironment } from '../config/environment/environment';
import type { Environment } from '../config/types';
import { parseEncryptionKey } from '../crypto/encryption-key';
import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';
import { checkedAddress } from '../store/database/address';
import { workerConnection } from '../temporal/proxy';
import { chosenAddress, embeddedNamespace, temporalSettings } from '../temporal/settings';
import { homeUnwritable } from './home';
import { readWriter } from './temporal-server/database-writer';
import { checkNamedCli } from './temporal-server/find-temporal';

/**
 * What of the environment stops `npm start` at once and can be known without asking a server or a vendor: all of it. The start asks it first,
 * and `tajo config check` through `--check`. Starts and writes nothing, but for asking `TEMPORAL_CLI_PATH` for its version.
 */
export async function surroundingFaults(environment: Environment): Promise<readonly ConnectorError[]> {
  const looks: readonly (() => unknown)[] = [
    () => credentialsFrom(environment, ANY_DOMAIN),
    () => environment.encryptionKey === null || parseEncryptionKey(environment.encryptionKey),
    () => environment.databaseUrl === null || checkedAddress(environment.databaseUrl),
    () => requireHome(environment.tajoHome),
    () => requireTemporal(environment),
  ];
  const found = await Promise.all(looks.map(faultOf));
  return found.filter((fault) => fault !== null);
}

/** @throws ConnectorError `config.invalid` with all faults at once */
export async function requireSurroundings(environment: Environment): Promise<void> {
  const faults = await surroundingFaults(environment);
  const [first] = faults;
  if (first === undefined) return;
  if (faults.length === 1) throw first;
  throw environmentInvalid(
    faults.map(({ message }) => message),
    first.details.field,
  );
}

/** The sentence about the environment of this process, of several lines where it has several faults; null: it stops no start. */
export async function environmentFault(): Promise<ConnectorError | null> {
  return faultOf(() => requireSurroundings(readEnvironment()));
}

/** Only whether the account is named whole is asked here. */
const ANY_DOMAIN = 'any.gorgias.com';

async function faultOf(look: () => unknown): Promise<ConnectorError | null> {
  try {
    await look();
    return null;
  } catch (thrown) {
    if (isConnectorError(thrown, 'config.invalid')) return thrown;
    throw thrown;
  }
}

/** A profile or certificate that is not there, a proxy that Temporal cannot use, a CLI that is none. */
async function requireTemporal(environment: Environment): Promise<void> {
  const { temporalCliPath, tajoHome } = environment;
  if (chosenAddress(environment) !== null) return void workerConnection(temporalSettings(null), environment);
  embeddedNamespace();
  if (temporalCliPath !== null) await checkNamedCli(temporalCliPath, await readWriter(tajoHome));
}

/** One that is not there yet is made by the start, in the nearest folder above it that is. */
function requireHome(path: string): void {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    if (!statSync(nearest).isDirectory()) throw homeUnwritable(path, nearest === path ? 'EEXIST' : 'ENOTDIR');
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch (thrown) {
    if (thrown instanceof ConnectorError) throw thrown;
    throw homeUnwritable(path, (thrown as NodeJS.ErrnoException).code ?? String(thrown));
  }
}
