import { randomBytes, randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { lastLogLines, type ServerLog } from './server-log';
import { SERVER_ENVIRONMENT } from './server-environment';
import { give, type ServerUser } from './server-user';
import { unavailable } from './unavailable';

/** The one user of the embedded server. */
export const DATABASE_USER = 'tajo';

/** Beside Postgres' own files, so that neither is ever there without the other. */
const PASSWORD_FILE = 'connector.password';

/** Text in the order of its code points and with the letters of all languages, whatever the system has installed. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

export function dataFolderOf(home: string): string {
  return join(home, 'postgres');
}

export function readPassword(dataFolder: string): string {
  return readFileSync(join(dataFolder, PASSWORD_FILE), 'utf8').trim();
}

/**
 * What the server is told its folder is. Another user than ours may not be allowed to walk there, since a home is its owner's alone; but a
 * program that was put into a folder can always name it like this.
 */
export function nameOfFolder(folder: string, user: ServerUser | null): string {
  return user === null ? folder : '/proc/self/cwd';
}

interface Making {
  readonly home: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | null;
  /** Takes what initdb says. */
  readonly log: ServerLog;
}

/**
 * Makes the data folder at the first start, and looks at later ones whether its data can be read.
 * @throws ConnectorError that says what to do when it cannot.
 */
export async function prepareDataFolder(making: Making): Promise<void> {
  const folder = dataFolderOf(making.home);
  if (existsSync(join(folder, 'pglite'))) {
    throw unavailable(
      `${folder} was written by an earlier version, whose database this one cannot read: move ${making.home} away and start anew ` +
        `(everything is read again from Gorgias, and nothing old is sent), or go on with the earlier version.`,
    );
  }
  if (!existsSync(folder)) await makeDataFolder(making, folder);
  checkVersion(folder, making.binaries.major);
}

function checkVersion(folder: string, major: string): void {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) throw unavailable(`${folder} is not a data folder of Postgres: move it away and start again.`);
  const written = readFileSync(file, 'utf8').trim();
  if (written === major) return;
  throw unavailable(
    `${folder} was written by Postgres ${written}, and this version brings Postgres ${major}: run a Postgres ${written} on a copy of it and set ` +
      `DATABASE_URL, or move the home away and start anew (everything is read again from Gorgias, and nothing old is sent).`,
  );
}

/** In a draft that is moved to its place when it is whole: who is killed meanwhile leaves nothing that could be taken for data. */
async function makeDataFolder({ binaries, user, log }: Making, folder: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  const passwordFile = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    give(draft, user);
    writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    give(passwordFile, user);
    await initdb({ binaries, user, log, draft, passwordFile });
    renameSync(passwordFile, join(draft, PASSWORD_FILE));
    renameSync(draft, folder);
  } catch (thrown) {
    // Somebody else, who started at the same moment, was quicker.
    if (!existsSync(join(folder, 'PG_VERSION'))) throw thrown;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

async function initdb(
  making: Omit<Making, 'home'> & { readonly draft: string; readonly passwordFile: string },
): Promise<void> {
  const { binaries, user, log, draft, passwordFile } = making;
  const passwordFd = openSync(passwordFile, 'r');
  try {
    // Passwords everywhere, also on the socket; and never on a command line, which others can read.
    const access = ['-U', DATABASE_USER, '--auth=scram-sha-256', '--pwfile=/dev/stdin'];
    const child = spawn(binaries.initdb, ['-D', nameOfFolder(draft, user), ...access, ...LOCALE], {
      ...user,
      cwd: draft,
      env: SERVER_ENVIRONMENT,
      stdio: [passwordFd, log.fd, log.fd],
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw unavailable(`The embedded Postgres could not make its data folder: ${lastLogLines(log)}.`);
  } finally {
    closeSync(passwordFd);
  }
}
