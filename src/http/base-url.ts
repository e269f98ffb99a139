import { ConnectorError } from '../domain/errors/connector-error';
import { isLoopback } from '../domain/loopback';
import type { HttpRequest } from './types';

/**
 * The base that a client is bound to. `setting` names the setting in the error text.
 *
 * @throws ConnectorError `config.invalid` unless it is https (or http on loopback) without user, query or fragment.
 */
export function parseBaseUrl(raw: string, setting: string): URL {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  if (url === null) throw invalid(setting, 'is not a URL; write it like https://host/path');
  if (url.username !== '' || url.password !== '') throw invalid(setting, 'must not contain a user or password');
  if (url.search !== '' || url.hash !== '') throw invalid(setting, 'must not contain a query or a fragment');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw invalid(setting, 'must start with https:// (plain http:// is accepted for 127.0.0.1 and localhost only)');
}

/**
 * The address of one request. A path that would leave the base (`..`, another host, a smuggled query) is our own mistake: the
 * credentials go wherever this points, so it is checked again after the URL class has had its say.
 *
 * @throws ConnectorError `bug`
 */
export function requestUrl(base: URL, request: Pick<HttpRequest, 'path' | 'query' | 'route'>): URL {
  const pathname = base.pathname.replace(/\/+$/, '') + request.path;
  const url = new URL(base.origin + pathname);
  const stays = request.path.startsWith('/') && url.origin === base.origin && url.pathname === pathname;
  if (!stays || url.search !== '' || url.hash !== '') {
    throw new ConnectorError('bug', `The path of a request to ${request.route} is not safe`);
  }
  url.search = encodeQuery(request.query);
  return url;
}

function invalid(setting: string, problem: string): ConnectorError {
  return new ConnectorError('config.invalid', `${setting} ${problem}`, { details: { field: setting } });
}

/**
 * A query string without the question mark. Lists repeat their key (`types=a&types=b`), comparators are part of the key
 * (`created_datetime[gte]`), `undefined` is left out, and a space becomes `%20`, which every server reads alike.
 */
function encodeQuery(query: HttpRequest['query']): string {
  return Object.entries(query ?? {})
    .flatMap(([key, value]) => valuesOf(value).map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`))
    .join('&');
}

function valuesOf(value: NonNullable<HttpRequest['query']>[string]): readonly (string | number | boolean)[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [value];
}
