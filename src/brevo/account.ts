import { z } from 'zod';
import { type BrevoApi } from './api';
import { type BrevoClient } from './types';

const accountSchema = z
  .object({ companyName: z.string().nullish(), marketingAutomation: z.object({ enabled: z.boolean() }).nullish() })
  .transform((body) => ({
    companyName: body.companyName ?? '',
    marketingAutomation: body.marketingAutomation?.enabled ?? false,
  }));

/** In the group of 100 requests an hour: ask when connecting and at most hourly. */
export function createAccountCalls(api: BrevoApi): Pick<BrevoClient, 'getAccount'> {
  return {
    getAccount: () =>
      api.read(accountSchema, { method: 'GET', path: '/account', route: '/account', group: 'brevo.others' }),
  };
}
