import { UsageError } from '../../../src/domain/errors/failure';
import type { CliIo } from './io';

/**
 * Asks a person to type `expected`; throws {@link UsageError} when something else is typed, or when nobody sits there to be asked.
 * The question goes to standard error, so that standard output holds the answer alone.
 */
export async function confirm(io: CliIo, question: string, expected: string): Promise<void> {
  if (io.stdin.isTTY !== true)
    throw new UsageError('Nobody can be asked here.', 'Add --yes to go on without a question.');
  io.stderr.write(`${question}\nType ${expected} to go on: `);
  if ((await readLine(io)) === expected) return;
  throw new UsageError('Nothing was changed.', `What was typed is not ${expected}.`);
}

async function readLine(io: CliIo): Promise<string> {
  let text = '';
  for await (const chunk of io.stdin) {
    text += chunk.toString();
    if (text.includes('\n') || text.length > 1024) break;
  }
  return (text.split('\n')[0] ?? '').trim();
}
