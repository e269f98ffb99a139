import { keysRotatedSchema, uninstalledSchema } from '../contract/account';
import type { CallApi } from './api-call';
import type { KeysRotated, RotateKeyOptions, Uninstalled, UninstallOptions } from './types';

const BASE = '/v1/connectors/gorgias';
/** Deletes in small steps, so that it disturbs nobody. */
const PURGE_MS = 1_800_000;

export function rotateKey(callApi: CallApi, options: RotateKeyOptions): Promise<KeysRotated> {
  const { account, email, apiKey, brevoApiKey } = options;
  return callApi({
    method: 'POST',
    path: `${BASE}/rotate-key`,
    query: { account },
    body: { email, apiKey, brevoApiKey },
    answer: keysRotatedSchema,
  });
}

export function uninstall(callApi: CallApi, { account, purge }: UninstallOptions): Promise<Uninstalled> {
  return callApi({
    method: 'POST',
    path: `${BASE}/uninstall`,
    query: { account },
    body: { purge },
    answer: uninstalledSchema,
    timeoutMs: PURGE_MS,
  });
}
