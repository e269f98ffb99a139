import { performance } from 'node:perf_hooks';
import { Client } from 'pg';

/** One statement that was asked. */
export interface Statement {
  readonly sql: string;
  readonly ms: number;
}

/**
 * Times every statement of this process from now on, as its asker waits for it: with the way there and the reading of the rows. Answers what
 * was asked since the last call.
 */
export function meterStatements(): () => readonly Statement[] {
  let asked: Statement[] = [];
  type Query = (this: Client, ...args: unknown[]) => unknown;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its client below
  const query = Client.prototype.query as unknown as Query;
  const timed: Query = function timed(...args) {
    const began = performance.now();
    const [text] = args;
    const sql = typeof text === 'string' ? text : ((text as { readonly text?: string }).text ?? '');
    const done = (): void => void asked.push({ sql, ms: performance.now() - began });
    const callback = args.at(-1);
    if (typeof callback === 'function')
      return query.apply(this, [
        ...args.slice(0, -1),
        (...answer: unknown[]) => (done(), callback(...answer) as unknown),
      ]);
    const answer = query.apply(this, args);
    if (answer instanceof Promise) void answer.then(done, done);
    return answer;
  };
  Client.prototype.query = timed as unknown as typeof Client.prototype.query;
  return () => {
    const since = asked;
    asked = [];
    return since;
  };
}
