import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../guarded-process/free-port';
import { type GuardedProcess, spawnGuarded } from '../guarded-process/guarded-process';
import {
  isServer,
  readServerRecord,
  removeServerRecord,
  type ServerOnHome,
  settleEarlierServer,
  writeServerRecord,
} from '../guarded-process/server-record';
import { type Binaries, findBinaries } from './binaries';
import { DATABASE_USER, dataFolderOf, nameOfFolder, prepareDataFolder, readPassword } from './data-folder';
import { isReady, removeStale } from './postmaster-file';
import { SERVER_ENVIRONMENT } from './server-environment';
import { lastLogLines, openServerLog, type ServerLog } from './server-log';
import { serverUser, type ServerUser } from './server-user';
import { serverCommand } from './settings';
import { unavailable } from './unavailable';

/** After a crash it first goes through what it had written; on a busy machine that takes a while. */
const READY_DEADLINE_MS = 120_000;
const POLL_MS = 20;
/** The port may be taken between the look and the bind, and a server that was killed leaves processes that take a moment to notice. */
const ATTEMPTS = 10;
const RETRY_AFTER_MS = 500;

export interface StartPostgresOptions {
  /** Absolute path of the folder that keeps the server's state; made when missing. */
  readonly home: string;
  /** Over the usual ones, by Postgres' names, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** With the password: never to be shown. */
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly pid: number;
  /** Resolves when the server has ended, asked or not. */
  readonly exited: Promise<number | null>;
  /** Ends the server, whoever is connected; its data stays. May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Postgres server on a free port of loopback with its data in `<home>/postgres` and its log in `<home>/postgres.log`, waits until it
 * takes connections, and sees to it that it ends with this process, whichever way this process ends.
 * @throws ConnectorError `store.unavailable` when another connector runs on this home or the server does not come up.
 */
export async function startPostgres({ home, settings = {} }: StartPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const onHome = serverOn(home);
  await settleEarlierServer(onHome);
  const log = openServerLog(home);
  try {
    const dataFolder = dataFolderOf(home);
    const user = serverUser(dataFolder);
    const binaries = await findBinaries(user);
    await prepareDataFolder({ home, binaries, user, log });
    await removeStale(dataFolder, (pid) => isServer(onHome, pid));
    return await start({ onHome, dataFolder, user, binaries, settings, log });
  } finally {
    log.close();
  }
}

/** Of the server that runs on this home, with the password; null: none does. */
export async function runningDatabase(home: string): Promise<string | null> {
  const onHome = serverOn(home);
  const record = await readServerRecord(onHome);
  return record !== null && (await isServer(onHome, record.pid)) ? urlOf(dataFolderOf(home), record.port) : null;
}

function serverOn(home: string): ServerOnHome {
  return { home, recordFile: 'postgres.json', mark: `tajo.home=[${home}]`, unavailable: 'store.unavailable' };
}

function urlOf(dataFolder: string, port: number): string {
  return `postgres://${DATABASE_USER}:${readPassword(dataFolder)}@127.0.0.1:${port}/postgres`;
}

interface Start {
  readonly onHome: ServerOnHome;
  readonly dataFolder: string;
  readonly user: ServerUser | null;
  readonly binaries: Binaries;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: ServerLog;
}

async function start(from: Start): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(0);
    const server = await spawnServer(from, port);
    if (await waitUntilReady(from.dataFolder, server)) return owned(from, server, port);
    await server.stop();
    const lastLines = lastLogLines(from.log);
    const isTransient = /address already in use|TCP\/IP sockets|shared memory block|lock file/i.test(lastLines);
    if (!isTransient || attempt === ATTEMPTS)
      throw unavailable(`The embedded Postgres did not come up; its last words: ${lastLines} (see ${from.log.path}).`);
    await sleep(RETRY_AFTER_MS);
  }
}

async function spawnServer(
  { onHome, dataFolder, user, binaries, settings, log }: Start,
  port: number,
): Promise<GuardedProcess> {
  const folder = nameOfFolder(dataFolder, user);
  const { postgres } = binaries;
  const command = serverCommand({ postgres, dataFolder: folder, port, mark: onHome.mark, settings });
  // SIGINT is Postgres' fast shutdown: SIGTERM would wait for all who are connected.
  const options = { ...user, cwd: dataFolder, env: SERVER_ENVIRONMENT, endSignal: 'SIGINT' } as const;
  return spawnGuarded(command, log.fd, options);
}

/** False: it ended by itself, or is not ready in time. */
async function waitUntilReady(dataFolder: string, server: GuardedProcess): Promise<boolean> {
  const state = { gone: false };
  void server.exited.then(() => (state.gone = true));
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (!state.gone && Date.now() < deadline) {
    if (isReady(dataFolder, server.pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Written down when it is up: whoever loses a race for the data must not write over the winner's. */
async function owned({ onHome, dataFolder }: Start, server: GuardedProcess, port: number): Promise<EmbeddedPostgres> {
  const startedAt = new Date().toISOString();
  await writeServerRecord(onHome, { pid: server.pid, ownerPid: process.pid, port, startedAt });
  return {
    databaseUrl: urlOf(dataFolder, port),
    dataFolder,
    pid: server.pid,
    exited: server.exited,
    stop: async () => {
      await server.stop();
      await removeServerRecord(onHome, server.pid);
    },
  };
}
