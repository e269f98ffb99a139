import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { type Connection, joined } from './connection';
import { storeFailure } from './failures';
import { holdFolder } from './lock';
import { TYPE_PARSERS } from './values';

/**
 * Opens the embedded Postgres in `dataDir`/pglite and holds the folder: PGlite has no lock of its own, and two processes on one folder
 * destroy it. Calls outside a transaction wait for the running one; transactions queue.
 */
export async function openPglite(dataDir: string): Promise<Connection> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = await holdFolder(dataDir);
  try {
    const pglite = await PGlite.create({ dataDir: join(dataDir, 'pglite'), parsers: { ...TYPE_PARSERS } });
    // `analyze` looks at 300 rows for each: enough here, and it must not hold up the event loop.
    await pglite.exec('set default_statistics_target = 10');
    return connection(pglite, release);
  } catch (thrown) {
    release();
    throw storeFailure(thrown);
  }
}

function connection(pglite: PGlite, release: () => void): Connection {
  return {
    ...statements(pglite),
    transaction: (work) => pglite.transaction((tx) => work(joined(statements(tx)))),
    close: async () => {
      if (!pglite.closed) await pglite.close();
      release();
    },
  };
}

function statements(target: PGlite | Transaction): Pick<Connection, 'query' | 'script'> {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) => {
      try {
        return (await target.query<Row>(sql, [...params])).rows;
      } catch (thrown) {
        throw storeFailure(thrown);
      }
    },
    script: async (sql) => {
      try {
        await target.exec(sql);
      } catch (thrown) {
        throw storeFailure(thrown);
      }
    },
  };
}
