import { randomUUID } from 'node:crypto';
import { createBrevoClient } from '../../src/brevo/client';
import { BREVO_KEY } from '../support/connector';
import type { CasesOf } from './cases';
import { checked, meeting, waiting } from './of-vendors';
import type { Scenario } from './scenario';
import { failedActivity } from './shown';

const EMAIL = 'somebody@customer.example.com';
const upsert = ({ brevo }: Scenario): Promise<unknown> => brevo.upsertContact({ email: EMAIL, attributes: {} });
const read = ({ brevo }: Scenario): Promise<unknown> => brevo.getContact(EMAIL);
const mail = ({ brevo }: Scenario): Promise<unknown> =>
  brevo.sendTemplate({ templateId: 12, email: EMAIL, params: {}, idempotencyKey: randomUUID() });
const BLOCKED = {
  code: 'unauthorized',
  message: 'We have detected you are using an unrecognised IP address 203.0.113.7.',
};

/** In Brevo's own words: without them, an error is a gateway's and no fact about the account (design D15). */
const NOT_ACTIVATED = { code: 'permission_denied', message: 'not activated' };
const NO_CREDITS = { code: 'not_enough_credits', message: 'not enough credits' };

export const OF_BREVO: CasesOf<'brevo'> &
  CasesOf<'auth.brevo_refused' | 'auth.brevo_ip_blocked' | 'auth.brevo_forbidden'> = {
  'auth.brevo_refused': async (scenario) => {
    const { brevo } = scenario.harness.sandbox;
    brevo.setApiKey('another');
    return checked(scenario, 'auth.brevo_refused').finally(() => brevo.setApiKey(BREVO_KEY));
  },
  'auth.brevo_ip_blocked': async (scenario) => {
    scenario.harness.sandbox.brevo.faults.add({ kind: 'status', status: 401, body: BLOCKED });
    return checked(scenario, 'auth.brevo_ip_blocked');
  },
  'auth.brevo_forbidden': async (scenario) => {
    const match = { pathPrefix: '/v3/events' };
    scenario.harness.sandbox.brevo.faults.add({ kind: 'status', status: 403, body: NOT_ACTIVATED, match });
    return checked(scenario, 'auth.brevo_forbidden');
  },
  'brevo.rate_limited': meeting('brevo', { kind: '429', retryAfterSeconds: 1, times: 1 }, read),
  'brevo.unavailable': meeting('brevo', { kind: '5xx' }, read),
  'brevo.timeout': (scenario) =>
    waiting('brevo', scenario, (transport) => createBrevoClient(transport).getContact(EMAIL)),
  'brevo.busy': meeting('brevo', { kind: 'status', status: 425 }, upsert),
  'brevo.protocol': meeting('brevo', { kind: 'status', status: 200, body: { id: 'none' } }, read),
  'brevo.no_credits': meeting('brevo', { kind: 'status', status: 402, body: NO_CREDITS }, mail),
  'brevo.not_found': ({ brevo }) => failedActivity(() => brevo.getContact('nobody@customer.example.com')),
  'brevo.duplicate': async ({ brevo }) => {
    const attributes = { SMS: '+33612345678' };
    await brevo.upsertContact({ email: EMAIL, attributes });
    return failedActivity(() => brevo.upsertContact({ email: 'other@customer.example.com', attributes }));
  },
  'brevo.invalid_phone': ({ brevo }) =>
    failedActivity(() => brevo.upsertContact({ email: EMAIL, attributes: { SMS: '+33 none' } })),
  'brevo.rejected': ({ brevo }) => failedActivity(() => brevo.upsertContact({ email: 'no address', attributes: {} })),
};
