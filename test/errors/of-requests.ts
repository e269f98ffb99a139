import { z } from 'zod';
import { TajoClient } from '../../packages/sdk/index';
import { API_KEY } from '../api/running-api';
import type { CasesOf } from './cases';
import { answered, printed, thrownBy } from './shown';

const PLAN = '/v1/connectors/gorgias/plan';
const answer = z.unknown();
const MANY = 100;

/** What is wrong with a request before the connector is asked. */
export const OF_REQUESTS: CasesOf<'http'> = {
  'http.not_found': async ({ door: { call } }) =>
    printed(await thrownBy(() => call({ method: 'GET', path: '/v1/nothing', answer }))),
  'http.method_not_allowed': async ({ door: { call } }) =>
    printed(await thrownBy(() => call({ method: 'GET', path: PLAN, answer }))),
  'http.body_too_large': async ({ door: { call } }) =>
    printed(await thrownBy(() => call({ method: 'POST', path: PLAN, body: { x: 'x'.repeat(300_000) }, answer }))),
  'http.unsupported_media_type': async ({ door: { url } }) =>
    answered(
      await fetch(url + PLAN, {
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
  'http.no_webhook_secret': async ({ brokenDoor: { url } }) =>
    answered(await fetch(`${url}/webhooks/gorgias`, { method: 'POST' })),
};
