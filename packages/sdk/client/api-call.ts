import { type Dispatcher, request } from 'undici';
import { type AnswerOf, type Call, type InputOf, TIMEOUT_MS } from '../contract/call';
import { errorBodySchema } from '../contract/errors';
import { withDeadline } from '../../../src/http/deadline';
import type { ClientSettings } from './client-settings';
import type { DispatcherFor } from './dispatcher';
import { TajoError } from './errors';

/** Makes one call of the contract. Throws {@link TajoError} for every failure: the connector's own code, or `client.*`. */
export type CallApi = <One extends Call>(
  call: One,
  input: InputOf<One>,
  options?: CallOptions,
) => Promise<AnswerOf<One>>;

export interface CallOptions {
  /** Stops waiting; the connector may do what it was asked all the same. */
  readonly signal?: AbortSignal | undefined;
}

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** {@link InputOf} without its types: what any call may have. */
interface Input {
  readonly params?: Values;
  readonly query?: Values;
  readonly body?: unknown;
}

export interface Connection {
  readonly url: string;
  /** For sentences. */
  readonly urlFrom?: ClientSettings['urlFrom'];
  readonly apiKey: string | null;
  readonly dispatcherFor?: DispatcherFor;
}

/** Checks the address on each call, so that a wrong setting rejects a promise instead of breaking a constructor. */
export function createApiCall({ url, urlFrom = 'program', apiKey, dispatcherFor }: Connection): CallApi {
  return async <One extends Call>(call: One, input: InputOf<One>, { signal }: CallOptions = {}) => {
    const address = addressOf(url, call.path, input);
    if (apiKey === null) throw withoutKey(address, urlFrom);
    const dispatcher = dispatcherFor?.(address);
    const { status, text } = await send(address, { apiKey, call, input, signal, dispatcher });
    const json = parseJson(text, url);
    if (status >= 400) throw errorOf(json, status, url);
    const parsed = call.answer.safeParse(json);
    if (!parsed.success) throw notAConnector(url, `its answer to ${call.path} has another shape`);
    // The compiler does not see through a type parameter what the schema has just made.
    return parsed.data as AnswerOf<One>;
  };
}

/** Somebody who names another address has to bring its key: that of a connector in this folder is for that one alone. */
function withoutKey({ origin }: URL, from: ClientSettings['urlFrom']): TajoError {
  const refused = (sentence: string, nextStep?: string): TajoError =>
    new TajoError('auth.tajo_refused', sentence, { field: 'apiKey', nextStep });
  if (from === 'TAJO_URL')
    return refused(`TAJO_URL leads to ${origin}, and TAJO_API_KEY is not set: the key of that connector is needed.`);
  if (from === 'program')
    return refused(`There is no key for ${origin}: apiKey is not given, and TAJO_API_KEY is not set.`);
  return refused(
    'There is no key: TAJO_API_KEY is not set, and no connector was started in this folder by `npm start` (TAJO_HOME names another one).',
    'Start one with `npm start`; for one that runs, set TAJO_HOME to its folder, or TAJO_URL and TAJO_API_KEY.',
  );
}

function addressOf(url: string, path: string, { params = {}, query = {} }: Input): URL {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || !/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '') {
    // A user and a password may stand in it.
    const shown = url.includes('@') ? '' : ` ${url.slice(0, 100)}`;
    const message = `The address of the connector${shown} is not a plain http or https URL.`;
    throw new TajoError('client.invalid_url', message, { field: 'url' });
  }
  const address = new URL(base.pathname.replace(/\/+$/, '') + fillPath(path, params), base.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
}

/** A value that is empty or all dots would lead to another path, however it is escaped. */
function fillPath(path: string, params: Values): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = String(params[name] ?? '');
    if (/^\.*$/.test(value)) throw new TajoError('input.invalid', `${name} must be given.`, { field: name });
    return encodeURIComponent(value);
  });
}

interface Sending extends CallOptions {
  readonly apiKey: string;
  readonly call: Call;
  readonly input: Input;
  readonly dispatcher: Dispatcher | undefined;
}

async function send(
  address: URL,
  { apiKey, call, input, signal: given, dispatcher }: Sending,
): Promise<{ status: number; text: string }> {
  const hasBody = call.method === 'post';
  return withDeadline(call.timeoutMs ?? TIMEOUT_MS, given, async (signal) => {
    try {
      const { statusCode, body } = await request(address, {
        method: hasBody ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${apiKey}`, ...(hasBody && { 'content-type': 'application/json' }) },
        ...(hasBody && { body: JSON.stringify(input.body ?? {}) }),
        signal,
        ...(dispatcher !== undefined && { dispatcher }),
        headersTimeout: 0,
      });
      return { status: statusCode, text: await body.text() };
    } catch (cause) {
      if (given?.aborted === true)
        throw new TajoError('client.aborted', 'Stopped waiting for the connector.', { cause });
      if (signal.aborted)
        throw new TajoError('client.timeout', `The connector at ${address.origin} did not answer.`, { cause });
      throw unreachable(address, cause);
    }
  });
}

/** A key with a line break never leaves the process: undici refuses the header, and its message would quote the key. */
function unreachable(address: URL, cause: unknown): TajoError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_INVALID_ARG') {
    return new TajoError('auth.tajo_refused', 'The key of the connector has characters that no key has.', {
      field: 'apiKey',
    });
  }
  return new TajoError('client.unreachable', `No connector answers at ${address.origin}.`, { cause });
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAConnector(url, 'its answer is not JSON');
  }
}

function errorOf(json: unknown, status: number, url: string): TajoError {
  const parsed = errorBodySchema.safeParse(json);
  if (!parsed.success) return notAConnector(url, `it answered ${status} without a reason`);
  const { code, message, field, nextStep } = parsed.data.error;
  return new TajoError(code, message, { field, nextStep: code === 'http.not_found' ? pathStep(url) : nextStep });
}

/** The address of a connector behind a proxy may have a path; one that was copied from a call has one by mistake. */
function pathStep(url: string): string | undefined {
  const { pathname, origin } = new URL(url);
  if (pathname === '/') return undefined;
  return `The address of the connector ends in ${pathname.slice(0, 100)}: try ${origin} (TAJO_URL).`;
}

function notAConnector(url: string, why: string): TajoError {
  return new TajoError(
    'client.protocol',
    `What answers at ${new URL(url).origin} is not a connector of this version: ${why}.`,
  );
}
