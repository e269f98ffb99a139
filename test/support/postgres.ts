import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../src/dev/postgres/start-postgres';

/** An empty database on the server of this test run. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  /** The same over a socket: for thousands of small statements, of whose time a third would go into TCP. */
  readonly socketUrl: string;
  readonly drop: () => Promise<void>;
}

export interface TestPostgres {
  stop(): Promise<void>;
}

interface Place {
  readonly url: string;
  readonly folder: string;
}

/** What the processes of a test run know of its server. */
const PLACE = 'TAJO_TEST_POSTGRES';

/** Many stores at once, on data that nobody misses when the machine stops. */
const SETTINGS = {
  ...{ max_connections: '300', shared_buffers: '128MB', max_wal_size: '1GB' },
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
};

/** Starts the embedded server that `npm start` has, in a folder that is removed at the end, for this process and those that it starts. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'tajo-postgres-'));
  const server = await startPostgres({ home, settings: SETTINGS });
  const place: Place = { url: server.databaseUrl, folder: server.dataFolder };
  process.env[PLACE] = JSON.stringify(place);
  return {
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** On the server that was started for the whole test run. */
export async function createDatabase(): Promise<TestDatabase> {
  const place = process.env[PLACE];
  if (place === undefined)
    throw new Error('the server of this test run was not started (test/support/global-setup.ts)');
  const { url: serverUrl, folder } = JSON.parse(place) as Place;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await statement(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const socketUrl = new URL(url);
  socketUrl.hostname = 'localhost';
  socketUrl.searchParams.set('host', folder);
  return {
    ...{ name, url: url.href, socketUrl: socketUrl.href },
    drop: () => statement(serverUrl, `drop database ${name} with (force)`),
  };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
