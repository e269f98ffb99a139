import { type Reply, type SandboxRequest } from '../../http/types';
import { messagesOf } from '../../world/messages';
import { type MessageRecord, type TicketRecord } from '../../world/records';
import { type GorgiasContext } from '../context';
import { badRequest, notFound, Refused } from '../errors';
import { timePage } from '../pages';
import { checkParameters, readBoolean, readInt, readListQuery } from '../query';
import { messageView } from '../views/message';
import { tagsOf, ticketDetail, ticketRow } from '../views/ticket';

const filters = ['customer_id', 'external_id', 'view_id', 'rule_id', 'ticket_ids', 'trashed'];

export function listTickets({ world, cursors, older }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, { orders: ['created_datetime', 'updated_datetime'], filters });
  const byUpdated = list.field === 'updated_datetime';
  return timePage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    withTotal: !older,
    rows: byUpdated ? world.state.ticketsByUpdated : world.state.ticketsByCreated,
    timeOf: (row) => (byUpdated ? row.updatedUs : row.createdUs),
    accepts: acceptor(query),
    view: (row) => ticketRow(world.state, row, older),
  });
}

function acceptor(query: URLSearchParams): ((row: TicketRecord) => boolean) | undefined {
  const customerId = readInt(query, 'customer_id');
  const ids = query.getAll('ticket_ids').map(Number);
  if (ids.length > 100 || ids.some((id) => !Number.isInteger(id)))
    throw badRequest('ticket_ids', 'Not a valid list of ids.');
  // Trashed tickets are in the list unless they are asked to stay away (gorgias-api.md 2, row 14).
  const withoutTrash = readBoolean(query, 'trashed') === false;
  if (customerId === null && ids.length === 0 && !withoutTrash) return undefined;
  return (row) =>
    (customerId === null || row.customerId === customerId) &&
    (ids.length === 0 || ids.includes(row.id)) &&
    (!withoutTrash || row.trashedUs === null);
}

/** @throws Refused with 301 to the survivor of a merge, or 404. */
function findTicket({ world, origin }: GorgiasContext, id: number, rest = ''): TicketRecord {
  const survivor = world.state.mergedTickets.get(id);
  if (survivor !== undefined) {
    const base = id % 4 === 1 ? '' : origin();
    throw new Refused({ status: 301, headers: { location: `${base}/api/tickets/${survivor}/${rest}` } });
  }
  const ticket = world.state.tickets.get(id);
  if (ticket === undefined) throw notFound();
  return ticket;
}

function messagesIn({ world }: GorgiasContext, ticket: TicketRecord): readonly MessageRecord[] {
  return messagesOf(ticket, world.options.seed, world.state.agentIds);
}

export function getTicket(context: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, ['relationships']);
  const ticket = findTicket(context, id);
  const survey = context.world.state.surveys.get(ticket.surveyId ?? 0) ?? null;
  return {
    status: 200,
    json: ticketDetail(context.world.state, ticket, { messages: messagesIn(context, ticket), survey }),
  };
}

export function getTicketTags(context: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, []);
  return { status: 200, json: { data: tagsOf(context.world.state, findTicket(context, id, 'tags')) } };
}

/** Deprecated, by page number, 30 a page: what is beyond is cut without notice (gorgias-api.md 3.13). */
export function getTicketMessages(context: GorgiasContext, { query, path }: SandboxRequest, id: number): Reply {
  checkParameters(query, ['page']);
  const ticket = findTicket(context, id, 'messages');
  const messages = messagesIn(context, ticket);
  const page = readInt(query, 'page') ?? 1;
  const rows = messages.slice((page - 1) * 30, page * 30);
  const meta = {
    page: `${path}?page=${page}`,
    per_page: 30,
    current_page: page,
    item_count: messages.length,
    nb_pages: Math.max(1, Math.ceil(messages.length / 30)),
  };
  const data = rows.map((message) => messageView(context.world.state, ticket, message));
  return { status: 200, json: { data, object: 'list', uri: `${path}?`, meta } };
}

export function listMessages(context: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const { world, cursors } = context;
  const list = readListQuery(query, { orders: ['created_datetime'], filters: ['ticket_id'] });
  const ticketId = readInt(query, 'ticket_id');
  return timePage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    rows: world.state.messagesByCreated(),
    timeOf: ({ createdUs }) => createdUs,
    ...(ticketId === null ? {} : boundsOf(context, ticketId)),
    view: (message) => {
      const ticket = world.state.tickets.get(message.ticketId);
      return ticket === undefined ? null : messageView(world.state, ticket, message);
    },
  });
}

/** Keeps the search for one ticket's messages inside the time in which it was written to. */
function boundsOf(
  context: GorgiasContext,
  ticketId: number,
): { accepts: (row: MessageRecord) => boolean; from: number; to: number } {
  const ticket = context.world.state.tickets.get(ticketId);
  const times = ticket === undefined ? [] : messagesIn(context, ticket).map(({ createdUs }) => createdUs);
  return {
    accepts: (row) => row.ticketId === ticketId,
    from: Math.min(...times, Number.MAX_SAFE_INTEGER),
    to: Math.max(...times, 0),
  };
}
