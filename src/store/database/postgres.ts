import { type ClientBase, Pool, type PoolClient, TypeOverrides } from 'pg';
import { type Connection, joined } from './connection';
import { storeFailure } from './failures';
import { parameter, TYPE_PARSERS } from './values';

/** The server itself ends a statement that takes longer: one that nobody waits for any more must not go on holding its locks. */
const STATEMENT_TIMEOUT_MS = 55_000;
/** A little later we give up waiting, for the server that does not answer at all. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Opens a pool on `databaseUrl`. `onLost` is told of idle connections that broke; the pool replaces them by itself. */
export function openPostgres(databaseUrl: string, onLost: (code: string) => void): Connection {
  const options = {
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    query_timeout: ANSWER_TIMEOUT_MS,
    types: ownTypes(),
    // Not a parameter of the connection: a pooler in between may not know it and refuse.
    onConnect: limitStatements,
  };
  const pool = new Pool(options);
  pool.on('error', (error) => onLost(storeFailure(error).message));
  return {
    ...statements(pool),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
  };
}

/** The pool waits for it before it gives the connection away, though its types do not say so. */
async function limitStatements(client: ClientBase): Promise<void> {
  await client.query(`set statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
}

async function transaction<Result>(pool: Pool, work: (tx: Connection) => Promise<Result>): Promise<Result> {
  const client = await connect(pool);
  const tx = joined(statements(client));
  let broken: Error | undefined;
  // A connection that breaks between two statements says so to nobody but a listener, and without one ends the process.
  const onBroken = (error: Error): void => void (broken = error);
  client.on('error', onBroken);
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
    client.off('error', onBroken);
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
      const answer: { rows: readonly unknown[] } = await target.query(sql, params.map(parameter));
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
