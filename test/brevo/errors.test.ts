import { caught } from '../http/caught';
import { type ScriptedAnswer } from '../http/scripted-server';
import { FOREIGN, HTML } from './foreign';
import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
afterAll(() => bench.close());

const write = () => bench.client.upsertContact({ email: 'ada@example.com', attributes: { SMS: '33612345678' } });
const event = () =>
  bench.client.sendEvent({ name: 'X', email: 'ada@example.com', occurredAt: '2026-01-01T00:00:00Z', properties: {} });

const mail = () =>
  bench.client.sendTemplate({ templateId: 1, email: 'ada@example.com', params: {}, idempotencyKey: 'k' });

const errorOf = (answer: ScriptedAnswer, call: () => Promise<unknown> = write) => {
  bench.server.answers(answer);
  return caught(call());
};
const refused = (status: number, code: string, message: string, metadata?: unknown) =>
  errorOf({ status, json: { code, message, metadata } });

describe('A refusal of Brevo becomes one of our codes:', () => {
  it.each([
    [400, 'brevo.rejected'],
    [401, 'auth.brevo_refused'],
    [402, 'brevo.no_credits'],
    [403, 'auth.brevo_forbidden'],
    [404, 'brevo.not_found'],
    [405, 'brevo.rejected'],
    [406, 'brevo.rejected'],
    [409, 'brevo.rejected'],
    [410, 'brevo.rejected'],
    [415, 'brevo.rejected'],
    [422, 'brevo.rejected'],
  ])("status %d in Brevo's own words is %s", async (status, code) => {
    const bodies: readonly ScriptedAnswer[] = [
      { json: { code: 'ada@example.com', message: 'ada@example.com and 33612345678' } },
      { json: { message: 'ada@example.com' } },
      { json: { code: 'permission_denied' } },
      { json: { message: 'ada@example.com', code: null, metadata: [] } },
    ];
    for (const body of bodies) {
      const error = await errorOf({ status, headers: { 'sib-request-id': 's1' }, ...body });

      expect(error.code).toBe(code);
      expect(error.details).toMatchObject({ status, requestId: 's1' });
      expect(JSON.stringify(error) + error.message).not.toMatch(/ada|336/);
    }
  });

  // Formerly every status meant the same whatever the body was; but a firewall's 403 is no word about the account, and a gateway's
  // 404 none about the contact (design D15, case B10). What follows asks to wait or is ours to wait for, whoever says it.
  it.each([
    [408, 'brevo.unavailable'],
    [425, 'brevo.busy'],
    [429, 'brevo.rate_limited'],
    [500, 'brevo.unavailable'],
    [502, 'brevo.unavailable'],
    [503, 'brevo.unavailable'],
    [504, 'brevo.unavailable'],
    [524, 'brevo.unavailable'],
    [301, 'brevo.protocol'],
    [307, 'brevo.protocol'],
  ])('status %d is %s, whatever its body is', async (status, code) => {
    const bodies: readonly ScriptedAnswer[] = [
      ...FOREIGN,
      { json: { code: 'ada@example.com', message: 'ada@example.com and 33612345678' } },
    ];
    for (const body of bodies) {
      const error = await errorOf({ status, headers: { 'sib-request-id': 's1' }, ...body });

      expect(error.code).toBe(code);
      expect(error.details).toMatchObject({ status, requestId: 's1' });
      expect(JSON.stringify(error) + error.message).not.toMatch(/ada|336/);
    }
  });

  it.each([
    ['invalid_parameter', 'brevo.rejected'],
    ['missing_parameter', 'brevo.rejected'],
    ['out_of_range', 'brevo.rejected'],
    ['document_not_found', 'brevo.not_found'],
    ['account_in_process', 'brevo.busy'],
    ['duplicate_parameter', 'brevo.duplicate'],
  ])('a 400 with the code %s is %s and keeps the code', async (vendorCode, code) => {
    const error = await refused(400, vendorCode, 'about ada@example.com');

    expect(error).toMatchObject({ code, details: { vendorCode } });
    expect(error.message).not.toContain('ada');
  });

  it('a 403 names what has to be switched on', async () => {
    const json = { code: 'permission_denied', message: 'Your SMTP account is not yet activated.' };
    const error = await errorOf({ status: 403, json }, mail);

    expect(error.code).toBe('auth.brevo_forbidden');
    expect(error.message).toContain('transactional e-mail');
  });

  it('only a 5xx leaves open whether an event was taken', async () => {
    const json = { code: 'bad_request', message: 'no' };

    expect((await errorOf({ status: 500 }, event)).details.outcomeUnknown).toBe(true);
    expect((await errorOf({ status: 400, json }, event)).details.outcomeUnknown).toBeUndefined();
    expect((await errorOf({ status: 400, text: HTML }, event)).details.outcomeUnknown).toBe(false);
  });
});

describe('A clash of identifiers', () => {
  it.each([
    [['SMS'], ['SMS']],
    [
      ['sms', 'ext_id'],
      ['SMS', 'EXT_ID'],
    ],
    [['WHATSAPP', 'ada@example.com'], ['WHATSAPP']],
  ])('with the list %j in its metadata names %j', async (listed, expected) => {
    const error = await refused(400, 'duplicate_parameter', 'made up', { duplicate_identifiers: listed });

    expect(error).toMatchObject({ code: 'brevo.duplicate', details: { duplicateIdentifiers: expected } });
    expect(error.message).not.toContain('ada');
  });

  it.each([
    ['Unable to create contact, SMS is already associated with another Contact', ['SMS']],
    ['Unable to update contact, SMS is already associate with another Contact', ['SMS']],
    ['Unable to update contact, SMS or EXT_ID are already associated with another Contact', ['SMS', 'EXT_ID']],
    ['email is already associated with another Contact', ['EMAIL']],
    ['Contact already exist', []],
  ])('without metadata is read from the text %j', async (message, expected) => {
    const coded = await refused(400, 'duplicate_parameter', message);
    const bare = await errorOf({ status: 400, json: { message } });

    expect(coded.details.duplicateIdentifiers).toEqual(expected);
    expect(bare).toMatchObject({ code: 'brevo.duplicate', details: { duplicateIdentifiers: expected } });
  });
});

describe('A bad phone number', () => {
  it('is told apart from other bad values', async () => {
    expect((await refused(400, 'invalid_parameter', 'Invalid phone number')).code).toBe('brevo.invalid_phone');
    expect((await refused(400, 'invalid_parameter', 'Invalid email address')).code).toBe('brevo.rejected');
  });
});

describe('A 401', () => {
  const blocked = (address: string) =>
    `We have detected you are using an unrecognised IP address ${address}. If you performed this action make sure to add the new ` +
    'IP address in this link: https://app.brevo.com/security/authorised_ips';

  it.each(['203.0.113.10', '2001:db8::7'])(
    'for the blocked address %s shows it, because a person must authorise it',
    async (address) => {
      const error = await refused(401, 'unauthorized', blocked(address));

      expect(error.code).toBe('auth.brevo_ip_blocked');
      expect(error.message).toContain(`address of this machine, ${address} (`);
    },
  );

  it('for a blocked address that cannot be read still says what is wrong', async () => {
    expect((await refused(401, 'unauthorized', blocked('unknown'))).code).toBe('auth.brevo_ip_blocked');
  });

  it.each(['Key not found', 'authentication not found in headers', ''])(
    'with the text %j is a wrong key',
    async (message) => {
      expect((await refused(401, 'unauthorized', message)).code).toBe('auth.brevo_refused');
    },
  );

  it.each<ScriptedAnswer>([{ text: '' }, { json: {} }, { json: { error: 'no' } }])(
    'as %j is a wrong key: Brevo itself was seen to send it without a body',
    async (body) => {
      expect((await errorOf({ status: 401, ...body })).code).toBe('auth.brevo_refused');
    },
  );

  it.each([HTML, 'Unauthorized'])('as the page %j is a proxy that wants a password, not Brevo', async (text) => {
    expect((await errorOf({ status: 401, text })).code).toBe('brevo.unavailable');
  });
});

describe('A wait', () => {
  it('after a 429 is what x-sib-ratelimit-reset says in seconds', async () => {
    const error = await errorOf({ status: 429, headers: { 'x-sib-ratelimit-reset': '7' } });

    expect(error).toMatchObject({ code: 'brevo.rate_limited', retryAfterMs: 7_000, retryable: true });
  });

  it('after a 429 without it is the default of the group', async () => {
    expect((await errorOf({ status: 429 })).retryAfterMs).toBe(2_000);
    expect((await errorOf({ status: 429 }, () => bench.client.getAccount())).retryAfterMs).toBe(300_000);
  });

  it('after a 425 is two seconds', async () => {
    expect(await errorOf({ status: 425 })).toMatchObject({ code: 'brevo.busy', retryAfterMs: 2_000, retryable: true });
  });
});
