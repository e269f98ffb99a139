import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

export interface TestPostgres {
  /** Creates an empty database and gives its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server of its own on a free loopback port, from Debian's packages, in a folder that is removed at the end. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = installedBin();
  const home = mkdtempSync(join(tmpdir(), 'tajo-postgres-'));
  // The server refuses to run as root, so the folder has to be the postgres user's.
  if (isRoot()) await run('chown', ['postgres', home]);
  chmodSync(home, 0o700);
  const data = join(home, 'data');
  await asPostgres(join(bin, 'initdb'), ['-D', data, '-U', 'tajo', '--auth=trust', '--encoding=UTF8', '--no-sync']);
  const port = await freePort();
  const settings = `-h 127.0.0.1 -p ${port} -k ${home} -F`;
  await asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-l', join(home, 'log'), '-o', settings, '-w', 'start']);
  const url = (database: string): string => `postgres://tajo@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    createDatabase: async () => {
      databases += 1;
      await statement(url('postgres'), `create database test_${databases}`);
      return url(`test_${databases}`);
    },
    stop: async () => {
      await asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function installedBin(): string {
  try {
    const newest = readdirSync(DEBIAN)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1);
    if (newest !== undefined) return join(DEBIAN, newest, 'bin');
  } catch {
    // Said below.
  }
  throw new Error('These tests need a PostgreSQL server: apt-get install postgresql');
}

async function asPostgres(command: string, args: readonly string[]): Promise<void> {
  if (isRoot()) await run('runuser', ['-u', 'postgres', '--', command, ...args], { cwd: tmpdir() });
  else await run(command, args, { cwd: tmpdir() });
}

function isRoot(): boolean {
  return userInfo().uid === 0;
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
