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
    const bare = { id: 2, emailBlacklisted: false, listUnsubscribed: null, subscriptions: {}, statistics: {} };
    bench.server.answers({ json: { ...full, attributes: { SMS: '33612345678' } } }, { json: bare });

    await expect(bench.client.getContact('a@b.co')).resolves.toEqual({ ...full, attributes: { SMS: '33612345678' } });
    await expect(bench.client.getContact('a@b.co')).resolves.toEqual({
      id: 2,
      email: null,
      emailBlacklisted: false,
      smsBlacklisted: false,
      listIds: [],
      listUnsubscribed: [],
      attributes: {},
    });
  });

  it('whose consent cannot be read is an error, never a contact that may be written to', async () => {
    bench.server.answers({ json: { id: 2 } }, { json: { count: 1, contacts: [{ id: 2, emailBlacklisted: null }] } });

    expect((await caught(bench.client.getContact('a@b.co'))).message).toContain('emailBlacklisted');
    expect((await caught(bench.client.listContacts({ limit: 1, offset: 0 }))).message).toContain(
      'contacts.0.emailBlacklisted',
    );
  });
});
