import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { userCacheDir } from '../../src/dev/temporal-server/cli-cache';
import { DOWNLOAD_ORIGIN, downloadProgram } from '../../src/dev/temporal-server/download-archive';
import { withInstallLock } from '../../src/dev/temporal-server/install-lock';
import { runCommand } from '../../src/dev/guarded-process/run-command';

/** As `tools/time-skipping/pom.xml` pins it. */
const JARS_VERSION = '1.38.0';
const POM = resolve('tools/time-skipping/pom.xml');
/** On a busy machine with an empty cache: a minute. */
const FETCH_TIMEOUT_MS = 10 * 60_000;
/** Quick to start, small, and no compiler that competes with the tests. */
const JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx512m'];

export interface TimeSkippingSources {
  readonly cacheDir: string;
  readonly downloadOrigin: string;
  readonly maven: string;
  readonly java: string;
}

/**
 * The command of the Temporal test server that can skip time, without its port: from the user's cache, else downloaded as the SDK does it, else
 * with Maven (38 MB of jars, for a JDK). What is fetched is cached; one process fetches at a time.
 * @throws Error that says what is missing.
 */
export async function findTimeSkippingServer(
  sources: TimeSkippingSources = {
    cacheDir: userCacheDir(process.env['XDG_CACHE_HOME'] ?? null),
    ...{ downloadOrigin: DOWNLOAD_ORIGIN, maven: 'mvn', java: 'java' },
  },
): Promise<readonly string[]> {
  const cache: Cache = { ...sources, folder: join(sources.cacheDir, 'time-skipping') };
  return (
    (await fromCache(cache)) ??
    (await withInstallLock(
      join(cache.folder, 'fetching.lock'),
      () => undefined,
      async () => (await fromCache(cache)) ?? (await fetchServer(cache)),
    ))
  );
}

interface Cache extends TimeSkippingSources {
  readonly folder: string;
}

const programIn = ({ folder }: Cache): string => join(folder, `sdk-${sdkVersion()}`, 'temporal-test-server');
const jarsIn = ({ folder }: Cache): string => join(folder, JARS_VERSION);

/** Which server an SDK gets is the download's business, by the version of the SDK. */
function sdkVersion(): string {
  const { version } = JSON.parse(readFileSync('node_modules/@temporalio/testing/package.json', 'utf8')) as {
    version: string;
  };
  return version;
}

async function fromCache(cache: Cache): Promise<readonly string[] | null> {
  const program = programIn(cache);
  if (existsSync(program)) return [program];
  const jars = jarsIn(cache);
  // Never seen half filled: the folder is moved to its place when it is complete.
  const hasJars = existsSync(jars) && readdirSync(jars).includes(`temporal-test-server-${JARS_VERSION}.jar`);
  if (!hasJars || (await runCommand(cache.java, ['-version'], { timeoutMs: 30_000 })).code !== 0) return null;
  return [cache.java, ...JVM, '-cp', `${jars}/*`, 'io.temporal.testserver.TestServer'];
}

async function fetchServer(cache: Cache): Promise<readonly string[]> {
  process.stderr.write('Fetching the Temporal test server that can skip time. This happens once.\n');
  const downloadFault = await download(cache);
  const mavenFault = downloadFault === null ? null : await fetchJars(cache);
  const command = await fromCache(cache);
  if (command !== null) return command;
  throw new Error(
    `Tests of waits of days need the Temporal test server: ${DOWNLOAD_ORIGIN} could not be asked (${String(downloadFault)}), ` +
      `nor JDK 17 with Maven (${mavenFault ?? 'no java'}).`,
  );
}

/** @returns null when done, else why not. */
async function download(cache: Cache): Promise<string | null> {
  const program = programIn(cache);
  const draft = `${program}.${randomUUID()}`;
  await mkdir(dirname(program), { recursive: true });
  const query = { 'sdk-name': 'sdk-typescript', 'sdk-version': sdkVersion() };
  const fault = await downloadProgram(
    { origin: cache.downloadOrigin, artifact: 'temporal-test-server/default', query },
    draft,
  );
  if (fault !== null) return fault;
  chmodSync(draft, 0o755);
  await rename(draft, program);
  return null;
}

/** @returns null when done, else why not. */
async function fetchJars(cache: Cache): Promise<string | null> {
  const folder = jarsIn(cache);
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
    const { code, output } = await runCommand(cache.maven, ['-B', '-q', '-f', POM, ...goal], {
      timeoutMs: FETCH_TIMEOUT_MS,
    });
    if (code !== 0) return output.split('\n')[0] ?? 'no word';
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return null;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
