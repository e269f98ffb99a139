/** How long the server and we have patience with a connection, in milliseconds; null: without end. */
export interface Limits {
  /** The server itself ends a statement that takes longer: one that nobody waits for any more must not go on holding its locks. */
  readonly statementMs: number | null;
  /** A lock that is not free by then is not waited for: whoever queues behind it would wait as well. */
  readonly lockMs: number | null;
  /** A transaction in which nothing happens for so long has lost its owner, and holds locks for nobody. */
  readonly idleInTransactionMs: number | null;
  /** A little later than the server we give up waiting, for one that does not answer at all. */
  readonly answerMs: number | null;
}

/** Of everything that the connector does while it runs. */
export const WORKING: Limits = { statementMs: 55_000, lockMs: 20_000, idleInTransactionMs: 60_000, answerMs: 60_000 };

/** Of migrations: nobody knows for how many minutes a table of millions of rows is rewritten or indexed. */
export const MIGRATING: Limits = { statementMs: null, lockMs: null, idleInTransactionMs: null, answerMs: null };

/** SQL that tells the server. 0 is Postgres' word for "without end". */
export function settingsOf({ statementMs, lockMs, idleInTransactionMs }: Limits): string {
  return [
    `set statement_timeout = ${String(statementMs ?? 0)}`,
    `set lock_timeout = ${String(lockMs ?? 0)}`,
    `set idle_in_transaction_session_timeout = ${String(idleInTransactionMs ?? 0)}`,
  ].join('; ');
}
