import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { MIGRATING } from '../../src/store/database/limits';
import { openPostgres } from '../../src/store/database/postgres';
import { migrate } from '../../src/store/migrate';
import { dataFolder } from './data-folder';

/** A database on the server of this test run. */
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

/** The database that others are copies of. */
const MIGRATED = 'migrated';

/** Many stores at once, on data that nobody misses when the machine stops. */
const SETTINGS = {
  ...{ max_connections: '300', shared_buffers: '128MB', max_wal_size: '1GB' },
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
};

/** Starts the embedded server that `npm start` has, in a folder that is removed at the end, for this process and those that it starts. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const home = dataFolder('tajo-postgres-');
  const server = await startPostgres({ home, settings: SETTINGS });
  const started: Place = { url: server.databaseUrl, folder: server.dataFolder };
  process.env[PLACE] = JSON.stringify(started);
  await makeMigrated(started);
  return {
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Nobody else connects to it: while somebody is, it cannot be copied. */
async function makeMigrated({ url: serverUrl }: Place): Promise<void> {
  await statement(serverUrl, `create database ${MIGRATED}`);
  const url = new URL(serverUrl);
  url.pathname = MIGRATED;
  const db = openPostgres(url.href, () => undefined, MIGRATING);
  await migrate(db).finally(() => db.close());
}

/** With today's tables and nothing in them, copied: bringing each one up to date would take ten times as long. */
export function createDatabase(): Promise<TestDatabase> {
  return create(`template ${MIGRATED} strategy file_copy`);
}

/** Without a table, for who brings it up to date. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('');
}

async function create(from: string): Promise<TestDatabase> {
  const { url: serverUrl, folder } = place();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await statement(serverUrl, `create database ${name} ${from}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const socketUrl = new URL(url);
  socketUrl.hostname = 'localhost';
  socketUrl.searchParams.set('host', folder);
  return {
    ...{ name, url: url.href, socketUrl: socketUrl.href },
    drop: () => dropDatabase(name),
  };
}

/**
 * Makes the database `to` what `from` is now, whether it is there or not, with what is set for it: whoever is connected to one of them loses
 * the connection.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const { url } = place();
  const settings = await statement<{ name: string; value: string }>(url, settingsOf(from));
  await statement(url, `drop database if exists ${to} with (force)`);
  await statement(url, `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${from}'`);
  await statement(url, `create database ${to} template ${from}`);
  for (const { name, value } of settings) await statement(url, `alter database ${to} set ${name} = ${value}`);
}

const settingsOf = (
  database: string,
): string => `select split_part(setting, '=', 1) as name, split_part(setting, '=', 2) as value
  from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(setconfig) setting where datname = '${database}'`;

export async function dropDatabase(name: string): Promise<void> {
  await statement(place().url, `drop database if exists ${name} with (force)`);
}

function place(): Place {
  const text = process.env[PLACE];
  if (text === undefined) throw new Error('the server of this test run was not started (test/support/global-setup.ts)');
  return JSON.parse(text) as Place;
}

async function statement<Row>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as readonly Row[];
  } finally {
    await client.end();
  }
}
