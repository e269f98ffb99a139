import { z } from 'zod';
import { type BrevoApi } from './api';
import { isReplay } from './error-answer';
import { offsetPage } from './offset-page';
import { type BrevoClient, type BrevoTemplate, type TemplateMail } from './types';

const templatePage = offsetPage(
  'templates',
  z
    .object({ id: z.int(), isActive: z.boolean().nullable().catch(null) })
    .transform(({ id, isActive }): BrevoTemplate => ({ id, isActive })),
);

export function createMailCalls(api: BrevoApi): Pick<BrevoClient, 'listTemplates' | 'sendTemplate'> {
  const templates = { path: '/smtp/templates', route: '/smtp/templates', group: 'brevo.smtp_other' } as const;
  return {
    listTemplates: ({ limit, offset }) =>
      api.read(templatePage, { ...templates, method: 'GET', query: { limit, offset } }),
    sendTemplate: async (mail) => {
      const request = {
        method: 'POST',
        path: '/smtp/email',
        route: '/smtp/email',
        group: 'brevo.smtp',
        body: mailBody(mail),
      } as const;
      return (await api.write(request, isReplay)) === 'tolerated' ? 'already_sent' : 'sent';
    },
  };
}

/** `headers` is a field of the body, not of the HTTP request. */
function mailBody({
  templateId,
  email,
  params,
  idempotencyKey,
  tags = [],
  dryRun,
}: TemplateMail): Record<string, unknown> {
  // As in events: what is not known is left out.
  const known = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null && value !== undefined));
  return {
    templateId,
    to: [{ email }],
    ...(Object.keys(known).length === 0 ? {} : { params: known }),
    ...(tags.length === 0 ? {} : { tags }),
    headers: { idempotencyKey, ...(dryRun === true ? { 'X-Sib-Sandbox': 'drop' } : {}) },
  };
}
