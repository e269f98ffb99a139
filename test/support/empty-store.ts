import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { openStore } from '../../src/store/open';

const MIGRATIONS = 'src/store/migrations';

/**
 * A new folder for an embedded store that is empty and up to date. Making a database costs seven seconds of processor time, copying one a
 * tenth of a second: the first test that wants one makes it, for all runs until a migration or PGlite changes.
 */
export async function emptyStoreFolder(prefix: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  await fillStoreFolder(folder);
  return folder;
}

export async function fillStoreFolder(folder: string): Promise<void> {
  const made = join(tmpdir(), `tajo-empty-store-${keyOfSchema()}`);
  if (!existsSync(made)) await make(made);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  cpSync(join(made, 'pglite'), join(folder, 'pglite'), { recursive: true });
}

/** Several test processes may make it at once; the first to be ready wins. */
async function make(folder: string): Promise<void> {
  const making = mkdtempSync(join(tmpdir(), 'tajo-making-store-'));
  const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  await (await openStore({ databaseUrl: null, dataDir: making, keyring })).close();
  try {
    renameSync(making, folder);
  } catch (thrown) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw thrown;
  }
}

function keyOfSchema(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as {
    version: string;
  };
  return hash.update(version).digest('hex').slice(0, 16);
}
