import { z } from 'zod';
import { ConnectorError } from '../domain/errors/connector-error';
import { type BrevoApi } from './api';
import { BREVO_LIST_CHANGE_MAX } from './limits';
import { contactRowSchema } from './contact-schema';
import { offsetPage } from './offset-page';
import { isAlreadyRemoved } from './error-answer';
import { type BrevoClient, type BrevoList } from './types';

type ListCalls = Pick<
  BrevoClient,
  'listLists' | 'createList' | 'listMembers' | 'listFolders' | 'createFolder' | 'removeFromList'
>;

const listSchema = z
  // A list is known by its number: one whose name or folder is odd is there all the same.
  .object({ id: z.int(), name: z.string().catch(''), folderId: z.int().nullish().catch(null) })
  .transform((row): BrevoList => ({ id: row.id, name: row.name, folderId: row.folderId ?? null }));

const listPage = offsetPage('lists', listSchema);
const memberPage = offsetPage('contacts', contactRowSchema);
const folderPage = offsetPage('folders', z.object({ id: z.int(), name: z.string() }));
const createdId = z.object({ id: z.int() }).transform((body) => body.id);

export function createListCalls(api: BrevoApi): ListCalls {
  const lists = { path: '/contacts/lists', route: '/contacts/lists', group: 'brevo.contacts' } as const;
  const folders = { path: '/contacts/folders', route: '/contacts/folders', group: 'brevo.contacts' } as const;
  return {
    listLists: ({ limit, offset }) => api.read(listPage, { ...lists, method: 'GET', query: { limit, offset } }),
    createList: ({ name, folderId }) => api.read(createdId, { ...lists, method: 'POST', body: { name, folderId } }),
    listMembers: (listId, { limit, offset }) =>
      api.read(memberPage, {
        method: 'GET',
        path: `/contacts/lists/${listId}/contacts`,
        route: '/contacts/lists/{id}/contacts',
        group: 'brevo.contacts',
        query: { limit, offset },
      }),
    listFolders: ({ limit, offset }) => api.read(folderPage, { ...folders, method: 'GET', query: { limit, offset } }),
    createFolder: (name) => api.read(createdId, { ...folders, method: 'POST', body: { name } }),
    removeFromList: async (listId, emails) => {
      if (emails.length === 0 || emails.length > BREVO_LIST_CHANGE_MAX) throw wrongNumber(emails.length);
      const request = {
        method: 'POST',
        path: `/contacts/lists/${listId}/contacts/remove`,
        route: '/contacts/lists/{id}/contacts/remove',
        group: 'brevo.contacts',
        body: { emails },
      } as const;
      // When all of them are out already, a repeated removal is refused as a whole: that is what was wanted.
      await api.write(request, isAlreadyRemoved);
    },
  };
}

function wrongNumber(count: number): ConnectorError {
  return new ConnectorError(
    'brevo.rejected',
    `A list is changed by 1 to ${BREVO_LIST_CHANGE_MAX} contacts, not ${count}`,
    {
      details: { field: 'emails' },
    },
  );
}
