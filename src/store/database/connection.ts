import type { Db } from '../types';

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
