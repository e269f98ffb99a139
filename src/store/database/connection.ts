/** A Postgres database. */
export interface Db {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** All or nothing; `work` must use the given `tx`. */
  transaction<Result>(work: (tx: Db) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What migrations need beyond {@link Db}: several statements in one text, without parameters. */
export interface Connection extends Db {
  script(sql: string): Promise<void>;
  transaction<Result>(work: (tx: Connection) => Promise<Result>): Promise<Result>;
}

/** A transaction as a {@link Connection}: one inside it joins it. */
export function joined(part: Pick<Connection, 'query' | 'script'>): Connection {
  const tx: Connection = {
    ...part,
    transaction: (work) => work(tx),
    close: () => Promise.reject(new Error('a transaction cannot close its database')),
  };
  return tx;
}
