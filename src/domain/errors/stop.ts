import { DISPOSITIONS, type Fate } from './dispositions';

const OF_ACCOUNT: ReadonlyMap<string, Fate> = new Map(
  Object.entries(DISPOSITIONS).map(([code, { account }]) => [code, account]),
);

/**
 * Codes of errors that only a person can end: a key, credits, a pause, a mapping. Nothing of the account can go on before, and what waits for
 * it asks nothing of anybody meanwhile. Apart from `connector-error.ts`, whose texts a cached workflow need not carry.
 */
export function isStop(code: string): boolean {
  return OF_ACCOUNT.get(code) === 'mend';
}
