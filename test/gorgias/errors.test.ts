import { type GorgiasClient } from '../../src/gorgias/types';
import { type ScriptedAnswer } from '../http/scripted-server';
import { FOREIGN, HTML } from './foreign';
import { type GorgiasBench, startGorgiasBench } from './server';

const REFUSED = { error: { msg: 'about ada@example.com' } };

const DELETED = { status: 404, json: { error: { msg: 'Resource not found.' } } };

let bench: GorgiasBench;
let client: GorgiasClient;

beforeAll(async () => {
  bench = await startGorgiasBench();
  ({ client } = bench);
});
afterAll(() => bench.close());

const errorOf: GorgiasBench['errorOf'] = (...asked) => bench.errorOf(...asked);
const listTickets = (cursor?: string) => () => client.listTickets({ orderBy: 'updated_datetime:asc', cursor });

describe('A refusal of Gorgias becomes one of our codes:', () => {
  it.each([
    [400, 'gorgias.rejected'],
    [403, 'auth.gorgias_forbidden'],
    [404, 'gorgias.not_found'],
    [405, 'gorgias.rejected'],
    [409, 'gorgias.rejected'],
    [410, 'gorgias.rejected'],
    [413, 'gorgias.rejected'],
    [422, 'gorgias.rejected'],
  ])("status %d in the API's own words is %s", async (status, code) => {
    const bodies = [
      { json: { error: { msg: 'about ada@example.com', data: { email: ['ada@example.com is taken'] } } } },
      { json: { error: 'about ada@example.com' } },
      { json: { error: {} } },
    ];
    for (const body of bodies) {
      const error = await errorOf({ status, headers: { 'x-request-id': 'r1' }, ...body });

      expect(error.code).toBe(code);
      expect(error.details).toMatchObject({ status, requestId: 'r1' });
      expect(JSON.stringify(error) + error.message).not.toContain('ada');
    }
  });

  it.each([
    [408, 'gorgias.unavailable'],
    [429, 'gorgias.rate_limited'],
    [500, 'gorgias.unavailable'],
    [502, 'gorgias.unavailable'],
    [503, 'gorgias.unavailable'],
    [504, 'gorgias.unavailable'],
    [524, 'gorgias.unavailable'],
    [302, 'gorgias.protocol'],
    [307, 'gorgias.protocol'],
  ])('status %d is %s, whatever its body is', async (status, code) => {
    const bodies = [...FOREIGN, { json: { error: { msg: 'about ada@example.com' } } }];
    for (const body of bodies) {
      const error = await errorOf({ status, headers: { 'x-request-id': 'r1' }, ...body });

      expect(error.code).toBe(code);
      expect(error.details).toMatchObject({ status, requestId: 'r1' });
      expect(JSON.stringify(error) + error.message).not.toContain('ada');
    }
  });

  it('the fields that Gorgias complains about are named, their texts are not', async () => {
    const data = { order_by: ['Not a valid choice: ada'], 'ada@example.com': ['what?'] };
    const error = await errorOf({ status: 400, json: { error: { msg: 'Invalid ada', data } } });

    expect(error.message).toContain('order_by');
    expect(error.message).not.toContain('ada');
    expect(error.details.field).toBe('order_by');
  });

  it('only a 5xx leaves open whether the request was carried out', async () => {
    expect((await errorOf({ status: 503 })).details.outcomeUnknown).toBe(true);
    expect((await errorOf({ status: 400, json: REFUSED })).details.outcomeUnknown).toBeUndefined();
    expect((await errorOf({ status: 400, text: HTML })).details.outcomeUnknown).toBe(false);
  });
});

describe('A 401', () => {
  it.each<ScriptedAnswer>([{ json: REFUSED }, { json: ['no'] }, { text: '' }])(
    'as %j is a wrong e-mail or key',
    async (body) => {
      expect((await errorOf({ status: 401, ...body })).code).toBe('auth.gorgias_refused');
    },
  );

  it.each([HTML, 'Unauthorized'])('as the page %j is a proxy that wants a password', async (text) => {
    expect((await errorOf({ status: 401, text })).code).toBe('gorgias.unavailable');
  });
});

describe('A 429', () => {
  it.each([
    ['5', 5_000],
    ['0', 1_000],
    ['86400', 60_000],
    ['later', 20_000],
  ])('with Retry-After %j asks to wait %d ms', async (header, expected) => {
    const error = await errorOf({ status: 429, headers: { 'Retry-after': header } });

    expect(error).toMatchObject({ code: 'gorgias.rate_limited', retryAfterMs: expected, retryable: true });
  });

  it('without Retry-After asks for the time in which the bucket empties', async () => {
    expect((await errorOf({ status: 429 })).retryAfterMs).toBe(20_000);
  });
});

describe('A merged record', () => {
  it.each([
    ['https://yourstore.gorgias.com/api/customers/99/', 99],
    ['/api/customers/99', 99],
    ['/api/customers/99?relationships=custom_fields', 99],
    ['http://yourstore.gorgias.com/api/customers/99/custom-fields', 99],
  ])('names its survivor, with Location %j', async (location, survivorId) => {
    const error = await errorOf({ status: 301, headers: { location } });

    expect(error).toMatchObject({ code: 'gorgias.merged', details: { survivorId } });
  });

  it('may be a ticket', async () => {
    const answer = { status: 301, headers: { location: '/api/tickets/12/' } };
    const error = await errorOf(answer, () => client.getTicket(7));

    expect(error.details.survivorId).toBe(12);
  });

  it.each([
    '/api/customers/5/',
    '/api/tickets/99',
    '/api/customers/',
    '/login',
    'https://evil.example/customers/99',
    '/api/customers/99999999999999999999',
    '/api/customers/9007199254740993',
    '',
  ])('is not believed of Location %j', async (location) => {
    const error = await errorOf({ status: 301, headers: { location } });

    expect(error.code).toBe('gorgias.protocol');
    expect(error.details.survivorId).toBeUndefined();
  });
});

describe('A 400 to a list', () => {
  it('with a cursor is an expired cursor, which can be tried again from the last position', async () => {
    const error = await errorOf({ status: 400, json: { error: { msg: 'Invalid cursor.' } } }, listTickets('abc'));

    expect(error).toMatchObject({ code: 'gorgias.cursor_expired', retryable: true });
  });

  it('without a cursor is our mistake', async () => {
    expect((await errorOf({ status: 400, json: REFUSED }, listTickets())).code).toBe('gorgias.rejected');
  });
});

describe('A wrong domain', () => {
  it.each<[string, ScriptedAnswer]>([
    ['404 in JSON', DELETED],
    ['404 in HTML', { status: 404, text: HTML }],
    ['a redirect to a login page', { status: 302, headers: { location: 'https://www.gorgias.com/' } }],
    ['a moved page', { status: 301, headers: { location: 'https://www.gorgias.com/' } }],
    ['a welcome page', { status: 200, text: HTML }],
  ])('is told by the account call from %s', async (_, answer) => {
    const error = await errorOf(answer, () => client.getAccount());

    expect(error).toMatchObject({ code: 'gorgias.wrong_domain', retryable: false });
  });

  it.each<[number, string]>([
    [401, 'gorgias.unavailable'],
    [403, 'gorgias.unavailable'],
    [429, 'gorgias.rate_limited'],
    [503, 'gorgias.unavailable'],
  ])('is not what a page with status %d means to the account call', async (status, code) => {
    expect((await errorOf({ status, text: HTML }, () => client.getAccount())).code).toBe(code);
  });

  // A page of HTML to any other call was one too: it is told by the account call alone now, because gateways send such pages for a while.
  it("is what a missing collection in the API's own words means; a page buries no customer and ends no run", async () => {
    expect((await errorOf(DELETED, listTickets())).code).toBe('gorgias.wrong_domain');
    expect((await errorOf({ status: 404, text: `\n ${HTML}` })).code).toBe('gorgias.unavailable');
    expect((await errorOf({ status: 404, text: HTML }, listTickets())).code).toBe('gorgias.unavailable');
    expect((await errorOf(DELETED)).code).toBe('gorgias.not_found');
  });
});

describe('A success that cannot be read', () => {
  it.each<[string, ScriptedAnswer, string]>([
    ['HTML', { text: HTML }, 'gorgias.unavailable'],
    ['half an answer', { text: '{"id": 5, "email": "ada@exam' }, 'gorgias.unavailable'],
    ['JSON of something else', { json: { id: { is: 'ada@example.com' } } }, 'gorgias.unavailable'],
    ['null', { json: null }, 'gorgias.unavailable'],
  ])('as %s is an error that shows nothing of it', async (_, answer, code) => {
    const error = await errorOf(answer);

    expect(error).toMatchObject({ code, retryable: true });
    expect(error.details.outcomeUnknown).toBeUndefined();
    expect(error.message).not.toContain('ada');
  });

  it('leaves the outcome of a write open', async () => {
    const error = await errorOf({ text: HTML }, () => client.createCustomer({ name: 'Ada' }));

    expect(error.details.outcomeUnknown).toBe(true);
  });
});
