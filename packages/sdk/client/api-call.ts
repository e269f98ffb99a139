import { request } from 'undici';
import type { z } from 'zod';
import { errorBodySchema } from '../contract/errors';
import { withDeadline } from '../../../src/http/deadline';
import { TajoError } from './errors';

export interface ApiCall<Answer> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** One request to the connector. Throws {@link TajoError} for every failure: the connector's own code, or `client.*`. */
export type CallApi = <Answer>(call: ApiCall<Answer>) => Promise<Answer>;

export interface Connection {
  readonly url: string;
  readonly apiKey: string | null;
}

const TIMEOUT_MS = 30_000;

/** Checks the address on each call, so that a wrong setting rejects a promise instead of breaking a constructor. */
export function createApiCall({ url, apiKey }: Connection): CallApi {
  return async (call) => {
    if (apiKey === null) {
      throw new TajoError(
        'auth.tajo_refused',
        'There is no key: TAJO_API_KEY is not set, and no connector was started in this folder by `npm start`.',
        {
          field: 'apiKey',
        },
      );
    }
    const { status, text } = await send(addressOf(url, call), apiKey, call);
    const json = parseJson(text, url);
    if (status >= 400) throw errorOf(json, status, url);
    const parsed = call.answer.safeParse(json);
    if (!parsed.success) throw notAConnector(url, `its answer to ${call.path} has another shape`);
    return parsed.data;
  };
}

function addressOf(url: string, call: ApiCall<unknown>): URL {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || !/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '') {
    throw new TajoError('client.invalid_url', 'The address of the connector is not a plain http or https URL.', {
      field: 'url',
    });
  }
  const address = new URL(base.pathname.replace(/\/+$/, '') + call.path, base.origin);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
}

async function send(address: URL, apiKey: string, call: ApiCall<unknown>): Promise<{ status: number; text: string }> {
  const hasBody = call.method === 'POST';
  return withDeadline(call.timeoutMs ?? TIMEOUT_MS, call.signal, async (signal) => {
    try {
      const { statusCode, body } = await request(address, {
        method: call.method,
        headers: { authorization: `Bearer ${apiKey}`, ...(hasBody && { 'content-type': 'application/json' }) },
        ...(hasBody && { body: JSON.stringify(call.body ?? {}) }),
        signal,
        headersTimeout: 0,
      });
      return { status: statusCode, text: await body.text() };
    } catch (cause) {
      if (call.signal?.aborted === true)
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
  const { code, message, field } = parsed.data.error;
  return new TajoError(code, message, { field });
}

function notAConnector(url: string, why: string): TajoError {
  return new TajoError(
    'client.protocol',
    `What answers at ${new URL(url).origin} is not a connector of this version: ${why}.`,
  );
}
