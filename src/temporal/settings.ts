import { type ClientConnectConfig, loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import { isTemporalProfileChosen, temporalVariables } from '../config/environment/temporal-variables';
import type { Environment } from '../config/types';
import { ConnectorError } from '../domain/errors/connector-error';

export interface TemporalSettings {
  readonly connectionOptions: ClientConnectConfig['connectionOptions'];
  readonly namespace: string;
  /** For sentences. */
  readonly address: string;
}

/** The SDK's own. */
const DEFAULT_ADDRESS = 'localhost:7233';
const DEFAULT_NAMESPACE = 'default';

/**
 * Where Temporal is and how it is reached: the standard `TEMPORAL_*` variables and profiles of `temporal.toml`, or the embedded server,
 * which wants neither TLS nor a key.
 * @throws ConnectorError `config.invalid`: a profile that is not there, a certificate that cannot be read
 */
export function temporalSettings(embeddedAddress: string | null): TemporalSettings {
  if (embeddedAddress !== null) {
    const connectionOptions = { address: embeddedAddress };
    return { connectionOptions, namespace: embeddedNamespace(), address: embeddedAddress };
  }
  const { connectionOptions, namespace = DEFAULT_NAMESPACE } = readable(() => toClientOptions(profile()));
  return { connectionOptions, namespace, address: connectionOptions.address ?? DEFAULT_ADDRESS };
}

/** The address that the settings name, whoever wrote it there; null: none. */
export function namedAddress(): string | null {
  return readable(profile).address ?? null;
}

/**
 * The address of the server that is named for this process; null: that of `npm start`. A profile that nobody chose for it is another
 * program's.
 */
export function chosenAddress({ temporalAddress }: Pick<Environment, 'temporalAddress'>): string | null {
  return isTemporalProfileChosen() ? namedAddress() : temporalAddress;
}

/** The namespace that is named for the embedded server: a profile with an address is about another server. */
export function embeddedNamespace(): string {
  const { address, namespace } = readable(profile);
  const named = address === undefined ? namespace : profile({ disableFile: true }).namespace;
  return named ?? DEFAULT_NAMESPACE;
}

function profile(options: { readonly disableFile?: boolean } = {}): ReturnType<typeof loadClientConfigProfile> {
  return loadClientConfigProfile({ ...options, overrideEnvVars: temporalVariables() });
}

function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    throw settingsInvalid(thrown);
  }
}

function settingsInvalid(thrown: unknown): ConnectorError {
  const { code, path, message } = thrown as NodeJS.ErrnoException;
  // The first line only: the next ones quote the file, and a key may stand there.
  const [line = ''] = message.split('\n');
  // What the library throws at a file that is empty.
  const reason = thrown instanceof TypeError ? 'temporal.toml has no profile' : line;
  return new ConnectorError(
    'config.invalid',
    path === undefined
      ? `Temporal’s settings cannot be used (${reason.replace(/[.:]$/, '')}): correct TEMPORAL_PROFILE, the other TEMPORAL_* variables or temporal.toml.`
      : `Temporal’s settings name the file ${path}, which cannot be read (${code ?? reason}): correct TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_TLS_SERVER_CA_CERT_PATH or the profile of temporal.toml.`,
    { details: { field: path === undefined ? 'TEMPORAL_PROFILE' : 'TEMPORAL_TLS_CLIENT_CERT_PATH' } },
  );
}
