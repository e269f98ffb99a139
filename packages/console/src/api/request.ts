import type { AnswerOf, InputOf } from '../../../sdk/contract/call';
import type { ErrorBody } from '../../../sdk/contract/errors';
import type { Calls } from './calls';

/** Filled in by the build, see vite.config.mjs. */
declare const CALL_ADDRESSES: Readonly<Record<keyof Calls, { readonly method: string; readonly path: string }>>;

export type CallName = keyof Calls;
export type Input<Name extends CallName> = InputOf<Calls[Name]>;
export type Answer<Name extends CallName> = AnswerOf<Calls[Name]>;

/** What the server answered instead, or that it could not be reached. `status` 0: nobody answered. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  get signedOut(): boolean {
    return this.status === 401 && this.code === 'auth.tajo_refused';
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Makes a call of the contract. Throws {@link RequestFailure}, or what `signal` was aborted with. */
export async function request<Name extends CallName>(
  name: Name,
  input: Input<Name>,
  signal: AbortSignal | null = null,
): Promise<Answer<Name>> {
  const { method, path } = CALL_ADDRESSES[name];
  const parts: Parts = input;
  const response = await send(addressOf(path, parts), {
    method: method.toUpperCase(),
    // Another origin's page cannot send it unasked; the server insists on it.
    headers: { 'X-Tajo-Console': '1', ...(method === 'get' ? {} : { 'Content-Type': 'application/json' }) },
    ...(method === 'get' ? {} : { body: JSON.stringify(parts.body ?? {}) }),
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  });
  if (!response.ok) throw await failureOf(response);
  return (await response.json()) as Answer<Name>;
}

function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? filled : `${filled}?${text}`;
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (thrown) {
    if (init.signal?.aborted === true) throw thrown;
    throw new RequestFailure(0, 'unreachable', 'The connector does not answer.');
  }
}

async function failureOf(response: Response): Promise<RequestFailure> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    return new RequestFailure(response.status, error.code, error.message);
  } catch {
    return new RequestFailure(response.status, 'http', `The connector answered ${response.status}.`);
  }
}
