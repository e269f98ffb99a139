import { openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { findFreePort } from '../../../src/dev/guarded-process/free-port';
import { spawnGuarded } from '../../../src/dev/guarded-process/guarded-process';
import { runCommand } from '../../../src/dev/guarded-process/run-command';
import { eventually } from '../../support/eventually';
import { cli } from '../../support/embedded-temporal';
import { dataFolder } from '../../support/data-folder';

/** `temporal server start-dev` as anybody starts it: nothing is registered, nothing is tuned. */
export interface PlainServer {
  readonly address: string;
  /** Types a command of the Temporal CLI. */
  type(command: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startPlainServer(namespaces: readonly string[]): Promise<PlainServer> {
  const folder = dataFolder('tajo-plain-');
  const cliPath = await cli();
  const port = await findFreePort(0);
  const address = `127.0.0.1:${String(port)}`;
  const server = await spawnGuarded(
    [
      ...[cliPath, 'server', 'start-dev', '--headless', '--log-level', 'error', '--port', String(port)],
      ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
    ],
    openSync(join(folder, 'log'), 'a'),
  );
  await eventually(() => answers(address));
  return {
    address,
    type: async (command) => {
      const { code, output } = await runCommand(cliPath, command.split(' '), { timeoutMs: 30_000 });
      if (code !== 0) throw new Error(`${command}: ${output}`);
      return output;
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(address: string): Promise<boolean> {
  try {
    await (await Connection.connect({ address })).close();
    return true;
  } catch {
    return false;
  }
}
