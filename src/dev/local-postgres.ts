import type { Environment } from '../config/types';
import { type EmbeddedPostgres, startPostgres } from './postgres/start-postgres';

export type LocalPostgres = Pick<EmbeddedPostgres, 'databaseUrl' | 'exited' | 'stop'>;

/** The server of `DATABASE_URL`, or one of our own in the home (design D1). */
export async function openPostgres({ databaseUrl, tajoHome }: Environment): Promise<LocalPostgres> {
  if (databaseUrl === null) return startPostgres({ home: tajoHome });
  const never = new Promise<null>(() => undefined);
  return { databaseUrl, exited: never, stop: () => Promise.resolve() };
}
