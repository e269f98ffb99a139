import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `describe` where there is a server that can skip time, or one can be fetched; else one whose tests are skipped, with a sentence. Jest wants
 * to know before the first test, so it waits here.
 */
export function describeWhereTimeSkips(): jest.Describe {
  const script = join(__dirname, 'time-skipping-process.ts');
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status === 0) return describe;
  process.stderr.write(`Skipped: ${stdout}\n`);
  return describe.skip;
}
