import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Connection,
  type InternalConnectionOptions,
  InternalConnectionOptionsSymbol,
} from '@temporalio/client/lib/connection';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { type GuardedProcess, spawnGuarded } from '../../src/dev/guarded-process/guarded-process';
import { SEARCH_ATTRIBUTES } from '../../src/temporal/search-attributes';
import { findTimeSkippingServer } from './time-skipping-program';

/** Perhaps a Java process, on a machine that does other things. */
const READY_DEADLINE_MS = 90_000;
/** `INDEXED_VALUE_TYPE_KEYWORD`; this server cannot tell which attributes it has. */
const KEYWORDS = Object.fromEntries(Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, 2]));

/** A Temporal server whose time can be moved on: timers of days fire at once. Its clock is one for all of its workflows. */
export interface TimeSkippingServer {
  readonly address: string;
  /** The server's clock, milliseconds since 1970. */
  now(): Promise<number>;
  /** Moves the clock on; what becomes due on the way happens on the way, at its own time. */
  skip(ms: number): Promise<void>;
  end(): Promise<void>;
}

type TestConnection = Connection & { readonly testService: NonNullable<Connection['testService']> };

/** @throws Error in one sentence when the server cannot be had or does not come up. */
export async function startTimeSkippingServer(): Promise<TimeSkippingServer> {
  const command = await findTimeSkippingServer();
  const home = mkdtempSync(join(tmpdir(), 'tajo-time-skipping-'));
  const logPath = join(home, 'server.log');
  const port = await findFreePort(0);
  const server = await spawnGuarded([...command, String(port)], openSync(logPath, 'w'));
  const end = async (): Promise<void> => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const address = `127.0.0.1:${String(port)}`;
    const connection = await connect(address, server, () => readFileSync(logPath, 'utf8'));
    const { testService } = connection;
    return {
      address,
      now: async () => toMs((await testService.getCurrentTime({})).time),
      skip: async (ms) => {
        const duration = { seconds: Math.floor(ms / 1_000) as never, nanos: (ms % 1_000) * 1e6 };
        await testService.unlockTimeSkippingWithSleep({ duration });
      },
      end: async () => {
        await connection.close();
        await end();
      },
    };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

async function connect(address: string, server: GuardedProcess, log: () => string): Promise<TestConnection> {
  const state = { gone: false };
  void server.exited.then(() => (state.gone = true));
  const deadline = Date.now() + READY_DEADLINE_MS;
  for (;;) {
    try {
      const options: InternalConnectionOptions = {
        ...{ address, connectTimeout: 2_000 },
        [InternalConnectionOptionsSymbol]: { supportsTestService: true },
      };
      const connection = await Connection.connect(options);
      await connection.operatorService.addSearchAttributes({ searchAttributes: KEYWORDS });
      return connection as TestConnection;
    } catch (thrown) {
      if (state.gone || Date.now() > deadline)
        throw new Error(`The time-skipping server did not come up. Its words: ${log()} ${String(thrown)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function toMs(time: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6);
}
