import { z } from 'zod';
import { createApiCall } from '../../packages/sdk/client/api-call';
import { listConnectors, pauseSync } from '../../packages/sdk/contract/accounts';
import { signIn } from '../../packages/sdk/contract/session';
import { planSync } from '../../packages/sdk/contract/sync';
import { TajoClient } from '../../packages/sdk/index';
import { API_KEY, READ_KEY } from '../api/running-api';
import type { CasesOf } from './cases';
import { answered, printed, thrownBy } from './shown';

/** Calls that the contract does not have. */
const NOTHING = { ...listConnectors, path: '/v1/nothing' };
const WRONG_METHOD = { ...planSync, method: 'get' } as const;
const LARGE = { ...planSync, body: z.object({ x: z.string() }) };
const MANY = 100;

/** What is wrong with a request before the connector is asked. */
export const OF_REQUESTS: CasesOf<'http'> = {
  'http.not_found': async ({ door: { call } }) => printed(await thrownBy(() => call(NOTHING, {}))),
  'http.method_not_allowed': async ({ door: { call } }) =>
    printed(await thrownBy(() => call(WRONG_METHOD, { query: {} }))),
  'http.body_too_large': async ({ door: { call } }) =>
    printed(await thrownBy(() => call(LARGE, { query: {}, body: { x: 'x'.repeat(300_000) } }))),
  'http.unsupported_media_type': async ({ door: { url } }) =>
    answered(
      await fetch(url + planSync.path, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'text/plain' },
        body: 'plan',
      }),
    ),
  'http.too_many_requests': async ({ brokenDoor: { url } }) => {
    const { connectors } = new TajoClient({ url, apiKey: 'wrong' });
    for (let tries = 1; ; tries += 1) {
      const shown = printed(await thrownBy(() => connectors.list()));
      if (shown.code !== 'auth.tajo_refused' || tries === MANY) return shown;
    }
  },
  'http.wrong_secret': async ({ door: { url } }) =>
    answered(await fetch(`${url}/webhooks/gorgias`, { method: 'POST', headers: { 'x-webhook-secret': 'wrong' } })),
  'http.other_origin': async ({ door: { url } }) =>
    answered(
      await fetch(url + signIn.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
        body: JSON.stringify({ key: API_KEY }),
      }),
    ),
  'http.read_only': async ({ door: { url } }) =>
    printed(await thrownBy(() => createApiCall({ url, apiKey: READ_KEY })(pauseSync, { query: {} }))),
  'http.no_webhook_secret': async ({ brokenDoor: { url } }) =>
    answered(await fetch(`${url}/webhooks/gorgias`, { method: 'POST' })),
};
