import { request } from 'undici';
import { z } from 'zod';
import { checkHealth, checkReadiness } from '../contract/operational';
import type { DispatcherFor } from './dispatcher';
import { TajoError } from './errors';

/** Whether a connector is up, and what it stands on. */
export interface Health {
  readonly temporal: boolean;
  readonly store: boolean;
  /** How far its clock is ahead of ours, in milliseconds, to about a second; null: it did not tell its time. */
  readonly clockAheadMs: number | null;
}

const TIMEOUT_MS = 8_000;
/** HTTP dates are whole seconds, cut off: on average half a second has passed since. */
const DATE_CUT_MS = 500;

/** Throws `client.unreachable`, `client.protocol`, `client.invalid_url`. */
export async function readHealth(url: string, dispatcherFor: DispatcherFor): Promise<Health> {
  const { clockAheadMs } = await ask(addressOf(url, checkHealth.path), checkHealth, dispatcherFor);
  const { answer } = await ask(addressOf(url, checkReadiness.path), checkReadiness, dispatcherFor);
  return { ...answer, clockAheadMs };
}

async function ask<Answer>(
  address: URL,
  { answer }: { readonly answer: z.ZodType<Answer> },
  dispatcherFor: DispatcherFor,
): Promise<{ answer: Answer; clockAheadMs: number | null }> {
  const dispatcher = dispatcherFor(address);
  const startedAt = Date.now();
  const { headers, body } = await request(address, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(dispatcher !== undefined && { dispatcher }),
  }).catch((cause: unknown) => {
    throw new TajoError('client.unreachable', `No connector answers at ${address.origin}.`, { cause });
  });
  const midway = (startedAt + Date.now()) / 2;
  const parsed = answer.safeParse(await body.json().catch(() => null));
  if (!parsed.success) {
    throw new TajoError('client.protocol', `What answers at ${address.origin} is not a connector.`);
  }
  const date = Date.parse(z.string().catch('').parse(headers['date']));
  return { answer: parsed.data, clockAheadMs: Number.isNaN(date) ? null : date + DATE_CUT_MS - midway };
}

function addressOf(url: string, path: string): URL {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new TajoError('client.invalid_url', 'The address of the connector is not a plain http or https URL.', {
      field: 'url',
    });
  }
  return new URL(base.pathname.replace(/\/+$/, '') + path, base.origin);
}
