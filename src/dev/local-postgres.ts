import type { Environment } from '../config/types';
import { startPostgres } from './postgres/start-postgres';

export interface LocalPostgres {
  readonly databaseUrl: string;
  /** Resolves when an embedded server ends, asked or not. */
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

/** The server of `DATABASE_URL`, or one of our own in the home (design D1). */
export async function openPostgres({ databaseUrl, tajoHome }: Environment): Promise<LocalPostgres> {
  if (databaseUrl === null) return startPostgres({ home: tajoHome });
  const never = new Promise<void>(() => undefined);
  return { databaseUrl, exited: never, stop: () => Promise.resolve() };
}
