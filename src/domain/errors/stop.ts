import { DISPOSITIONS, type Fate } from './dispositions';

const ROWS: ReadonlyMap<string, Readonly<Record<'account' | 'run', Fate>>> = new Map(Object.entries(DISPOSITIONS));

/**
 * Codes of errors that only a person can end: a key, credits, a pause, a wrong setting. Nothing of the account can go on before, and what waits for
 * it asks nothing of anybody meanwhile. Apart from `connector-error.ts`, whose texts a cached workflow need not carry.
 */
export function isStop(code: string): boolean {
  return ROWS.get(code)?.account === 'mend';
}

/** Codes that end a run with a sentence, although a person could mend them while it waits: its setting is wrong. */
export function endsRun(code: string): boolean {
  return ROWS.get(code)?.run === 'fail';
}
