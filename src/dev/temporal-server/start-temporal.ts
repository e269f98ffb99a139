import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectorError } from '../../domain/errors/connector-error';
import { type SearchAttributeKinds } from '../../temporal/register-search-attributes';
import { findFreePort } from '../guarded-process/free-port';
import { spawnGuarded, type GuardedProcess } from '../guarded-process/guarded-process';
import { rememberWriter } from './database-writer';
import { readCliVersion } from './cli-version';
import { serverCommand, type ServerSettings } from './server-command';
import { waitUntilReady } from './server-ready';
import {
  isServer,
  readServerRecord,
  removeServerRecord,
  type ServerOnHome,
  settleEarlierServer,
  writeServerRecord,
} from '../guarded-process/server-record';

const READY_DEADLINE_MS = 60_000;
/** Between the look for a free port and the server's bind somebody else may take it; after three times it is not bad luck. */
const ATTEMPTS = 3;
const MAX_LOG_BYTES = 10_000_000;
const CODE = 'temporal.unavailable';

export interface StartTemporalOptions {
  readonly cliPath: string;
  /** Absolute path of the folder that keeps the server's state; made when missing. */
  readonly home: string;
  /** Wanted ports, by default 7233 and 8233; the next free ones are taken when busy, 0 asks for any. */
  readonly port?: number;
  readonly uiPort?: number;
  readonly namespace?: string;
  readonly searchAttributes: SearchAttributeKinds;
  readonly dynamicConfig?: ServerSettings['dynamicConfig'];
  readonly log: (line: string) => void;
}

export interface EmbeddedTemporal {
  /** `127.0.0.1:7233` */
  readonly address: string;
  /** `http://127.0.0.1:8233` */
  readonly uiUrl: string;
  readonly port: number;
  readonly uiPort: number;
  readonly pid: number;
  /** Resolves when the server has ended, asked or not. */
  readonly exited: Promise<number | null>;
  /** Ends the server; its state stays in `home`. May be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a development server that keeps its state in `<home>/temporal.db` and its log in `<home>/temporal.log`, waits until
 * it can be used, and sees to it that it ends with this process, whichever way this process ends.
 * @throws ConnectorError `temporal.unavailable` when another connector runs on this home or the server does not come up.
 */
export async function startTemporal(options: StartTemporalOptions): Promise<EmbeddedTemporal> {
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  const onHome = serverOn(options.home);
  await settleEarlierServer(onHome);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const started = await tryToStart(options, onHome);
    if (started === null) continue;
    await rememberWriter(options.home, await readCliVersion(options.cliPath));
    return started;
  }
  throw notUp(await lastWords(options.home), options.home);
}

/** Address of the server that runs on this home; null when none does. */
export async function runningServer(home: string): Promise<string | null> {
  const onHome = serverOn(home);
  const record = await readServerRecord(onHome);
  return record !== null && (await isServer(onHome, record.pid)) ? addressOf(record.port) : null;
}

function serverOn(home: string): ServerOnHome {
  const mark = `${HOME_SETTING}=${JSON.stringify(home)}`;
  return { home, recordFile: 'temporal.json', mark, unavailable: CODE };
}

function addressOf(port: number): string {
  return `127.0.0.1:${port}`;
}

function notUp(how: string, home: string): ConnectorError {
  return new ConnectorError(CODE, `The Temporal server did not come up${how} (see ${logPath(home)}).`);
}

/** One start on ports that are free now; null when the server ended by itself. */
async function tryToStart(options: StartTemporalOptions, onHome: ServerOnHome): Promise<EmbeddedTemporal | null> {
  const { home, namespace = 'default', searchAttributes } = options;
  // Somebody else may be quicker, and the next start takes others: said are those that it got.
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  const port = await chosenPort(options.port ?? 7233, { except: [], of: 'Temporal', log });
  const uiPort = await chosenPort(options.uiPort ?? 8233, { except: [port], of: 'Temporal’s UI', log });
  const dynamicConfig = { ...options.dynamicConfig, [HOME_SETTING]: JSON.stringify(home) };
  const settings = { cliPath: options.cliPath, port, uiPort, namespace, dynamicConfig };
  const { server, isUp } = await spawnServer(home, settings);
  await writeServerRecord(onHome, {
    pid: server.pid,
    ownerPid: process.pid,
    port,
    uiPort,
    startedAt: new Date().toISOString(),
  });

  const state = { gone: false };
  void server.exited.then(() => (state.gone = true));
  const address = addressOf(port);
  const expected = { address, namespace, searchAttributes };
  const stop = async (): Promise<void> => {
    await server.stop();
    await removeServerRecord(onHome, server.pid);
  };
  if (await waitUntilReady(expected, READY_DEADLINE_MS, { isUp, isGone: () => state.gone })) {
    for (const line of said) options.log(line);
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, port, uiPort, pid: server.pid, exited: server.exited, stop };
  }
  if (state.gone) return null;
  await stop();
  throw notUp(` within ${String(READY_DEADLINE_MS / 1_000)} s`, home);
}

interface Spawned {
  readonly server: GuardedProcess;
  /** Whether it is this server that listens: one that was quicker to take the port answers just as well. */
  readonly isUp: () => Promise<boolean>;
}

/** A setting that means nothing to the server: by it the server of a home is recognised. */
const HOME_SETTING = 'tajo.home';

/** The CLI's first words after it has got its ports. */
const UP = 'Temporal Server:';

async function spawnServer(home: string, settings: ServerSettings): Promise<Spawned> {
  const path = logPath(home);
  const log = await open(path, 'a', 0o600);
  try {
    if ((await log.stat()).size > MAX_LOG_BYTES) await log.truncate();
    const { size } = await log.stat();
    const server = await spawnGuarded(serverCommand(settings), log.fd, { cwd: home });
    return { server, isUp: async () => (await readFile(path)).subarray(size).includes(UP) };
  } finally {
    await log.close();
  }
}

async function chosenPort(
  wanted: number,
  {
    except,
    of,
    log,
  }: { readonly except: readonly number[]; readonly of: string; readonly log: (line: string) => void },
): Promise<number> {
  const port = await findFreePort(wanted, except);
  if (wanted !== 0 && port !== wanted) log(`Port ${wanted} is taken, so ${of} uses ${port}.`);
  return port;
}

/** Its log is in JSON, a line of which fills a screen: what it says is what a person can read. */
async function lastWords(home: string): Promise<string> {
  const text = await readFile(logPath(home), 'utf8').catch(() => '');
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  const { msg, error } = fieldsOf(line);
  const parts = [msg, error].filter((part) => typeof part === 'string');
  const said = parts.length === 0 ? line : parts.join(': ');
  return `; its last words: ${said.length > MOST_SAID ? `${said.slice(0, MOST_SAID)}…` : said}`;
}

const MOST_SAID = 300;

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function logPath(home: string): string {
  return join(home, 'temporal.log');
}
