import { join } from 'node:path';
import { loadConfig, loadPolicy } from '../../../src/config/load-config';
import { processEnvironment, readClientSettings } from '../client/client-settings';
import { TajoClient } from '../client/client';
import type { CliDeps } from './run';
import { environmentCheck, localServer, serverProgram } from './server-program';

/**
 * The commands on this process.
 * @param server folder of the server's programs: beside us where the whole repository was built; the published package has none
 */
export function processDeps(server: string): CliDeps {
  const settings = readClientSettings();
  return {
    io: {
      stdout: process.stdout,
      stderr: process.stderr,
      stdin: process.stdin,
      onInterrupt(callback) {
        process.once('SIGINT', callback);
        return () => process.removeListener('SIGINT', callback);
      },
    },
    settings,
    client: new TajoClient(),
    connect: () => new TajoClient(),
    runPreflight: () => serverProgram(join(server, 'preflight.js')),
    startServer: localServer(join(server, 'dev.js')),
    // Whoever asks a connector elsewhere starts none here.
    checkEnvironment: settings.urlFrom === 'TAJO_URL' ? null : environmentCheck(join(server, 'dev.js')),
    loadConfig: (file) => loadConfig(file, { env: processEnvironment() }),
    loadPolicy: (file, account) => loadPolicy(file, { env: processEnvironment(), account }),
  };
}
