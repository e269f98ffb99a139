import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findFreePort } from '../../src/dev/guarded-process/free-port';

test('when the connection is closed while calls are tried again, they end, and the process lives on', async () => {
  const port = await findFreePort(20_000 + (process.pid % 5_000) * 2);
  const script = join(__dirname, 'closing-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, `127.0.0.1:${String(port)}`]);
  let [said, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exitCode = await new Promise((resolve) => child.once('close', resolve));

  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(JSON.parse(said)).toEqual({ underWay: 20, failed: 20 });
});
