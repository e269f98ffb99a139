import { rmSync } from 'node:fs';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { startTemporal } from '../../src/dev/temporal-server/start-temporal';
import { SEARCH_ATTRIBUTES } from '../../src/temporal/search-attributes';
import { cli } from '../support/embedded-temporal';
import { dataFolder } from '../support/data-folder';

/** A Temporal server that can be killed with -9 and comes back on its data and its port. */
export interface MortalTemporal {
  readonly address: string;
  readonly port: number;
  killAndStart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMortalTemporal(): Promise<MortalTemporal> {
  const home = dataFolder('tajo-mortal-');
  // Below the ports that the system gives out by itself: nobody takes it while the server is down.
  const from = 11_000 + (process.pid % 4_000) * 2;
  const options = { cliPath: await cli(), home, searchAttributes: SEARCH_ATTRIBUTES, log: () => undefined };
  let server = await startTemporal({ ...options, port: await findFreePort(from), uiPort: 0 });
  const { address, port } = server;
  return {
    ...{ address, port },
    killAndStart: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await server.stop();
      server = await startTemporal({ ...options, port, uiPort: 0 });
      if (server.port !== port) throw new Error('somebody has taken the port of the killed server');
    },
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}
