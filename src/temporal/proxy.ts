import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { proxyFor, type Proxies, sendGrpcBy } from '../config/environment/proxies';
import { ConnectorError } from '../domain/errors/connector-error';
import type { TemporalSettings } from './settings';

/**
 * How the client's connection reaches the server: by a proxy where the environment says so.
 * @throws ConnectorError `config.invalid` when the way leads by a proxy that Temporal cannot use
 */
export function clientConnection(settings: TemporalSettings, proxies: Partial<Proxies>): ConnectionOptions {
  const proxy = proxyTo(settings.address, proxies);
  if (proxy !== null) sendGrpcBy(proxy.href);
  return {
    ...settings.connectionOptions,
    // It would take the variables by rules of its own, and send even what goes to this machine by the proxy.
    channelArgs: { 'grpc.enable_http_proxy': proxy === null ? 0 : 1 },
  };
}

/** The same for the worker's. */
export function workerConnection(settings: TemporalSettings, proxies: Partial<Proxies>): NativeConnectionOptions {
  const proxy = proxyTo(settings.address, proxies);
  return { ...settings.connectionOptions, ...(proxy !== null && { proxy: nativeProxy(proxy) }) };
}

/** Null: none. Both of Temporal's clients open a tunnel through it, whether the server has TLS or not. */
function proxyTo(address: string, proxies: Partial<Proxies>): URL | null {
  const target = `https://${address}`;
  const proxy = URL.canParse(target) ? proxyFor(new URL(target), proxies) : null;
  if (proxy === null) return null;
  const url = new URL(proxy);
  if (url.protocol === 'http:') return url;
  throw new ConnectorError(
    'config.invalid',
    'Temporal can be reached by a proxy only if HTTPS_PROXY begins with http://; or name its host in NO_PROXY.',
    { details: { field: 'HTTPS_PROXY' } },
  );
}

function nativeProxy({ hostname, port, username, password }: URL): NonNullable<NativeConnectionOptions['proxy']> {
  const basicAuth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  const targetHost = `${hostname}:${port === '' ? '80' : port}`;
  return { type: 'http-connect', targetHost, ...(username !== '' && { basicAuth }) };
}
