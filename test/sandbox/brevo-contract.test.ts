import { z } from 'zod';
import { startBrevoSandbox, type BrevoSandbox } from '../../packages/sandbox/brevo/start';
import { brevoClient, type Answer } from './http';

/** The answers' shapes of the connector's Brevo contract, written down again by hand. Responses may always have further keys. */
const error = z.looseObject({
  code: z.string().optional(),
  message: z.string(),
  metadata: z.looseObject({}).optional(),
});
const contact = z.looseObject({
  id: z.number().int(),
  email: z.string().optional(),
  emailBlacklisted: z.boolean(),
  smsBlacklisted: z.boolean(),
  whatsappBlacklisted: z.boolean().optional(),
  createdAt: z.iso.datetime({ offset: true }),
  modifiedAt: z.iso.datetime({ offset: true }),
  listIds: z.array(z.number().int()),
  listUnsubscribed: z.array(z.number().int()).nullish(),
  attributes: z.record(z.string(), z.unknown()),
  subscriptions: z.looseObject({}).optional(),
  statistics: z.looseObject({}).optional(),
});
const page = z.looseObject({ contacts: z.array(contact).min(1), count: z.number().int() });
const listRow = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  folderId: z.number().int().optional(),
  uniqueSubscribers: z.number().int(),
});
const definition = z.looseObject({
  name: z.string(),
  category: z.enum(['normal', 'transactional', 'category', 'calculated', 'global']),
  type: z.string().optional(),
  enumeration: z.array(z.looseObject({ value: z.number().int(), valueStr: z.string(), label: z.string() })).optional(),
});
const account = z.looseObject({
  email: z.string(),
  companyName: z.string(),
  plan: z.array(z.looseObject({ type: z.string(), credits: z.number().optional() })),
  relay: z.looseObject({ enabled: z.boolean() }),
  marketingAutomation: z.looseObject({ enabled: z.boolean() }).optional(),
});
const process = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  status: z.enum(['queued', 'in_process', 'processing', 'completed', 'failed', 'cancelled']),
  info: z.looseObject({ import: z.record(z.string(), z.string().nullable()) }).optional(),
});
const template = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  isActive: z.boolean(),
  sender: z.looseObject({ id: z.string() }),
});
const created = z.looseObject({ id: z.number().int() });
const empty = z.undefined();

describe('the sandbox Brevo keeps the contract of the real one', () => {
  let sandbox: BrevoSandbox;
  let client: ReturnType<typeof brevoClient>;
  beforeAll(async () => {
    sandbox = await startBrevoSandbox({
      apiKey: 'key-2',
      limits: 'off',
      importDelayMs: 0,
      blocked: [{ email: 'x@example.com', reason: 'adminBlocked', at: 0 }],
    });
    client = brevoClient(sandbox.url);
    await client.post('/contacts', { email: 'jane@example.com', listIds: [35], attributes: { SMS: '+14155550100' } });
    await client.post('/events', { event_name: 'seen', identifiers: { email_id: 'jane@example.com' } });
  });
  afterAll(() => sandbox.close());

  const jane = '/contacts/jane%40example.com?identifierType=email_id';
  const cases: readonly [string, () => Promise<Answer>, number, z.ZodType][] = [
    ['GET /account', () => client.get('/account'), 200, account],
    ['GET /contacts', () => client.get('/contacts'), 200, page],
    ['POST /contacts, new', () => client.post('/contacts', { email: 'new@example.com' }), 201, created],
    [
      'POST /contacts, known',
      () => client.post('/contacts', { email: 'jane@example.com', updateEnabled: true }),
      204,
      empty,
    ],
    ['POST /contacts, refused', () => client.post('/contacts', { email: 'jane@example.com' }), 400, error],
    ['GET /contacts/{identifier}', () => client.get(jane), 200, contact],
    ['GET /contacts/{identifier}, unknown', () => client.get('/contacts/no%40example.com'), 404, error],
    ['PUT /contacts/{identifier}', () => client.put(jane, { attributes: { FIRSTNAME: 'Jane' } }), 204, empty],
    ['DELETE /contacts/{identifier}, unknown', () => client.del('/contacts/no%40example.com'), 404, error],
    [
      'POST /contacts/import',
      () => client.post('/contacts/import', { jsonBody: [{ email: 'i@example.com' }], listIds: [35] }),
      202,
      z.looseObject({ processId: z.number().int() }),
    ],
    ['POST /contacts/batch, retired', () => client.post('/contacts/batch', {}), 404, error],
    [
      'GET /contacts/attributes',
      () => client.get('/contacts/attributes'),
      200,
      z.looseObject({ attributes: z.array(definition).min(1) }),
    ],
    [
      'POST /contacts/attributes',
      () => client.post('/contacts/attributes/normal/NEW_ONE', { type: 'date' }),
      201,
      z.strictObject({}),
    ],
    [
      'GET /contacts/lists',
      () => client.get('/contacts/lists'),
      200,
      z.looseObject({ count: z.number().int(), lists: z.array(listRow).min(1) }),
    ],
    ['POST /contacts/lists', () => client.post('/contacts/lists', { name: 'x', folderId: 1 }), 201, created],
    ['GET /contacts/lists/{id}/contacts', () => client.get('/contacts/lists/35/contacts'), 200, page],
    [
      'POST /contacts/lists/{id}/contacts/add',
      () => client.post('/contacts/lists/36/contacts/add', { emails: ['jane@example.com'] }),
      201,
      z.looseObject({ contacts: z.looseObject({ success: z.array(z.string()), failure: z.array(z.string()) }) }),
    ],
    [
      'GET /contacts/folders',
      () => client.get('/contacts/folders'),
      200,
      z.looseObject({
        count: z.number().int(),
        folders: z.array(z.looseObject({ id: z.number(), name: z.string() })).min(1),
      }),
    ],
    ['POST /contacts/folders', () => client.post('/contacts/folders', { name: 'f' }), 201, created],
    [
      'POST /events',
      () =>
        client.post('/events', {
          event_name: 'e',
          identifiers: { contact_id: 1 },
          event_properties: { a: true, b: 1.5 },
        }),
      204,
      empty,
    ],
    [
      'POST /events/batch',
      () => client.post('/events/batch', { events: [{ event_name: 'e', identifiers: { contact_id: 1 } }] }),
      202,
      z.looseObject({ message: z.string(), count: z.number().int() }),
    ],
    [
      'POST /events/batch, refused',
      () => client.post('/events/batch', { events: [{}] }),
      400,
      z.looseObject({
        status: z.string(),
        total_events: z.number(),
        successful_events: z.number(),
        failed_events: z.number(),
        errors: z.array(z.looseObject({ eventIndex: z.array(z.number().int()), message: z.string() })),
      }),
    ],
    [
      'GET /events',
      () => client.get('/events'),
      200,
      z.looseObject({
        count: z.number().int(),
        events: z
          .array(z.looseObject({ event_name: z.string(), event_date: z.string(), event_properties: z.looseObject({}) }))
          .min(1),
      }),
    ],
    [
      'POST /smtp/email',
      () => client.post('/smtp/email', { templateId: 12, to: [{ email: 'a@example.com' }] }),
      201,
      z.looseObject({ messageId: z.string() }),
    ],
    [
      'GET /smtp/templates',
      () => client.get('/smtp/templates'),
      200,
      z.looseObject({ count: z.number().int(), templates: z.array(template).min(1) }),
    ],
    [
      'GET /smtp/blockedContacts',
      () => client.get('/smtp/blockedContacts'),
      200,
      z.looseObject({
        count: z.number().int(),
        contacts: z.array(z.looseObject({ email: z.string(), reason: z.looseObject({ code: z.string() }) })).min(1),
      }),
    ],
  ];

  it.each(cases)('when %s is called, status and body have the agreed shape', async (_name, call, status, shape) => {
    const answer = await call();

    expect(answer.status).toBe(status);
    expect(shape.safeParse(answer.json).error?.issues ?? []).toEqual([]);
    expect(answer.text === '').toBe(status === 204);
  });

  it('when a process is read, its body has the agreed shape', async () => {
    const { json } = await client.post('/contacts/import', { jsonBody: [{ email: 'j@example.com' }], listIds: [35] });

    expect(process.safeParse((await client.get(`/processes/${json.processId}`)).json).error?.issues ?? []).toEqual([]);
  });
});
