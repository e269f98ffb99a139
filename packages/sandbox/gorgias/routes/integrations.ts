import { type Reply, type SandboxRequest } from '../../http/types';
import { type GorgiasContext } from '../context';
import { badRequest, notFound } from '../errors';
import { shortPage } from '../pages';
import { checkParameters, readListQuery } from '../query';
import { integrationRow } from '../views/rows';

export function listIntegrations({ world, cursors }: GorgiasContext, { query, path }: SandboxRequest): Reply {
  const list = readListQuery(query, { orders: ['created_datetime'], filters: ['type'] });
  const type = query.get('type');
  if (type !== null && type !== 'http') throw badRequest('type', 'Not a valid choice.');
  return shortPage({
    list,
    cursors,
    uri: `${path}?${query.toString()}`,
    withTotal: true,
    rows: world.state.integrations.filter((row) => type === null || row.type === type),
    sortValue: ({ createdUs }) => createdUs,
    view: integrationRow,
  });
}

export function getIntegration({ world }: GorgiasContext, { query }: SandboxRequest, id: number): Reply {
  checkParameters(query, []);
  const row = world.state.integrations.find((candidate) => candidate.id === id);
  if (row === undefined) throw notFound();
  return { status: 200, json: integrationRow(row) };
}

export function postIntegration({ integrations }: GorgiasContext, { body }: SandboxRequest): Reply {
  return { status: 201, json: integrationRow(integrations.create(body)), effective: true };
}

export function putIntegration({ integrations }: GorgiasContext, { body }: SandboxRequest, id: number): Reply {
  const row = integrations.update(id, body);
  if (row === null) throw notFound();
  return { status: 200, json: integrationRow(row), effective: true };
}

export function deleteIntegration({ integrations }: GorgiasContext, _request: SandboxRequest, id: number): Reply {
  if (!integrations.remove(id)) throw notFound();
  return { status: 204, effective: true };
}
