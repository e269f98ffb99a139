import { Pool, type PoolClient, TypeOverrides } from 'pg';
import { type Connection, joined } from './connection';
import { storeFailure } from './failures';
import { TYPE_PARSERS } from './values';

/** Opens a pool on `databaseUrl`. `onLost` is told of idle connections that broke; the pool replaces them by itself. */
export function openPostgres(databaseUrl: string, onLost: (code: string) => void): Connection {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    types: ownTypes(),
  });
  pool.on('error', (error) => onLost(storeFailure(error).message));
  return {
    ...statements(pool),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
  };
}

async function transaction<Result>(pool: Pool, work: (tx: Connection) => Promise<Result>): Promise<Result> {
  const client = await connect(pool);
  const tx = joined(statements(client));
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (thrown) {
    // Without a proven rollback the connection may still hold the transaction: it is thrown away.
    await client.query('rollback').catch((error: unknown) => (broken = storeFailure(error)));
    throw thrown;
  } finally {
    client.release(broken);
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (thrown) {
    throw storeFailure(thrown);
  }
}

function statements(target: Pool | PoolClient): Pick<Connection, 'query' | 'script'> {
  const run = async <Row>(sql: string, params: readonly unknown[]): Promise<readonly Row[]> => {
    try {
      const answer: { rows: readonly unknown[] } = await target.query(sql, [...params]);
      return answer.rows as readonly Row[];
    } catch (thrown) {
      throw storeFailure(thrown);
    }
  };
  return {
    query: (sql, params = []) => run(sql, params),
    script: async (sql) => {
      await run(sql, []);
    },
  };
}

/** For this pool only: pg's own registry is shared by the whole process. */
function ownTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  for (const [oid, parse] of Object.entries(TYPE_PARSERS)) overrides.setTypeParser(Number(oid), parse);
  return overrides;
}
