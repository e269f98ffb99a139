import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { userCacheDir } from '../../src/temporal/embedded/cli-cache';
import { withInstallLock } from '../../src/temporal/embedded/install-lock';
import { runCommand } from '../../src/temporal/embedded/run-command';

/** As `tools/time-skipping/pom.xml` pins it. */
const VERSION = '1.38.0';
const POM = resolve('tools/time-skipping/pom.xml');
/** On a busy machine with an empty cache: a minute. */
const FETCH_TIMEOUT_MS = 10 * 60_000;

/**
 * The folder with the Temporal test server that can skip time and with all that it needs (38 MB), in the user's cache; fetched with Maven
 * when it is not there.
 * @throws Error that says what is missing.
 */
export async function timeSkippingJars(): Promise<string> {
  const folder = join(userCacheDir(process.env['XDG_CACHE_HOME'] ?? null), 'time-skipping', VERSION);
  if (isComplete(folder)) return folder;
  return withInstallLock(`${folder}.lock`, ignore, async () => {
    if (!isComplete(folder)) await fetchJars(folder);
    return folder;
  });
}

/** Never seen half filled: the folder is moved to its place when it is complete. */
function isComplete(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).includes(`temporal-test-server-${VERSION}.jar`);
}

async function fetchJars(folder: string): Promise<void> {
  process.stderr.write(
    `Fetching the Temporal test server ${VERSION} with Maven. This happens once and takes a minute.\n`,
  );
  await mkdir(dirname(folder), { recursive: true });
  const draft = `${folder}.${randomUUID()}`;
  try {
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
    const { code, output } = await runCommand('mvn', ['-B', '-q', '-f', POM, ...goal], { timeoutMs: FETCH_TIMEOUT_MS });
    if (code !== 0) throw new Error(`${MISSING} Maven said: ${output}`);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const MISSING = `The Temporal test server ${VERSION} could not be fetched: tests of waits of days need JDK 17, Maven and Maven Central.`;

function ignore(): void {
  // Whoever waits is told by the one that fetches.
}
