import { createApp, type AppDeps } from '../../src/api/app';
import { listen } from '../../src/api/server';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { openTestStore } from '../store/stores';
import { createScriptedConnector, type ScriptedConnector } from './scripted-connector';
import type { Store } from '../../src/store/types';

export const API_KEY = 'tajo-test-key-3f9c1d8e7b6a5f4c';

export const READ_KEY = 'tajo-read-key-8e1b2a7c4d9f3056';

export interface RunningApi {
  readonly url: string;
  readonly store: Store;
  readonly connector: ScriptedConnector;
  /** Everything that was logged, one JSON line each. */
  readonly logged: string[];
  /** One request with the key; any status is an answer. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** Whatever came; a wrong shape fails the expectation that reads it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The real app over real HTTP and a real store; only Temporal is scripted. */
export async function startApi(over: Partial<AppDeps> = {}): Promise<RunningApi> {
  const opened = await openTestStore();
  const api = await serveApi(opened.store, over);
  return {
    ...api,
    close: async () => {
      await api.close();
      await opened.close();
    },
  };
}

/** The same over a store that is there already, and stays. */
export async function serveApi(store: Store, over: Partial<AppDeps> = {}): Promise<RunningApi> {
  const connector = createScriptedConnector(store);
  const logged: string[] = [];
  const app = createApp({
    log: createLog({ level: 'verbose', json: true, destination: { write: (line) => logged.push(line) } }),
    metrics: createMetrics(),
    apiKey: API_KEY,
    store,
    connector,
    readiness: () => Promise.resolve({ temporal: true, store: true }),
    uiUrl: 'http://127.0.0.1:8233',
    ...over,
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  return {
    url: server.url,
    store,
    connector,
    logged,
    call: (method, path, body, headers) => callApi(server.url, method, path, body, headers),
    close: () => server.close(0),
  };
}

async function callApi(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${API_KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Someone made up; the tokens are looked for where nothing personal or secret may appear. */
export const INSTALL = {
  domain: 'yourstore.gorgias.com',
  email: 'canary-person@yourstore.com',
  apiKey: 'canary-gorgias-key-1',
  brevoApiKey: 'canary-brevo-key-2',
} as const;

export async function install(
  api: RunningApi,
  over: Partial<Record<keyof typeof INSTALL, string>> = {},
): Promise<void> {
  const answer = await api.call('POST', '/v1/connectors/gorgias/install', { ...INSTALL, ...over });
  expect(answer.status).toBe(201);
}
