import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '../domain/errors/connector-error';
import type { Connection } from './database/connection';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Arbitrary, ours: whoever migrates this database holds it. */
const MIGRATION_LOCK = 7_301_940;

/** Brings the schema up to the numbered files of migrations/, one transaction each. Safe to call from many processes at once. */
export async function migrate(db: Connection): Promise<void> {
  // Beside this file, in src/ as in dist/: the build copies the folder.
  const migrations = readMigrations(join(__dirname, 'migrations'));
  await db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.script(`create table if not exists schema_migrations (
      version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  });
  for (const migration of migrations) await db.transaction((tx) => apply(tx, migration));
  await refuseNewer(db, migrations.length);
}

async function apply(tx: Connection, { version, name, sql, checksum }: Migration): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const [applied] = await tx.query<{ checksum: string }>('select checksum from schema_migrations where version = $1', [
    version,
  ]);
  if (applied?.checksum === checksum) return;
  if (applied !== undefined) throw foreign(`migration ${name} differs from the one that made this database`);
  await tx.script(sql);
  await tx.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
    version,
    name,
    checksum,
  ]);
}

async function refuseNewer(db: Connection, newest: number): Promise<void> {
  const [beyond] = await db.query<{ name: string }>('select name from schema_migrations where version > $1 limit 1', [
    newest,
  ]);
  if (beyond !== undefined) throw foreign(`it has ${beyond.name}, which this version of the connector does not know`);
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{3}_\w+\.sql$/.test(name));
  return names.sort().map((name, index) => {
    const version = Number(name.slice(0, 3));
    if (version !== index + 1) throw new Error(`migration ${name} leaves a gap`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

function foreign(problem: string): ConnectorError {
  return new ConnectorError('config.invalid', `The database belongs to another version of the connector: ${problem}.`, {
    details: { field: 'DATABASE_URL' },
  });
}
