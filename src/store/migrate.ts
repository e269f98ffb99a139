import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '../domain/errors/connector-error';
import type { Connection, Db } from './database/connection';
import { isLockFailure } from './database/failures';
import { mapHosts } from './map-hosts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /** It only adds: the release before goes on working with what it makes. */
  readonly additive: boolean;
}

/** Beside this file, in src/ as in dist/: the build copies the folder. */
const OUR_MIGRATIONS = join(__dirname, 'migrations');

/** Arbitrary, ours: whoever migrates this database holds it. */
const MIGRATION_LOCK = 7_301_940;
/** Another process that migrates is asked so often whether it is done: a lock that is waited for would keep its indexes from being finished. */
const ASK_AGAIN_MS = 250;
/** What takes longer says so. */
const SILENT_FOR_MS = 10_000;

const ANOTHER = 'Another process is bringing the database up to date, which this one waits for';

/** Told of what takes long. */
export type Progress = (sentence: string) => void;

/**
 * Brings the schema up to the numbered files of migrations/. Safe to call from many processes at once: one migrates, the others wait for it.
 * `db` needs {@link MIGRATING} limits, as nobody knows how long a large table takes. The lock lies in a transaction of its own, beside those of
 * the migrations: behind a pooler only a transaction keeps its connection.
 */
export async function migrate(
  db: Connection,
  progress: Progress = () => undefined,
  folder = OUR_MIGRATIONS,
): Promise<void> {
  const migrations = readMigrations(folder);
  const applied = async (): Promise<boolean> =>
    db.transaction(async (lock) => {
      const [row] = await lock.query<{ got: boolean }>(`select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as got`);
      if (row?.got === true) await applyAll(db, migrations, progress);
      return row?.got === true;
    });
  for (let waitedMs = 0; !(await applied()); waitedMs += ASK_AGAIN_MS) {
    if (waitedMs % SILENT_FOR_MS === 0 && waitedMs > 0) progress(`${ANOTHER}: ${String(waitedMs / 1_000)} s so far.`);
    await sleep(ASK_AGAIN_MS);
  }
  await refuseNewer(db, migrations.length);
}

async function applyAll(db: Connection, migrations: readonly Migration[], progress: Progress): Promise<void> {
  await db.script(`create table if not exists schema_migrations (
    version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now());
    alter table schema_migrations add column if not exists additive boolean not null default false`);
  for (const migration of migrations) {
    if (await isApplied(db, migration)) continue;
    const sentence = `Bringing the database up to date (${migration.name}); nothing is lost if this is stopped`;
    await saidWhile({ sentence, progress }, () => patiently(() => apply(db, migration)));
  }
}

async function apply(db: Connection, migration: Migration): Promise<void> {
  if (!migration.sql.startsWith(IN_STEPS)) {
    return db.transaction(async (tx) => {
      await tx.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await tx.script(migration.sql);
      await BY_CODE[migration.name]?.(tx);
      await remember(tx, migration);
    });
  }
  for (const step of stepsOf(migration.sql)) await db.script(step);
  await remember(db, migration);
}

/**
 * First line of a migration whose statements run one by one and outside a transaction, as `create index concurrently` has to: others go on
 * writing the table meanwhile. Each may have been carried out before, in part too, so it begins with what takes away its own leavings.
 */
const IN_STEPS = '-- in steps';

/** What SQL cannot do, after the file of that name and in its transaction. */
const BY_CODE: Readonly<Record<string, (tx: Db) => Promise<void>>> = { '038_hosts_in_ascii.sql': mapHosts };

/** A line at the top of a migration that only adds. Nothing can be told from the SQL alone: who writes it says so. */
const ADDITIVE = /^(?:--.*\n)*-- additive: /;

/** A statement ends with `;` at the end of its line, and has none elsewhere. */
function stepsOf(sql: string): readonly string[] {
  const statements = sql.replaceAll(/--.*$/gm, '').split(/;\s*$/m);
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

/** Everybody who uses the table queues behind whoever waits for its lock: not for long, and then again. */
const LOCK_TIMEOUT_MS = 5_000;
const MOST_TRIES = 60;

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (thrown) {
      if (!isLockFailure(thrown) || tries >= MOST_TRIES) throw thrown;
      await sleep(ASK_AGAIN_MS);
    }
  }
}

async function saidWhile(
  { sentence, progress }: { readonly sentence: string; readonly progress: Progress },
  work: () => Promise<void>,
): Promise<void> {
  const began = Date.now();
  const saying = setInterval(
    () => progress(`${sentence}: ${String(Math.round((Date.now() - began) / 1_000))} s so far.`),
    SILENT_FOR_MS,
  );
  try {
    await work();
  } finally {
    clearInterval(saying);
  }
}

async function isApplied(db: Connection, { version, name, checksum }: Migration): Promise<boolean> {
  const sql = 'select checksum from schema_migrations where version = $1';
  const [applied] = await db.query<{ checksum: string }>(sql, [version]);
  if (applied !== undefined && applied.checksum !== checksum)
    throw foreign(`migration ${name} differs from the one that made this database`);
  return applied !== undefined;
}

async function remember(db: Connection, { version, name, checksum, additive }: Migration): Promise<void> {
  const sql = 'insert into schema_migrations (version, name, checksum, additive) values ($1, $2, $3, $4)';
  await db.query(sql, [version, name, checksum, additive]);
}

/** A process of this release that starts during or after a deploy of the next one works on, unless that has taken something away. */
async function refuseNewer(db: Connection, newest: number): Promise<void> {
  const [beyond] = await db.query<{ name: string }>(
    'select name from schema_migrations where version > $1 and not additive order by version limit 1',
    [newest],
  );
  if (beyond !== undefined) throw foreign(`it has ${beyond.name}, which this version of the connector does not know`);
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}_\w+\.sql$/.test(name));
  return names.sort().map((name, index) => {
    const version = Number(name.slice(0, 3));
    if (version !== index + 1) throw new Error(`migration ${name} leaves a gap`);
    const sql = readFileSync(join(folder, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { version, name, sql, checksum, additive: ADDITIVE.test(sql) };
  });
}

function foreign(problem: string): ConnectorError {
  return new ConnectorError('config.invalid', `The database belongs to another version of the connector: ${problem}.`, {
    details: { field: 'DATABASE_URL' },
  });
}
