import { type Reply, type SandboxRequest } from '../http/types';
import { type GorgiasContext } from './context';
import { notFound, errorReply, Refused } from './errors';
import { ACCOUNT_DOMAIN, getAccount, getAccountSettings } from './routes/account';
import { getCustomer, getCustomFieldValues, listCustomers, postCustomer, putCustomer } from './routes/customers';
import { listEvents } from './routes/events';
import {
  deleteIntegration,
  getIntegration,
  listIntegrations,
  postIntegration,
  putIntegration,
} from './routes/integrations';
import { getSurvey, getUser, listCustomFields, listSurveys, listTags, listUsers } from './routes/reference';
import { getTicket, getTicketMessages, getTicketTags, listMessages, listTickets } from './routes/tickets';

type Route = (context: GorgiasContext, request: SandboxRequest, id: number) => Reply;

/** Paths below /api, `#` standing for an id. */
const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  customers: { GET: listCustomers, POST: postCustomer },
  'customers/#': { GET: getCustomer, PUT: putCustomer },
  'customers/#/custom-fields': { GET: getCustomFieldValues },
  'custom-fields': { GET: listCustomFields },
  tickets: { GET: listTickets },
  'tickets/#': { GET: getTicket },
  'tickets/#/messages': { GET: getTicketMessages },
  'tickets/#/tags': { GET: getTicketTags },
  messages: { GET: listMessages },
  tags: { GET: listTags },
  'satisfaction-surveys': { GET: listSurveys },
  'satisfaction-surveys/#': { GET: getSurvey },
  users: { GET: listUsers },
  'users/#': { GET: getUser },
  integrations: { GET: listIntegrations, POST: postIntegration },
  'integrations/#': { GET: getIntegration, PUT: putIntegration, DELETE: deleteIntegration },
  events: { GET: listEvents },
  account: { GET: () => getAccount(ACCOUNT_DOMAIN) },
  'account/settings': { GET: getAccountSettings },
};

/** Paths work with and without a slash at the end (gorgias-api.md 4). */
export function route(context: GorgiasContext, request: SandboxRequest): Reply {
  const parts = request.path
    .replace(/^\/api\//, '')
    .replace(/\/$/, '')
    .split('/');
  const methods = routes[parts.map((part) => (/^\d{1,15}$/.test(part) ? '#' : part)).join('/')];
  try {
    if (methods === undefined || !request.path.startsWith('/api/')) throw notFound();
    const handle = methods[request.method];
    if (handle === undefined) return errorReply(405, 'The specified HTTP method is not allowed.');
    return handle(context, request, Number(parts[1] ?? 0));
  } catch (cause) {
    if (cause instanceof Refused) return cause.reply;
    throw cause;
  }
}
