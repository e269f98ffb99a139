import { z } from 'zod';
import { type BrevoApi } from './api';
import { offsetPage } from './offset-page';
import { isReplay } from './refusal';
import { type BrevoClient, type TemplateMail } from './types';

const templateSchema = z
  .object({ id: z.int(), name: z.string(), isActive: z.unknown().optional() })
  // What is not said to be active is not sent.
  .transform(({ id, name, isActive }) => ({ id, name, active: isActive === true }));

const templatePage = offsetPage('templates', templateSchema);

export function createMailCalls(api: BrevoApi): Pick<BrevoClient, 'sendTemplate' | 'listTemplates'> {
  return {
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
    listTemplates: ({ limit, offset }) =>
      api.read(templatePage, {
        method: 'GET',
        path: '/smtp/templates',
        route: '/smtp/templates',
        group: 'brevo.smtp_other',
        query: { limit, offset },
      }),
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
