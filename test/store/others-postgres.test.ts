import { chownSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readEnvironment } from '../../src/config/environment/environment';
import { failureOf } from '../../src/domain/errors/failure';
import { failureLines } from '../../src/domain/errors/failure-lines';
import { type EmbeddedPostgres, startPostgres } from '../../src/dev/postgres/start-postgres';
import { openPostgres } from '../../src/store/database/postgres';
import { openStore } from '../../src/store/open';
import { createAuthority } from '../support/certificates';
import { closeAll, type Closing } from '../support/open-connector';
import { createDatabase } from '../support/postgres';
import { testKeyring } from './stores';

const keyring = testKeyring();
const PASSWORD = 'p%a#s@s/w?o:r d&4711';
/** Of the roles below, for each what its login says. */
const ROLES = {
  owner: 'superuser',
  stranger: '',
  blind: '',
  only_tls: 'superuser',
  hasty: 'superuser',
  crowded: 'connection limit 0',
  standby: 'superuser',
};

const closing: Closing = [];
let folder: string;
let server: EmbeddedPostgres;

/** An address of that role. The server's own is on 127.0.0.1, its certificate for `localhost` too. */
function addressOf(role: string, { password = PASSWORD, database = 'shop', query = '' } = {}): string {
  const { host } = new URL(server.databaseUrl);
  return `postgres://${role}:${encodeURIComponent(password)}@${host}/${database}${query}`;
}

/** What somebody reads who starts the connector on it; `opened` when there is nothing to say. */
async function said(databaseUrl: string): Promise<string> {
  try {
    const { databaseUrl: read } = readEnvironment({ DATABASE_URL: databaseUrl });
    await (await openStore({ databaseUrl: read ?? '', keyring })).close();
    return 'opened';
  } catch (thrown) {
    return failureLines(failureOf(thrown), null).join('\n');
  }
}

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const client = new Client(server.databaseUrl);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Of the server, which may run as another user than we do. */
function dataFile(name: string, text: string): void {
  const path = join(server.dataFolder, name);
  writeFileSync(path, text, { mode: 0o600 });
  const { uid, gid } = statSync(server.dataFolder);
  chownSync(path, uid, gid);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tajo-others-'));
  closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));
  server = await startPostgres({ home: join(folder, 'home'), settings: { fsync: 'off', synchronous_commit: 'off' } });
  closing.push(() => server.stop());
  const authority = createAuthority();
  const { cert, key } = authority.issue('postgres', 'server');
  dataFile('server.pem', cert);
  dataFile('server.key', key);
  const rules = readFileSync(join(server.dataFolder, 'pg_hba.conf'), 'utf8');
  dataFile('pg_hba.conf', `hostnossl all only_tls all reject\n${rules}`);
  writeFileSync(join(folder, 'ca.pem'), authority.cert);
  await asSuperuser(
    ...Object.entries(ROLES).map(([role, may]) => `create role ${role} login ${may} password '${PASSWORD}'`),
    `alter role hasty set statement_timeout = '200ms'`,
    `alter role standby set default_transaction_read_only = on`,
    'create database shop',
    'create database closed',
    `alter system set ssl_cert_file = 'server.pem'`,
    `alter system set ssl_key_file = 'server.key'`,
    'alter system set ssl = on',
    'select pg_reload_conf()',
  );
  const inClosed = new Client(addressOf('owner', { database: 'closed' }));
  await inClosed.connect();
  await inClosed.query('revoke all on schema public from public');
  await inClosed.end();
});
afterAll(() => closeAll(closing));

test('when user and password are percent-encoded, every character may stand in them, over TLS with an authority of its own as well', async () => {
  expect(await said(addressOf('owner'))).toBe('opened');
  const verified = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(join(folder, 'ca.pem'))}`;
  expect(await said(addressOf('owner', { query: verified }))).toBe('opened');
  expect(await said(addressOf('only_tls', { query: verified.replace('verify-full', 'require') }))).toBe('opened');
  expect(await said(addressOf('only_tls', { query: '?sslmode=no-verify' }))).toBe('opened');
});

test('when the server or the role ends statements early, the connector’s own limit holds', async () => {
  expect(await said(addressOf('hasty'))).toBe('opened');
  const db = openPostgres(addressOf('hasty'), () => undefined);
  try {
    expect(await db.query('select pg_sleep(0.4), 1 as one')).toMatchObject([{ one: 1 }]);
  } finally {
    await db.close();
  }
});

test('when Postgres cannot be used as it is, the start says why in one sentence that names the setting, without a secret', async () => {
  const host = new URL(server.databaseUrl).host;
  const { url: withoutTls, drop } = await createDatabase();
  closing.push(drop);
  const cases: [string, RegExp][] = [
    [`postgres://owner:p#a@${host}/shop`, /DATABASE_URL must be .* percent-encoded \(% is %25, # is %23/],
    [`postgres://owner:p/4711@${host}/shop`, /DATABASE_URL must be .* percent-encoded/],
    [`postgres://owner:p?4711@${host}/shop`, /DATABASE_URL must be .* percent-encoded/],
    [`postgres://owner:%ff4711@${host}/shop`, /DATABASE_URL cannot be read as an address: .* percent-encoded/],
    [
      addressOf('owner', { password: 'wrong-4711' }),
      /refuses the user or the password of DATABASE_URL: .*%25.* \(28P01\)/,
    ],
    [addressOf('owner', { database: 'nowhere' }), /no database of the name in DATABASE_URL \(3D000\)/],
    [addressOf('only_tls'), /only over TLS: add sslmode=verify-full, and sslrootcert=FILE .* \(28000\)/],
    [
      addressOf('owner', { query: '?sslmode=require' }),
      /certificate .* DATABASE_URL is not trusted: .* sslrootcert=FILE, .* \([A-Z_]*CERT[A-Z_]*\)|\(UNABLE_TO/,
    ],
    [
      addressOf('owner', { query: '?sslrootcert=/nowhere/ca.pem' }),
      /DATABASE_URL names the file \/nowhere\/ca\.pem in sslrootcert.* \(ENOENT\)/,
    ],
    [
      `${withoutTls}?sslmode=verify-full`,
      /DATABASE_URL asks for TLS, and its Postgres speaks none: set sslmode=disable/,
    ],
    [addressOf('stranger'), /user of DATABASE_URL may not .*`grant usage, create on schema public to …` \(42501\)/],
    [
      addressOf('blind', { database: 'closed' }),
      /user of DATABASE_URL .*`grant usage, create on schema public to …` \((?:3F000|42501)\)/,
    ],
    [addressOf('standby', { database: 'closed' }), /DATABASE_URL takes no writes: it is a standby, .* \(25006\)/],
    [addressOf('crowded'), /no connection left for the user of DATABASE_URL.* \(53300\)/],
    ['postgres://owner@127.0.0.1:1/shop', /Postgres does not answer \(ECONNREFUSED\)/],
  ];
  for (const [databaseUrl, sentence] of cases) {
    const text = await said(databaseUrl);
    expect(text).toMatch(sentence);
    expect(text.split('\n').filter((line) => line.startsWith('tajo:'))).toHaveLength(1);
    expect(text).not.toMatch(/bug|unexpected|4711|    at /i);
  }
});

test('when the server takes no writes any more, the connection is given up: another one may lead to the server that does', async () => {
  const db = openPostgres(addressOf('owner'), () => undefined);
  const pid = async (): Promise<unknown> => (await db.query('select pg_backend_pid() as pid'))[0];
  try {
    const first = await pid();
    expect(await pid()).toEqual(first);
    const write = db.transaction(async (tx) => {
      await tx.query('set transaction read only');
      await tx.query('create table never (id int)');
    });
    await expect(write).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining('(25006)'),
    });
    expect(await pid()).not.toEqual(first);
  } finally {
    await db.close();
  }
});
