import { createApp } from '../../src/api/app';
import { DEFAULT_EXCLUDE } from '../../src/domain/contact/address-pattern';
import { listen, type RunningServer } from '../../src/api/server';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { TajoClient } from '../../packages/sdk/index';
import type { Store } from '../../src/store/types';
import { createScriptedConnector } from './scripted-connector';

const API_KEY = 'tajo-test-key-3f9c1d8e7b6a5f4c';

export interface ServedStore {
  readonly server: RunningServer;
  readonly tajo: TajoClient;
  /** Everything that the API has logged. */
  readonly logged: readonly string[];
}

/** The API over a real store, and a client of it; of Temporal it knows what the scripted connector says. */
export async function serveStore(store: Store): Promise<ServedStore> {
  const logged: string[] = [];
  const app = createApp({
    log: createLog({ level: 'verbose', json: true, destination: { write: (line) => logged.push(line) } }),
    metrics: createMetrics(),
    apiKey: API_KEY,
    store,
    excludeOf: () => DEFAULT_EXCLUDE,
    uiUrl: 'http://127.0.0.1:8233/',
    namespace: 'shop.a1b2c',
    connector: createScriptedConnector(store),
    readiness: () => Promise.resolve({ temporal: true, store: true }),
    requestsPerSecond: 1000,
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  return { server, tajo: new TajoClient({ url: server.url, apiKey: API_KEY }), logged };
}
