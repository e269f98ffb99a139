import { ConnectorError } from '../../domain/errors/connector-error';
import { buildCli } from './build-cli';
import { cachedCliPath, findCachedCli, installCli } from './cli-cache';
import { CLI_VERSION, isAtLeast, OLDEST_CLI_VERSION, readCliVersion } from './cli-version';
import { type DatabaseWriter, goesOnWith, minorOf } from './database-writer';
import { DOWNLOAD_ORIGIN, downloadProgram } from './download-archive';
import { withInstallLock } from './install-lock';

export interface FindTemporalOptions {
  /** `TEMPORAL_ADDRESS`: a server that somebody else runs. */
  readonly address: string | null;
  /** `TEMPORAL_CLI_PATH`. */
  readonly cliPath: string | null;
  /** Whoever has written the database that is to be gone on with; null or missing: any CLI will do. */
  readonly writer?: DatabaseWriter | null;
  /** See `userCacheDir`. */
  readonly cacheDir: string;
  /** Absolute path of `tools/temporal`. */
  readonly toolsDir: string;
  /** Told one line at a time what takes so long. */
  readonly onProgress: (line: string) => void;
  /** What is looked up on PATH and asked over the network; tests replace them. */
  readonly sources?: { readonly temporal: string; readonly go: string; readonly downloadOrigin: string };
}

export type FoundTemporal =
  { readonly kind: 'address'; readonly address: string } | { readonly kind: 'cli'; readonly path: string };

/**
 * Finds a Temporal server to use or a CLI to start one with, in this order: the address; the named CLI; `temporal` on PATH;
 * the cached CLI; a download; a build with Go. The last two fill the cache, one process at a time.
 * One that could not go on with the database is passed over.
 * @throws ConnectorError `config.invalid` when the named CLI can't be used, `temporal.unavailable` when every source failed.
 */
export async function findTemporal(options: FindTemporalOptions): Promise<FoundTemporal> {
  if (options.address !== null) return { kind: 'address', address: options.address };
  const { cliPath, writer = null } = options;
  if (cliPath !== null) return { kind: 'cli', path: await checkNamedCli(cliPath, writer) };
  const path = (await findOnPath(options)) ?? (await findOfWriter(options)) ?? (await findOurs(options));
  return { kind: 'cli', path };
}

/** @throws ConnectorError `config.invalid` */
export async function checkNamedCli(path: string, writer: DatabaseWriter | null): Promise<string> {
  const version = await readCliVersion(path);
  const isUsable = version !== null && isAtLeast(version, OLDEST_CLI_VERSION);
  if (isUsable && (writer === null || goesOnWith(version, writer))) return path;
  const failure = version === null ? 'is not a Temporal CLI that runs here' : `is version ${version}`;
  const wanted =
    isUsable && writer !== null
      ? anotherWriter(writer)
      : `it must name a Temporal CLI of version ${OLDEST_CLI_VERSION} or newer.`;
  throw new ConnectorError('config.invalid', `TEMPORAL_CLI_PATH ${failure}; ${wanted}`, {
    details: { field: 'TEMPORAL_CLI_PATH' },
  });
}

/** Ends a sentence that says which CLI is there. */
function anotherWriter({ databaseFile, version }: DatabaseWriter): string {
  return `${databaseFile} was written by ${version}: name a Temporal CLI ${minorOf(version)} in TEMPORAL_CLI_PATH, or move that file away, with the runs under way that are in it (what was read and sent stays, in Postgres).`;
}

/** The CLI that wrote the database, when it is still cached. */
async function findOfWriter({ writer = null, cacheDir }: FindTemporalOptions): Promise<string | null> {
  if (writer === null || goesOnWith(CLI_VERSION, writer)) return null;
  return findCachedCli(cacheDir, writer.version);
}

/** The CLI of our version, which everybody can get. */
async function findOurs(options: FindTemporalOptions): Promise<string> {
  const { writer = null, cacheDir } = options;
  if (writer !== null && !goesOnWith(CLI_VERSION, writer)) {
    const message = `The Temporal CLI of this connector is version ${CLI_VERSION}, but ${anotherWriter(writer)}`;
    throw new ConnectorError('temporal.unavailable', message, { details: { field: 'TEMPORAL_CLI_PATH' } });
  }
  return (await findCachedCli(cacheDir)) ?? (await installOnce(options));
}

async function findOnPath(options: FindTemporalOptions): Promise<string | null> {
  const command = sourcesOf(options).temporal;
  const { writer = null } = options;
  const version = await readCliVersion(command);
  if (version === null) return null;
  const isOld = !isAtLeast(version, OLDEST_CLI_VERSION);
  if (!isOld && (writer === null || goesOnWith(version, writer))) return command;
  const why = isOld
    ? `too old (${OLDEST_CLI_VERSION} is needed)`
    : `but the state here was written by ${writer?.version ?? 'another'}`;
  options.onProgress(`The Temporal CLI on PATH is version ${version}, ${why}.`);
  return null;
}

async function installOnce(options: FindTemporalOptions): Promise<string> {
  const lockPath = `${cachedCliPath(options.cacheDir)}.lock`;
  const onWait = (): void => options.onProgress('Another process is fetching the Temporal CLI; waiting for it.');
  return withInstallLock(
    lockPath,
    onWait,
    async () => (await findCachedCli(options.cacheDir)) ?? (await install(options)),
  );
}

async function install(options: FindTemporalOptions): Promise<string> {
  const { go, downloadOrigin } = sourcesOf(options);
  const failures: string[] = [];
  const attempt = async (name: string, make: (target: string) => Promise<string | null>): Promise<string | null> => {
    let failure: string | null = 'what came does not run here';
    const path = await installCli(options.cacheDir, async (target) => {
      const problem = await make(target);
      failure = problem ?? failure;
      return problem === null;
    });
    if (path === null) failures.push(`${name}: ${failure}`);
    return path;
  };

  const cli = { origin: downloadOrigin, artifact: `cli/v${CLI_VERSION}` };
  options.onProgress(`Fetching the Temporal CLI ${CLI_VERSION}.`);
  const path =
    (await attempt('download', (target) => downloadProgram(cli, target))) ??
    (await attempt('build', (target) => buildCli(target, { ...options, go })));
  if (path !== null) return path;
  throw new ConnectorError(
    'temporal.unavailable',
    `No Temporal server: TEMPORAL_ADDRESS and TEMPORAL_CLI_PATH are unset, no usable temporal on PATH or in ` +
      `${options.cacheDir} (${failures.join('; ')}). Install Go 1.26 or the Temporal CLI, or set one of the two.`,
  );
}

function sourcesOf({ sources }: FindTemporalOptions): NonNullable<FindTemporalOptions['sources']> {
  return sources ?? { temporal: 'temporal', go: 'go', downloadOrigin: DOWNLOAD_ORIGIN };
}
