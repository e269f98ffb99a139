import { type Reply, type SandboxRequest } from '../http/types';
import { type BrevoContext } from './context';
import { notFound, errorReply, Refused } from './errors';
import { getAccount } from './routes/account';
import { createAttribute, listAttributes } from './routes/attributes';
import { getContact, listContacts } from './routes/contact-reads';
import { deleteContact, postContact, putContact } from './routes/contacts';
import { listEvents, postEvent, postEventBatch } from './routes/events';
import { getProcess, postImport } from './routes/imports';
import { createFolder, createList, listFolders, listLists, listMembers, moveMembers } from './routes/lists';
import { deleteBlocked, listBlocked, listTemplates, postMail } from './routes/smtp';

type Route = (context: BrevoContext, request: SandboxRequest, one: string, two: string) => Reply;

/** Paths below /v3, `:` standing for a part that is given to the route. The first that fits is taken. */
const routes: readonly (readonly [string, string, Route])[] = [
  ['GET', '/account', getAccount],
  ['GET', '/contacts', listContacts],
  ['POST', '/contacts', postContact],
  ['POST', '/contacts/import', postImport],
  ['GET', '/contacts/attributes', listAttributes],
  ['POST', '/contacts/attributes/:/:', createAttribute],
  ['GET', '/contacts/folders', listFolders],
  ['POST', '/contacts/folders', createFolder],
  ['GET', '/contacts/lists', listLists],
  ['POST', '/contacts/lists', createList],
  ['GET', '/contacts/lists/:/contacts', (context, request, id) => listMembers(context, request, Number(id))],
  [
    'POST',
    '/contacts/lists/:/contacts/add',
    (context, request, id) => moveMembers(context, request, Number(id), 'add'),
  ],
  [
    'POST',
    '/contacts/lists/:/contacts/remove',
    (context, request, id) => moveMembers(context, request, Number(id), 'remove'),
  ],
  ['GET', '/contacts/:', getContact],
  ['PUT', '/contacts/:', putContact],
  ['DELETE', '/contacts/:', deleteContact],
  ['GET', '/processes/:', (context, request, id) => getProcess(context, request, Number(id))],
  ['GET', '/events', listEvents],
  ['POST', '/events', postEvent],
  ['POST', '/events/batch', postEventBatch],
  ['POST', '/smtp/email', postMail],
  ['GET', '/smtp/templates', listTemplates],
  ['GET', '/smtp/blockedContacts', listBlocked],
  ['DELETE', '/smtp/blockedContacts/:', deleteBlocked],
];

const compiled = routes.map(([method, path, handle]) => ({ method, parts: path.split('/'), handle }));

/** @param path Below /v3. `POST /contacts/batch` is retired and found nowhere (brevo-api.md 3.8). */
export function route(context: BrevoContext, request: SandboxRequest, path: string): Reply {
  const parts = path.split('/');
  const onPath = compiled.filter((candidate) => fits(candidate.parts, parts));
  const match = onPath.find(({ method }) => method === request.method);
  try {
    if (onPath.length === 0 || path === '/contacts/batch') throw notFound('Route not found');
    if (match === undefined)
      return errorReply(405, 'method_not_allowed', `${request.method} Method is not allowed on this path`);
    const [one = '', two = ''] = parts.filter((_, index) => match.parts[index] === ':');
    return match.handle(context, request, one, two);
  } catch (cause) {
    if (cause instanceof Refused) return cause.reply;
    throw cause;
  }
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, index) => part === ':' || part === parts[index]);
}
