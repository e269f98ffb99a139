import { z } from 'zod';
import { type BrevoApi } from './api';
import { withoutEmailChange } from './consent';
import { contactRowSchema, contactSchema } from './contact-schema';
import { contactByEmail } from './identifier';
import { offsetPage } from './offset-page';
import { type BrevoClient, type ContactUpdate } from './types';

type ContactCalls = Pick<BrevoClient, 'getContact' | 'listContacts' | 'upsertContact' | 'updateContact'>;

const createdSchema = z.object({ id: z.int().optional() });
const contactPage = offsetPage('contacts', contactRowSchema);

export function createContactCalls(api: BrevoApi): ContactCalls {
  return {
    getContact: async (email) =>
      api.read(contactSchema, { method: 'GET', group: 'brevo.contacts', ...contactByEmail(email) }),
    listContacts: (page) =>
      api.read(contactPage, {
        method: 'GET',
        path: '/contacts',
        route: '/contacts',
        group: 'brevo.contacts',
        query: { limit: page.limit, offset: page.offset, modifiedSince: page.modifiedSince },
      }),
    upsertContact: async ({ email, attributes, listIds }) => {
      const body = { email, attributes: withoutEmailChange(attributes), listIds, updateEnabled: true };
      const { status, body: created } = await api.readOptional(createdSchema, {
        method: 'POST',
        path: '/contacts',
        route: '/contacts',
        group: 'brevo.contacts',
        body,
      });
      // 201 with an id when created, 204 without a body when updated.
      const id = created?.id ?? null;
      return { created: status === 201 || id !== null, id };
    },
    updateContact: async (email, update) => {
      const body = updateBody(update);
      await api.write({ method: 'PUT', group: 'brevo.contacts', ...contactByEmail(email), body });
    },
  };
}

/** Named one by one, so that nothing beyond the type's fields can slip into a request. */
function updateBody({ attributes, listIds, unlinkListIds }: ContactUpdate): ContactUpdate {
  return {
    ...(attributes === undefined ? {} : { attributes: withoutEmailChange(attributes) }),
    ...(listIds === undefined ? {} : { listIds }),
    ...(unlinkListIds === undefined ? {} : { unlinkListIds }),
  };
}
