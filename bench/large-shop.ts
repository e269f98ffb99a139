import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { generateEncryptionKey, parseEncryptionKey } from '../src/crypto/encryption-key';
import { createKeyring } from '../src/crypto/keyring';
import { startPostgres } from '../src/dev/postgres/start-postgres';
import { openStore } from '../src/store/open';
import type { Store } from '../src/store/types';

export const SHOP = 'large';

/** Opens a store in a Postgres of its own, fills it by `large-shop.sql` in these sizes, and takes it away after the work. */
export async function withLargeShop<Result>(
  sizes: Readonly<Record<string, number>>,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), 'tajo-bench-'));
  const postgres = await startPostgres({ home: join(home, 'postgres') });
  const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  const store = await openStore({ databaseUrl: postgres.databaseUrl, keyring });
  try {
    await fill(postgres.databaseUrl, sizes);
    return await work(store);
  } finally {
    await store.close();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function fill(databaseUrl: string, sizes: Readonly<Record<string, number>>): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  for (const [name, size] of Object.entries(sizes))
    await client.query(`select set_config('bench.${name}', '${String(size)}', false)`);
  const statements = readFileSync('bench/large-shop.sql', 'utf8').split(/;\s*$/m);
  for (const statement of statements) if (statement.replace(/--.*$/gm, '').trim() !== '') await client.query(statement);
  await client.end();
}
