import { type Dispatcher, request as undiciRequest } from 'undici';
import { type HttpRequest, type HttpResponse } from './types';

/**
 * One request, one answer: `undici.request` follows no redirect (measured: a 307 comes back as it is) and retries nothing.
 * `fetch` would carry Brevo's `api-key` header to wherever a redirect points.
 */
export async function exchange(options: {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  readonly request: HttpRequest;
  readonly credentials: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}): Promise<Omit<HttpResponse, 'ms'>> {
  const { dispatcher, url, request, credentials, signal } = options;
  const payload = request.body === undefined ? null : JSON.stringify(request.body);
  const headers = {
    accept: 'application/json',
    'user-agent': 'tajo-gorgias-connector',
    ...(payload === null ? {} : { 'content-type': 'application/json' }),
    ...credentials,
  };
  const answer = await undiciRequest(url, { dispatcher, method: request.method, headers, body: payload, signal });
  return { status: answer.statusCode, headers: flatten(answer.headers), text: await answer.body.text() };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): HttpResponse['headers'] {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
