import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type Call } from './call';

export interface Attempt {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  readonly tookMs: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Why there was none. */
  readonly error: string | null;
}

type Outcome = Pick<Attempt, 'status' | 'error'>;

export function isAnswered({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** One call on a connection of its own, so that no idle one can be cut under it. Never throws; redirects are not followed. */
export async function attempt(call: Call, timeoutMs: number, stop: AbortSignal): Promise<Attempt> {
  const at = Date.now();
  const begun = performance.now();
  const over = new AbortController();
  const end = (): void => over.abort();
  // Not `AbortSignal.any` with `AbortSignal.timeout`, which the garbage collector may take away before it fires (nodejs/node#57736).
  const timer = setTimeout(end, timeoutMs);
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const { signal } = over;
  const outcome = await new Promise<Outcome>((resolve) => {
    const fail = (cause: Error): void => {
      resolve({ status: null, error: stop.aborted ? 'stopped' : signal.aborted ? 'timed out' : cause.message });
    };
    const { url, method, headers, body } = call;
    const request = url.startsWith('https:') ? secureRequest : plainRequest;
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(url, { method, headers: { ...headers, ...length }, agent: false, signal }, (response) => {
      response.on('error', fail);
      response.on('end', () => resolve({ status: response.statusCode ?? null, error: null }));
      response.resume();
    });
    outgoing.on('error', fail);
    outgoing.end(body);
    // A header that cannot be written is the owner's mistake, and found out at the first call.
  }).catch((cause: unknown) => ({ status: null, error: String(cause) }));
  clearTimeout(timer);
  stop.removeEventListener('abort', end);
  return { at, tookMs: performance.now() - begun, ...outcome };
}
