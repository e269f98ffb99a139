import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { generateEncryptionKey, parseEncryptionKey } from '../src/crypto/encryption-key';
import { createKeyring } from '../src/crypto/keyring';
import { createClient } from '../src/temporal/connect';
import { userCacheDir } from '../src/dev/temporal-server/cli-cache';
import { findTemporal } from '../src/dev/temporal-server/find-temporal';
import { startTemporal } from '../src/dev/temporal-server/start-temporal';
import { SEARCH_ATTRIBUTES } from '../src/temporal/search-attributes';
import { startPostgres } from '../src/dev/postgres/start-postgres';
import { say } from './figures';
import type { Beside } from './footprint';
import { endProcess, firstJsonLine } from './json-line';
import { meterOf } from './process-meter';
import { type SandboxProcess, type SandboxSize, startSandboxProcess } from './sandbox-process';

export const ACCOUNT = 'yourstore';
export const REAL_LIMITS = { perSecond: 2, burst: 40, reserve: 8 };
/** So much that no request of a measurement ever waits. */
export const NO_LIMITS = { perSecond: 100, burst: 10_000, reserve: 0 };

export interface HarnessOptions {
  readonly size: SandboxSize;
  readonly rate: typeof REAL_LIMITS;
  /** `enrich.active_within` */
  readonly enrich: string;
  /** One Brevo list per tag. */
  readonly tagLists?: boolean;
  /** How long Brevo works on an import. */
  readonly importDelayMs?: number;
  /** Opens the webhook door. */
  readonly webhookSecret?: string;
  /** What happens in Gorgias before the connector is installed. */
  readonly before?: (sandbox: SandboxProcess) => Promise<void>;
}

const readySchema = z.object({ apiUrl: z.string().nullable(), apiKey: z.string() });
const memorySchema = z.object({ rss: z.number(), heapUsed: z.number() });

export interface Harness {
  readonly sandbox: SandboxProcess;
  readonly client: ReturnType<typeof createClient>['client'];
  /** Greatest resident memory of the connector's process so far, in bytes. */
  readonly peakMemory: () => number;
  /** Processor time that it used so far, all threads, in milliseconds; unlike the clock it does not depend on the machine's other work. */
  readonly processorMs: () => number;
  /** What the connector holds after a collection, in bytes. */
  readonly memory: () => Promise<Memory>;
  /** Where the API listens, when a secret was given. */
  readonly apiUrl: string | null;
  /** The key of that API. */
  readonly apiKey: string;
  /** Of the connector's own database. */
  readonly databaseUrl: string;
  readonly temporal: Beside;
  readonly postgres: Beside;
  end(): Promise<void>;
}

export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** Vendors, Temporal server, Postgres and connector, each a process of its own, on new data. What was started is ended even if the rest fails. */
export async function openHarness(options: HarnessOptions): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-bench-'));
  const closers: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const end = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const limits = options.rate.burst === REAL_LIMITS.burst;
    const { importDelayMs } = options;
    const sandbox = await startSandboxProcess(options.size, { limits, importDelayMs });
    closers.push(() => sandbox.end());
    await options.before?.(sandbox);
    const temporal = await startServer(join(folder, 'temporal'));
    closers.push(() => temporal.stop());
    const postgres = await startPostgres({ home: join(folder, 'postgres') });
    closers.push(() => postgres.stop());
    const encryptionKey = generateEncryptionKey();
    const { gorgias, brevo, credentials } = sandbox;
    const connector = spawnConnector(options, {
      ...{ gorgiasUrl: gorgias, brevoUrl: brevo, temporalAddress: temporal.address, account: ACCOUNT },
      ...{ credentials, encryptionKey, databaseUrl: postgres.databaseUrl },
    });
    closers.push(() => endProcess(connector));
    const { apiUrl, apiKey } = readySchema.parse(await firstJsonLine(connector, 'The connector'));
    const keyring = createKeyring({ keys: parseEncryptionKey(encryptionKey) });
    const { client, connection } = createClient({ keyring, address: temporal.address, proxies: {} });
    closers.push(() => connection.close());
    const memory = async (): Promise<Memory> => {
      connector.kill('SIGUSR2');
      return memorySchema.parse(await firstJsonLine(connector, 'The connector'));
    };
    const { databaseUrl } = postgres;
    return {
      ...{ sandbox, client, ...meterOf(connector.pid), memory, apiUrl, apiKey, databaseUrl, end },
      temporal: { pid: temporal.pid, folder: join(folder, 'temporal') },
      postgres: { pid: postgres.pid, folder: join(postgres.dataFolder, 'base') },
    };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

function spawnConnector(
  { rate, enrich, tagLists, webhookSecret }: HarnessOptions,
  places: Readonly<Record<string, unknown>>,
): ChildProcess {
  // For example BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/profile".
  const nodeOptions = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
  const options = JSON.stringify({ ...places, rate, enrich, tagLists, webhookSecret });
  const command = [...nodeOptions, '--expose-gc', '--import', 'tsx', resolve('bench/connector.ts'), options];
  return spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function startServer(home: string): ReturnType<typeof startTemporal> {
  const found = await findTemporal({
    address: null,
    cliPath: process.env['TEMPORAL_CLI_PATH'] ?? null,
    cacheDir: userCacheDir(process.env['XDG_CACHE_HOME'] ?? null),
    toolsDir: resolve('tools/temporal'),
    onProgress: say,
  });
  if (found.kind !== 'cli') throw new Error('a measurement starts a server of its own');
  const ports = { port: 0, uiPort: 0 };
  return startTemporal({
    cliPath: found.path,
    home,
    searchAttributes: SEARCH_ATTRIBUTES,
    log: () => undefined,
    ...ports,
  });
}
