import { createHash } from 'node:crypto';
import { z } from 'zod';
import { emailKey } from '../domain/email';
import { type BrevoApi } from './api';
import { type BrevoClient } from './types';

const text = z.string().nullish().catch(null);

/** Nothing of it is needed: which fields an account shows has changed before. */
const accountSchema = z
  .object({
    organization_id: text,
    email: text,
    companyName: text,
    marketingAutomation: z.object({ enabled: z.boolean() }).nullish().catch(null),
  })
  .transform((body) => ({
    companyName: body.companyName ?? '',
    marketingAutomation: body.marketingAutomation?.enabled ?? false,
    identity: identityOf(body.organization_id?.trim() ?? '', body.email ?? ''),
  }));

/** Of the e-mail only a digest: it is kept, compared and shown, and the address is a person's. */
function identityOf(organization: string, email: string): string | null {
  if (organization !== '') return `org:${organization}`;
  const key = emailKey(email);
  if (key === null) return null;
  return `mail:${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

/** In the group of 100 requests an hour: ask when connecting and at most hourly. */
export function createAccountCalls(api: BrevoApi): Pick<BrevoClient, 'getAccount'> {
  return {
    getAccount: () =>
      api.read(accountSchema, { method: 'GET', path: '/account', route: '/account', group: 'brevo.others' }),
  };
}
