import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../domain/loopback';
import type { Variables } from '../file/substitution';
import type { Environment } from '../types';

/** By which proxies other hosts are reached, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say. */
export type Proxies = Pick<Environment, 'httpsProxy' | 'httpProxy' | 'noProxy'>;

/** As they stand, in small letters or capitals; the small ones win, as with curl. */
export function readProxies(env: Variables = process.env): Proxies {
  const read = (name: string): string | null => [env[name.toLowerCase()], env[name]].find(isSet)?.trim() ?? null;
  return { httpsProxy: read('HTTPS_PROXY'), httpProxy: read('HTTP_PROXY'), noProxy: read('NO_PROXY') };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}

const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * The proxy that a request to `target` goes by; null: none. As curl and Go have it, an https address never goes by `HTTP_PROXY`, and nothing
 * on this machine by any; nor does a name without a dot, which only this network knows (`temporal` of a compose file).
 */
export function proxyFor(target: URL, proxies: Partial<Proxies>): string | null {
  const proxy = target.protocol === 'https:' ? proxies.httpsProxy : proxies.httpProxy;
  if (proxy === null || proxy === undefined || isOfThisNetwork(target.hostname)) return null;
  const port = target.port === '' ? PORTS[target.protocol] : target.port;
  const exceptions = (proxies.noProxy ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return exceptions.some((entry) => isExcept(entry, bare(target.hostname), port)) ? null : withScheme(proxy);
}

/** gRPC's own library takes its proxy from this variable of the process, and from nowhere else. */
export function sendGrpcBy(proxy: string): void {
  process.env['grpc_proxy'] = proxy;
}

/** Whether a request can go by it: also its user and password are decoded, by everybody who sends them. */
export function isProxy(proxy: string): boolean {
  const address = withScheme(proxy);
  if (/\s/.test(proxy) || !URL.canParse(address)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(address);
  const isAddress = ['http:', 'https:'].includes(protocol) && hostname !== '' && pathname === '/';
  return isAddress && isDecodable(username) && isDecodable(password);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** `proxy.example.com:3128` is how many write it. */
function withScheme(proxy: string): string {
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isOfThisNetwork(hostname: string): boolean {
  return isLoopback(hostname) || !/[.:]/.test(hostname);
}

/** `example.com` and `.example.com` mean the host and all below it; `10.0.0.0/8` a network, `*` everything. */
function isExcept(entry: string, hostname: string, port: string | undefined): boolean {
  if (entry === '*') return true;
  const [, host = entry, only] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const wanted = bare(host)
    .toLowerCase()
    .replace(/^\*?\./, '');
  return hostname === wanted || hostname.endsWith(`.${wanted}`) || isWithin(hostname, wanted);
}

function isWithin(address: string, network: string): boolean {
  const [start = '', bits = ''] = network.split('/');
  const family = isIP(start);
  const length = Number(bits);
  if (family === 0 || family !== isIP(address) || !/^\d+$/.test(bits) || length > (family === 4 ? 32 : 128))
    return false;
  const list = new BlockList();
  list.addSubnet(start, length, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function bare(host: string): string {
  return host.replace(/^\[(.+)\]$/, '$1');
}
