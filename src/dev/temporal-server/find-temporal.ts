import { ConnectorError } from '../../domain/errors/connector-error';
import { buildCli } from './build-cli';
import { cachedCliPath, findCachedCli, installCli } from './cli-cache';
import { CLI_VERSION, isAtLeast, OLDEST_CLI_VERSION, readCliVersion } from './cli-version';
import { DOWNLOAD_ORIGIN, downloadProgram } from './download-archive';
import { withInstallLock } from './install-lock';

export interface FindTemporalOptions {
  /** `TEMPORAL_ADDRESS`: a server that somebody else runs. */
  readonly address: string | null;
  /** `TEMPORAL_CLI_PATH`. */
  readonly cliPath: string | null;
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
 * @throws ConnectorError `config.invalid` when the named CLI can't be used, `temporal.unavailable` when every source failed.
 */
export async function findTemporal(options: FindTemporalOptions): Promise<FoundTemporal> {
  if (options.address !== null) return { kind: 'address', address: options.address };
  if (options.cliPath !== null) return { kind: 'cli', path: await checkNamedCli(options.cliPath) };
  const path = (await findOnPath(options)) ?? (await findCachedCli(options.cacheDir)) ?? (await installOnce(options));
  return { kind: 'cli', path };
}

async function checkNamedCli(path: string): Promise<string> {
  const version = await readCliVersion(path);
  if (version !== null && isAtLeast(version, OLDEST_CLI_VERSION)) return path;
  const failure = version === null ? 'is not a Temporal CLI that runs here' : `is version ${version}`;
  throw new ConnectorError(
    'config.invalid',
    `TEMPORAL_CLI_PATH ${failure}; it must name a Temporal CLI of version ${OLDEST_CLI_VERSION} or newer.`,
    { details: { field: 'TEMPORAL_CLI_PATH' } },
  );
}

async function findOnPath(options: FindTemporalOptions): Promise<string | null> {
  const command = sourcesOf(options).temporal;
  const version = await readCliVersion(command);
  if (version === null || isAtLeast(version, OLDEST_CLI_VERSION)) return version === null ? null : command;
  options.onProgress(`The Temporal CLI on PATH is version ${version}, too old (${OLDEST_CLI_VERSION} is needed).`);
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
