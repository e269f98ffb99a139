import { type Reply, type SandboxRequest } from '../../http/types';
import { type GorgiasContext } from '../context';
import { badRequest, notFound } from '../errors';
import { shortPage, timePage } from '../pages';
import { checkParameters, readBoolean, readInt, readListQuery } from '../query';
import { fieldRow, surveyRow, tagRow, userRow } from '../views/rows';

export function listTags({ world, cursors, older }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const usage = /^usage:(asc,name:asc|desc,name:desc)$/.exec(query.get('order_by') ?? '');
  const plain = new URLSearchParams(query);
  if (usage !== null) plain.set('order_by', `usage:${(usage[1] ?? 'asc').split(',')[0] ?? 'asc'}`);
  const orders = ['created_datetime', 'name', ...(usage === null ? [] : ['usage'])];
  const list = readListQuery(plain, { orders, filters: ['search'] });
  const search = query.get('search')?.toLowerCase() ?? '';
  return shortPage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    withTotal: !older,
    rows: world.tags.filter(({ name }) => name.toLowerCase().includes(search)),
    sortValue: (tag) => (list.field === 'name' ? tag.name : list.field === 'usage' ? tag.id % 90 : tag.createdUs),
    view: tagRow,
  });
}

export function listSurveys({ world, cursors }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, { orders: ['created_datetime'], filters: ['ticket_id'] });
  const ticketId = readInt(query, 'ticket_id');
  return timePage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    rows: world.state.surveysByCreated,
    timeOf: ({ createdUs }) => createdUs,
    accepts: ticketId === null ? undefined : (row) => row.ticketId === ticketId,
    view: surveyRow,
  });
}

export function getSurvey({ world }: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, []);
  const survey = world.surveys.get(id);
  if (survey === undefined) throw notFound();
  return { status: 200, json: surveyRow(survey) };
}

const userFilters = ['email', 'external_id', 'roles', 'search', 'available_first'];

export function listUsers({ world, cursors, origin }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, {
    orders: ['name', 'created_datetime', 'email', 'role.name'],
    first: 'asc',
    filters: userFilters,
  });
  const roles = query.getAll('roles');
  const email = query.get('email');
  return shortPage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    withTotal: true,
    rows: world.users.filter(
      (user) => (roles.length === 0 || roles.includes(user.role)) && (email === null || user.email === email),
    ),
    sortValue: (user) => {
      if (list.field === 'name') return user.name;
      if (list.field === 'email') return user.email;
      return list.field === 'role.name' ? user.role : user.createdUs;
    },
    view: (user) => userRow(user, origin()),
  });
}

/** 0 is whoever asks (gorgias-api.md 4). */
export function getUser({ world, origin }: GorgiasContext, _request: SandboxRequest, id: number): Reply {
  const user =
    id === 0 ? world.users.find(({ role }) => role === 'admin') : world.users.find((candidate) => candidate.id === id);
  if (user === undefined) throw notFound();
  return { status: 200, json: userRow(user, origin()) };
}

/** `object_type` is required (gorgias-api.md 3.4). */
export function listCustomFields({ world, cursors }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, {
    orders: ['priority'],
    first: 'asc',
    filters: ['object_type', 'search', 'archived'],
  });
  const objectType = query.get('object_type');
  if (objectType !== 'Customer' && objectType !== 'Ticket')
    throw badRequest('object_type', 'Missing data for required field.');
  const archived = readBoolean(query, 'archived');
  return shortPage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    rows: world.customFields.filter(
      (row) => row.objectType === objectType && (archived === null || row.deactivated === archived),
    ),
    sortValue: ({ id }) => id % 10,
    view: fieldRow,
  });
}
