import { caught } from '../http/caught';
import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
beforeEach(() => void (bench.server.journal.length = 0));
afterAll(() => bench.close());

const sent = () => bench.server.journal[0]!;

describe('A contact', () => {
  const upsert = () =>
    bench.client.upsertContact({ email: 'ada@example.com', attributes: { CITY: 'Paris' }, listIds: [3] });

  it('that is new is created with its id; one that exists is updated, and Brevo tells no id', async () => {
    bench.server.answers({ status: 201, json: { id: 122 } }, { status: 204 }, { status: 200, json: { id: 7 } });

    await expect(upsert()).resolves.toEqual({ created: true, id: 122 });
    await expect(upsert()).resolves.toEqual({ created: false, id: null });
    await expect(upsert()).resolves.toEqual({ created: true, id: 7 });
  });

  it('is written with the update switched on and without a word about consent or merging', async () => {
    bench.server.answers({ status: 204 });
    await upsert();

    expect(sent().body).toEqual({
      email: 'ada@example.com',
      attributes: { CITY: 'Paris' },
      listIds: [3],
      updateEnabled: true,
    });
  });

  it('is never written with more than the named fields, whatever the caller slips in', async () => {
    const slipped = { emailBlacklisted: false, smsBlacklisted: false, forceMerge: true };
    bench.server.answers({ status: 204 }, { status: 204 });

    await bench.client.upsertContact({ email: 'ada@example.com', attributes: {}, ...slipped });
    await bench.client.updateContact('ada@example.com', { listIds: [1], ...slipped });

    const bodies = bench.server.journal.map((entry) => JSON.stringify(entry.body)).join();
    expect(bodies).not.toMatch(/Blacklist|forceMerge/);
  });

  it.each(['EMAIL', 'email', 'Email'])('never has its e-mail changed through the attribute %s', async (name) => {
    const attributes = { [name]: 'new@example.com' };
    const errors = [
      await caught(bench.client.upsertContact({ email: 'ada@example.com', attributes })),
      await caught(bench.client.updateContact('ada@example.com', { attributes })),
      await caught(bench.client.importContacts({ contacts: [{ email: 'ada@example.com', attributes }], listIds: [1] })),
    ];

    expect(errors.map(({ code, details }) => [code, details.field])).toEqual(
      Array(3).fill(['brevo.rejected', 'EMAIL']),
    );
    expect(bench.server.journal).toHaveLength(0);
  });

  it.each([
    ['ada+shop@example.com', '/v3/contacts/ada%2Bshop%40example.com'],
    ['a/../b?c#d@example.com', '/v3/contacts/a%2F..%2Fb%3Fc%23d%40example.com'],
    ["o'neil%@exämple.com", "/v3/contacts/o'neil%25%40ex%C3%A4mple.com"],
  ])('is addressed by its e-mail %s, encoded and named as an e-mail', async (email, path) => {
    bench.server.answers({ status: 204 });
    await bench.client.updateContact(email, {});

    expect(sent()).toMatchObject({ method: 'PUT', path });
    expect(sent().query.toString()).toBe('identifierType=email_id');
  });

  it.each(['', ' ', 'ada', '@', 'a b@example.com'])(
    'cannot be addressed as %j, which could name the whole collection',
    async (email) => {
      expect((await caught(bench.client.getContact(email))).code).toBe('brevo.rejected');
      expect(bench.server.journal).toHaveLength(0);
    },
  );

  it('is read with lists and consent, where Brevo leaves fields out or writes null', async () => {
    const full = {
      id: 1,
      email: 'a@b.co',
      emailBlacklisted: true,
      smsBlacklisted: true,
      listIds: [2],
      listUnsubscribed: [3],
    };
    const bare = {
      id: 2,
      email: 'A@B.co',
      emailBlacklisted: false,
      listUnsubscribed: null,
      subscriptions: {},
      statistics: {},
    };
    const modifiedAt = '2026-11-01T10:00:00.000Z';
    bench.server.answers({ json: { ...full, modifiedAt, attributes: { SMS: '33612345678' } } }, { json: bare });

    await expect(bench.client.getContact('a@b.co')).resolves.toEqual({
      ...full,
      modifiedAt: expect.stringMatching(/^2026-11-01T10:00:00/),
      consentUnknown: false,
      attributes: { SMS: '33612345678' },
    });
    await expect(bench.client.getContact('a@b.co')).resolves.toEqual({
      id: 2,
      email: 'A@B.co',
      emailBlacklisted: false,
      consentUnknown: false,
      smsBlacklisted: false,
      listIds: [],
      listUnsubscribed: [],
      modifiedAt: null,
      attributes: {},
    });
  });

  // Formerly an error: one such row cost a page of 1,000, and one such contact its ticket. Now it costs that person's mail (case B12).
  it.each<[string, object, boolean]>([
    ['does not say whether they are blocklisted', { emailBlacklisted: undefined }, true],
    ['says null', { emailBlacklisted: null }, true],
    ['says it in words', { emailBlacklisted: 'false' }, true],
    ['says it as a number', { emailBlacklisted: 0 }, true],
    ['has a text where the left lists stand', { listUnsubscribed: '36' }, false],
    ['has an object there', { listUnsubscribed: {} }, false],
    ['has a left list that is no number', { listUnsubscribed: [36, '37'] }, false],
  ])('whose answer %s is read, and what is not known of consent counts as a no', async (_, odd, blacklisted) => {
    bench.server.answers({ json: { id: 2, email: 'a@b.co', emailBlacklisted: false, ...odd } });

    const state = await bench.client.getContact('a@b.co');

    expect(state).toMatchObject({ id: 2, emailBlacklisted: blacklisted, consentUnknown: true });
  });

  it('keeps what can be read of the lists that they left', async () => {
    bench.server.answers({
      json: { id: 2, email: 'a@b.co', emailBlacklisted: false, listUnsubscribed: [36, null, '37', 38] },
    });

    expect((await bench.client.getContact('a@b.co')).listUnsubscribed).toEqual([36, 38]);
  });

  it.each<[string, object, object]>([
    ['attributes as an empty list', { attributes: [] }, { attributes: {} }],
    ['attributes as a text', { attributes: 'none' }, { attributes: {} }],
    ['lists as a text', { listIds: '35' }, { listIds: [] }],
    ['a list id as a text', { listIds: [35, '36'] }, { listIds: [35] }],
    ['a flag for SMS as null', { smsBlacklisted: null }, { smsBlacklisted: false }],
  ])('with %s is read all the same, and its consent is known', async (_, odd, expected) => {
    bench.server.answers({ json: { id: 2, email: 'a@b.co', emailBlacklisted: false, listIds: [35], ...odd } });

    expect(await bench.client.getContact('a@b.co')).toMatchObject({
      id: 2,
      emailBlacklisted: false,
      consentUnknown: false,
      ...expected,
    });
  });

  it.each<[string, unknown]>([
    ['another', 'other@ex.test'],
    ['none', undefined],
    ['null', null],
    ['a number', 7],
  ])('of %s as address, where one was asked for, is an answer that cannot be read', async (_, email) => {
    bench.server.answers({ json: { id: 2, email, emailBlacklisted: false } });

    const error = await caught(bench.client.getContact('a@b.co'));

    expect(error).toMatchObject({ code: 'brevo.protocol', details: { field: 'email' } });
    expect(error.message).not.toContain('@');
  });

  it.each([
    ['Jane@Example.COM', 'jane@example.com'],
    ['info@münchen.example', 'info@xn--mnchen-3ya.example'],
  ])('of the address %s is the one that was asked for as %s', async (email, asked) => {
    bench.server.answers({ json: { id: 2, email, emailBlacklisted: false } });

    expect(await bench.client.getContact(asked)).toMatchObject({ id: 2, email });
  });

  it('without a usable id, asked for alone, is an answer that cannot be read', async () => {
    bench.server.answers({ json: { id: '2', email: 'a@b.co', emailBlacklisted: false } });

    expect(await caught(bench.client.getContact('a@b.co'))).toMatchObject({ code: 'brevo.protocol' });
  });
});

describe('A page of contacts', () => {
  const good = (id: number) => ({ id, email: `p${id}@example.com`, emailBlacklisted: false, attributes: {} });
  const page = { limit: 6, offset: 0 };

  it('loses the rows without a usable e-mail, and still says how many there were', async () => {
    const odd = [{ ...good(2), email: '' }, { ...good(3), email: 7 }, { ...good(4), email: undefined }, null];
    bench.server.answers({ json: { count: 900, contacts: [good(1), ...odd, good(6)] } });

    const { rows, received, count } = await bench.client.listContacts(page);

    expect(rows.map(({ id }) => id)).toEqual([1, 6]);
    expect({ received, count }).toEqual({ received: 6, count: 900 });
  });

  it('keeps the rows whose consent cannot be read, as people who said no', async () => {
    const rows = [good(1), { ...good(2), emailBlacklisted: null }, { ...good(3), attributes: [] }];
    bench.server.answers({ json: { count: 'many', contacts: rows } });

    const read = await bench.client.listContacts(page);

    expect(read.rows.map(({ emailBlacklisted, consentUnknown }) => [emailBlacklisted, consentUnknown])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
    expect(read).toMatchObject({ received: 3, count: 3 });
  });

  it('keeps a row whose id cannot be read, as somebody who said no: left out, they would look like one who never did', async () => {
    bench.server.answers({ json: { count: 2, contacts: [good(1), { ...good(2), id: 'two' }] } });

    const { rows } = await bench.client.listContacts(page);

    expect(rows.map(({ email, emailBlacklisted }) => [email, emailBlacklisted])).toEqual([
      ['p1@example.com', false],
      ['p2@example.com', true],
    ]);
  });

  it('that has no list at all where the rows belong cannot be read', async () => {
    bench.server.answers({ json: { count: 1, contacts: { 0: good(1) } } });

    expect(await caught(bench.client.listContacts(page))).toMatchObject({ code: 'brevo.protocol' });
  });
});
