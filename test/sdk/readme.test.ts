import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TajoClient } from '../../packages/sdk/index';

const README = readFileSync(join(__dirname, '../../packages/sdk/README.md'), 'utf8');

/** What can be called on it, wherever that is defined. */
function callsOf(part: object): readonly string[] {
  const names = new Set<string>();
  for (let at = part; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const name of Object.getOwnPropertyNames(at))
      if (name !== 'constructor' && typeof (part as Record<string, unknown>)[name] === 'function') names.add(name);
  return [...names].sort();
}

/** The row of that part, and those below it that name no part of their own. */
function rowsOf(part: string): readonly string[] {
  const lines = README.split('\n').filter((line) => line.startsWith('| '));
  const first = lines.findIndex((line) => line.startsWith(`| \`${part}\` |`));
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((line) => !line.startsWith('| |'));
  const cells = [lines[first] ?? '', ...rest.slice(0, end === -1 ? rest.length : end)].map(
    (line) => line.split('|')[2],
  );
  return cells.flatMap((cell) => [...(cell ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '')).sort();
}

test('the table of the README names every call of the SDK, and no other', () => {
  const tajo = new TajoClient({ url: 'http://127.0.0.1:1', apiKey: 'none' });

  expect(rowsOf('tajo.connectors')).toEqual(callsOf(tajo.connectors));
  expect(rowsOf('tajo.campaigns')).toEqual(callsOf(tajo.campaigns));
  expect(rowsOf('tajo.privacy')).toEqual(callsOf(tajo.privacy));
  expect(rowsOf('tajo')).toEqual(callsOf(tajo));
});
