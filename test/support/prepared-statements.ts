import { createHash } from 'node:crypto';
import { Client } from 'pg';

type Query = (this: Client, sql: unknown, values: unknown, ...rest: unknown[]) => unknown;

/**
 * From now on, in this test file, each connection plans a statement once instead of each time: where some hundred thousand small statements are
 * asked, planning is half of what the server does. The product leaves it, for a pooler in between may not carry prepared statements.
 */
export function prepareStatements(): void {
  const prototype = Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (sql, values, ...rest) {
    const isPlanned = typeof sql === 'string' && Array.isArray(values) && values.length > 0;
    return query.call(this, isPlanned ? { text: sql, name: nameOf(sql) } : sql, values, ...rest);
  };
}

const names = new Map<string, string>();

function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('md5').update(sql).digest('hex');
  names.set(sql, name);
  return name;
}
