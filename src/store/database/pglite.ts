import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Connection, joined } from './connection';
import { storeFailure } from './failures';
import { holdFolder } from './lock';
import { createRunPrepared, type RunPrepared } from './prepared';
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
  const run = createRunPrepared(pglite);
  const alone = createTurnstile();
  const part = statements(pglite, run);
  return {
    query: (sql, params) => alone(() => part.query(sql, params)),
    script: (sql) => alone(() => part.script(sql)),
    transaction: (work) => alone(() => pglite.transaction((tx) => work(joined(statements(tx, run))))),
    close: async () => {
      if (!pglite.closed) await pglite.close();
      release();
    },
  };
}

/** Lets one piece of work in after the other. */
function createTurnstile(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function statements(target: Pick<PGlite, 'exec'>, run: RunPrepared): Pick<Connection, 'query' | 'script'> {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) => {
      try {
        return await run<Row>(sql, params);
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
