import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startTemporal, type EmbeddedTemporal } from '../../src/dev/temporal-server/start-temporal';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { cli } from '../support/embedded-temporal';
import { ROOT } from './compose-file';

const BUILD_TIMEOUT_MS = 45 * 60_000;

describe('the health check of the worker’s container', () => {
  let home: string;
  let temporal: EmbeddedTemporal;
  let connection: Connection;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'worker-health-'));
    const cliPath = await cli();
    temporal = await startTemporal({ cliPath, home, port: 0, uiPort: 0, searchAttributes: {}, log: () => undefined });
    connection = await Connection.connect({ address: temporal.address });
  }, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await connection.close();
    await temporal.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const check = (): Promise<number | null> =>
    new Promise((resolve) => {
      const env = { ...process.env, TEMPORAL_ADDRESS: temporal.address };
      spawn(process.execPath, ['deploy/worker-health.mjs'], { cwd: ROOT, env, stdio: 'ignore' }).once('close', resolve);
    });

  /** Asks once for a task in the name of a worker, until the deadline; there is none, so the server remembers the asking only. */
  const pollAs = async (identity: string): Promise<void> => {
    const request = { namespace: 'default', taskQueue: { name: TASK_QUEUE }, identity };
    await connection
      .withDeadline(Date.now() + 4_000, () => connection.workflowService.pollActivityTaskQueue(request))
      .catch(() => undefined);
  };

  it('when only other workers poll, says no; once ours does, says yes', async () => {
    await pollAs('7@somewhere-else');
    const before = await check();

    await pollAs(`7@${hostname()}`);
    const after = await check();

    expect({ before, after }).toEqual({ before: 1, after: 0 });
  });
});
