import { z } from 'zod';
import type { BrevoApi } from './api';
import { withoutEmailChange } from './consent';
import { contactRowSchema, contactSchema } from './contact-schema';
import { offsetPage } from './offset-page';
import type { BrevoClient, ContactUpdate } from './types';
import { emailKey, normaliseEmail } from '../domain/email';
import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';

type ContactCalls = Pick<
  BrevoClient,
  'getContact' | 'listContacts' | 'deleteContact' | 'upsertContact' | 'updateContact'
>;

const createdSchema = z.object({ id: z.int().optional() });
const contactPage = offsetPage('contacts', contactRowSchema);

export function createContactCalls(api: BrevoApi): ContactCalls {
  return {
    getContact: async (email) => {
      const contact = await api.read(contactSchema, {
        method: 'GET',
        group: 'brevo.contacts',
        ...contactByEmail(email),
      });
      if (contact.email === null || spelling(contact.email) !== spelling(email)) throw anotherContact();
      return contact;
    },
    listContacts: (page) =>
      api.read(contactPage, {
        method: 'GET',
        path: '/contacts',
        route: '/contacts',
        group: 'brevo.contacts',
        query: { limit: page.limit, offset: page.offset, modifiedSince: page.modifiedSince },
      }),
    deleteContact: async (email) => {
      try {
        await api.write({ method: 'DELETE', group: 'brevo.contacts', ...contactByEmail(email) });
        return true;
      } catch (thrown) {
        if (isConnectorError(thrown, 'brevo.not_found')) return false;
        throw thrown;
      }
    },
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

function spelling(email: string): string | null {
  return normaliseEmail(email) ?? emailKey(email);
}

/** Its address may have been changed just now, or something on the way has mixed up two answers: nothing is known of who was asked about. */
function anotherContact(): ConnectorError {
  return new ConnectorError('brevo.protocol', 'Brevo answered with a contact of another address, or of none', {
    details: { field: 'email' },
  });
}

/** Named one by one, so that nothing beyond the type's fields can slip into a request. */
function updateBody({ attributes, listIds, unlinkListIds }: ContactUpdate): ContactUpdate {
  return {
    ...(attributes === undefined ? {} : { attributes: withoutEmailChange(attributes) }),
    ...(listIds === undefined ? {} : { listIds }),
    ...(unlinkListIds === undefined ? {} : { unlinkListIds }),
  };
}

/**
 * Path and query that address a contact by e-mail. The type is always named: without it, only some identifiers are told apart.
 *
 * @throws ConnectorError `brevo.rejected` for what is no e-mail, before it could address the whole collection.
 */
function contactByEmail(email: string): {
  readonly path: string;
  readonly query: { readonly identifierType: 'email_id' };
  readonly route: string;
} {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new ConnectorError('brevo.rejected', 'A contact cannot be addressed without an e-mail', {
      details: { field: 'email' },
    });
  }
  return {
    path: `/contacts/${encodeURIComponent(email)}`,
    query: { identifierType: 'email_id' },
    route: '/contacts/{email}',
  };
}
