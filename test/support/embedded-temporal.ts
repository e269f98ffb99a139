import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { userCacheDir } from '../../src/dev/temporal-server/cli-cache';
import { findTemporal } from '../../src/dev/temporal-server/find-temporal';
import { type EmbeddedTemporal, startTemporal } from '../../src/dev/temporal-server/start-temporal';
import { SEARCH_ATTRIBUTES } from '../../src/temporal/search-attributes';
import { dataFolder } from './data-folder';

export interface TestTemporal extends EmbeddedTemporal {
  readonly home: string;
  readonly cliPath: string;
  /** Ends this server and starts another on its data and its port. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** A real Temporal server with its data in a folder of its own. `dynamicConfig`: settings of the server, values as JSON. */
export async function startTestTemporal(
  settings: { readonly dynamicConfig?: Readonly<Record<string, string>> } = {},
): Promise<TestTemporal> {
  const home = dataFolder('tajo-temporal-');
  const cliPath = await cli();
  const options = { ...settings, cliPath, home, searchAttributes: SEARCH_ATTRIBUTES, log: () => undefined };
  let server = await startTemporal({ ...options, port: 0, uiPort: 0 });
  return {
    ...server,
    home,
    cliPath,
    restart: async () => {
      await server.stop();
      server = await startTemporal({ ...options, port: server.port, uiPort: server.uiPort });
    },
    end: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function cli(): Promise<string> {
  const found = await findTemporal({
    address: null,
    cliPath: process.env['TEMPORAL_CLI_PATH'] ?? null,
    cacheDir: userCacheDir(process.env['XDG_CACHE_HOME'] ?? null),
    toolsDir: resolve('tools/temporal'),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  if (found.kind !== 'cli') throw new Error('the tests start servers of their own');
  return found.path;
}
