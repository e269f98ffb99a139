import { createGorgiasClient } from '../../src/gorgias/client';
import { gorgiasAuthorization } from '../../src/gorgias/credentials';
import type { ReadingNotes } from '../../src/domain/records';
import { type GorgiasClient } from '../../src/gorgias/types';
import { type Transport } from '../../src/http/types';
import { type ScriptedAnswer, type ScriptedServer } from '../http/scripted-server';
import * as samples from './samples';
import { type GorgiasBench, startGorgiasBench } from './server';

let bench: GorgiasBench;
let server: ScriptedServer;
let client: GorgiasClient;

beforeAll(async () => {
  bench = await startGorgiasBench(gorgiasAuthorization({ email: 'you@shop.example', apiKey: 'käy' }));
  ({ server, client } = bench);
});
beforeEach(() => void (server.journal.length = 0));
afterAll(() => bench.close());

/** Method, path and query of the only request of `call`, and what it resolved with. */
async function asked<T>(answer: unknown, call: () => Promise<T>) {
  server.answers({ json: answer });
  const result = await call();
  expect(server.journal).toHaveLength(1);
  const { method, path, query, body } = server.journal[0]!;
  return {
    result,
    request: `${method} ${path}${query.size === 0 ? '' : `?${decodeURIComponent(query.toString())}`}`,
    body,
  };
}

describe('Each call is the one request that the reference describes:', () => {
  const { customerRow, customerDetail, ticketRow, surveyRow, messageRow, eventRow, listOf } = samples;
  const list = listOf([]);
  const calls: readonly [string, unknown, () => Promise<unknown>][] = [
    ['GET /api/account', { domain: 'yourstore', plan: {} }, () => client.getAccount()],
    [
      'GET /api/customers?order_by=updated_datetime:asc&limit=100',
      listOf([customerRow]),
      () => client.listCustomers({ orderBy: 'updated_datetime:asc' }),
    ],
    [
      'GET /api/customers?order_by=created_datetime:desc&email=ada@example.com&limit=1',
      list,
      () => client.listCustomers({ orderBy: 'created_datetime:desc', email: 'ada@example.com', limit: 1 }),
    ],
    ['GET /api/customers/5?relationships=custom_fields', customerDetail, () => client.getCustomer(5)],
    ['POST /api/customers', customerDetail, () => client.createCustomer({ email: 'ada@example.com', externalId: 'x' })],
    ['PUT /api/customers/5', customerDetail, () => client.updateCustomer(5, { note: 'hi' })],
    ['GET /api/customers/5/custom-fields', { data: [] }, () => client.getCustomerCustomFields(5)],
    [
      'GET /api/custom-fields?object_type=Customer&limit=100',
      listOf([samples.customFieldDefinition]),
      () => client.listCustomFields({ objectType: 'Customer' }),
    ],
    [
      'GET /api/tickets?order_by=updated_datetime:desc&customer_id=5&limit=50&cursor=abc',
      listOf([ticketRow]),
      () => client.listTickets({ orderBy: 'updated_datetime:desc', customerId: 5, limit: 50, cursor: 'abc' }),
    ],
    [
      'GET /api/tickets?order_by=updated_datetime:desc&ticket_ids=7&ticket_ids=8&limit=100',
      list,
      () => client.listTickets({ orderBy: 'updated_datetime:desc', ticketIds: [7, 8] }),
    ],
    ['GET /api/tickets/7', { ...ticketRow, satisfaction_survey: surveyRow }, () => client.getTicket(7)],
    [
      'GET /api/messages?order_by=created_datetime:asc&ticket_id=7&limit=100',
      listOf([messageRow]),
      () => client.listMessages({ orderBy: 'created_datetime:asc', ticketId: 7 }),
    ],
    [
      'GET /api/tickets/7/messages?page=2',
      { data: [messageRow], meta: { page: 2, per_page: 30, nb_pages: 3 } },
      () => client.listTicketMessages(7, 2),
    ],
    ['GET /api/tags?limit=100', listOf([{ id: 1, name: 'VIP' }]), () => client.listTags({})],
    [
      'GET /api/satisfaction-surveys?order_by=created_datetime:asc&limit=100',
      listOf([surveyRow]),
      () => client.listSurveys({ orderBy: 'created_datetime:asc' }),
    ],
    ['GET /api/satisfaction-surveys/8', surveyRow, () => client.getSurvey(8)],
    ['GET /api/users?limit=100', list, () => client.listUsers({})],
    ['GET /api/integrations?limit=100', list, () => client.listIntegrations({})],
    ['POST /api/integrations', samples.httpIntegration, () => client.createIntegration(samples.integrationWrite)],
    ['PUT /api/integrations/9', samples.httpIntegration, () => client.updateIntegration(9, samples.integrationWrite)],
    [
      'GET /api/events?order_by=created_datetime:asc&types=a&types=b&created_datetime[gte]=2026-01-01&created_datetime[lt]=2026-01-02&limit=100',
      listOf([eventRow]),
      () =>
        client.listEvents({
          orderBy: 'created_datetime:asc',
          types: ['a', 'b'],
          createdFrom: '2026-01-01',
          createdBefore: '2026-01-02',
        }),
    ],
  ];

  it.each(calls)('%s', async (expected, answer, call) => {
    const { request } = await asked(answer, call);

    expect(request).toBe(expected);
  });

  it('every request carries the e-mail and key as Basic credentials and is charged to the one Gorgias bucket', async () => {
    const groups: string[] = [];
    const spying: Transport = (request, signal) => {
      groups.push(request.group);
      return bench.transport(request, signal);
    };
    await asked({ domain: 'x' }, () => createGorgiasClient(spying).getAccount());

    const header = server.journal[0]?.headers.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe('you@shop.example:käy');
    expect(groups).toEqual(['gorgias']);
  });

  it('a write sends the given fields in the names of the wire and never the channels, which would replace all of them', async () => {
    const { body } = await asked(customerDetail, () => client.updateCustomer(5, { name: 'Ada', externalId: 'x' }));

    expect(body).toEqual({ name: 'Ada', external_id: 'x' });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('the id %d is refused without a request', async (id) => {
    await expect(client.getTicket(id)).rejects.toMatchObject({ code: 'input.invalid' });
    expect(server.journal).toHaveLength(0);
  });
});

describe('A page', () => {
  it('with odd rows keeps the others and names each fault by id and path, without the value', async () => {
    const odd = [
      { ...samples.customerRow, id: 2, email: ['secret@example.com'] },
      { ...samples.customerRow, id: 'secret@example.com' },
      'secret@example.com',
      null,
    ];
    const { result } = await asked(samples.listOf([...odd, samples.customerRow], 'next'), () =>
      client.listCustomers({ orderBy: 'updated_datetime:asc' }),
    );

    expect(result.rows.map((row) => row.id)).toEqual([519753903]);
    expect(result.unreadable.map((row) => row.id)).toEqual([2, null, null, null]);
    expect(result.unreadable[0]?.reason).toBe('email: a list where an address was expected');
    expect(JSON.stringify(result.unreadable)).not.toContain('secret');
    expect(result.nextCursor).toBe('next');
  });

  it.each([null, undefined, ''])('whose next cursor is %j is the last one', async (next) => {
    const answer = { data: [], meta: { next_cursor: next } };
    const { result } = await asked(answer, () => client.listTags({}));

    expect(result.nextCursor).toBeNull();
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['without its list', { json: { meta: {} } }, 'gorgias.protocol'],
    ['that is a bare list', { json: [] }, 'gorgias.protocol'],
    ['whose list is none', { json: { data: {} } }, 'gorgias.protocol'],
    ['of HTML', { text: '<!doctype html><title>Welcome</title>' }, 'gorgias.unavailable'],
    ['cut in half', { text: '{"data":[{"id":1' }, 'gorgias.unavailable'],
    ['without a body', { text: '' }, 'gorgias.unavailable'],
  ])('%s is an error, never an empty page', async (_, answer, code) => {
    server.answers(answer);

    await expect(client.listTags({})).rejects.toMatchObject({ code });
  });

  it('that is null is a list which this key may not see', async () => {
    server.answers({ json: samples.listOf(null) });

    await expect(client.listSurveys({ orderBy: 'created_datetime:asc' })).rejects.toMatchObject({
      code: 'auth.gorgias_forbidden',
    });
  });

  it('of the deprecated messages list tells how many pages there are', async () => {
    const answer = { data: [samples.messageRow], meta: { page: 1, per_page: 30, item_count: 61, nb_pages: 3 } };
    const { result } = await asked(answer, () => client.listTicketMessages(7, 1));

    expect(result).toMatchObject({ pages: 3, rows: [{ id: 55 }] });
  });
});

describe('What could not be read', () => {
  const told: ReadingNotes[] = [];
  const noting = (): GorgiasClient =>
    createGorgiasClient(bench.transport, (notes) => {
      told.push(notes);
      return Promise.resolve();
    });
  beforeEach(() => void (told.length = 0));

  it('of a page is told with the kind, the ids that were met, and what each has lost', async () => {
    const rows = [
      { ...samples.ticketRow, id: 1 },
      { ...samples.ticketRow, id: 2, tags: [{ name: null }] },
      { ...samples.ticketRow, id: 3, status: null },
      { ...samples.ticketRow, id: 2 ** 53 },
    ];
    await asked(samples.listOf(rows), () => noting().listTickets({ orderBy: 'updated_datetime:asc' }));

    expect(told).toMatchObject([
      {
        kind: 'ticket',
        ids: [1, 2, 3],
        odd: [
          { id: 2, field: 'tags.0.name', lost: false },
          { id: 3, field: 'status', lost: true },
          { id: null, field: 'id', lost: true },
        ],
      },
    ]);
    expect(told[0]?.fields).toContain('tags');
    expect(told[0]?.fields).not.toContain('satisfaction_survey');
  });

  it('of a record that is whole is told too: what was noted of it before is over', async () => {
    await asked(samples.surveyRow, () => noting().getSurvey(8));

    expect(told).toMatchObject([{ kind: 'survey', ids: [samples.surveyRow.id], odd: [] }]);
  });

  it.each([
    ['a record with an id is the record itself', { ...samples.surveyRow, score: 4.5 }, 'gorgias.protocol', 1],
    ['JSON without an id may be anybody’s', { status: 'ok' }, 'gorgias.unavailable', 0],
    ['a list may be anybody’s', [], 'gorgias.unavailable', 0],
  ])('of a single record is an error of its own: %s', async (_, answer, code, notes) => {
    server.answers({ json: answer });

    await expect(noting().getSurvey(8)).rejects.toMatchObject({ code });
    expect(told).toHaveLength(notes);
  });
});
