import { type ClientBase, Pool, type PoolClient, TypeOverrides } from 'pg';
import { checkedAddress } from './address';
import { type Connection, joined } from './connection';
import { isReadOnly, storeFailure } from './failures';
import { type Limits, settingsOf, WORKING } from './limits';
import { parameter, TYPE_PARSERS } from './values';

/** Opens a pool on `databaseUrl`. `onLost` is told of idle connections that broke; the pool replaces them by itself. */
export function openPostgres(
  databaseUrl: string,
  onLost: (code: string) => void,
  limits: Limits = WORKING,
): Connection {
  const options = {
    connectionString: checkedAddress(databaseUrl),
    max: 10,
    connectionTimeoutMillis: 10_000,
    ...(limits.answerMs === null ? {} : { query_timeout: limits.answerMs }),
    types: ownTypes(),
    // Not parameters of the connection: a pooler in between may not know them and refuse. The pool waits for it before it gives the
    // connection away, though its types do not say so.
    onConnect: async (client: ClientBase): Promise<void> => {
      await client.query(settingsOf(limits));
    },
  };
  const pool = new Pool(options);
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
    if (isReadOnly(thrown)) broken = thrown as Error;
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
