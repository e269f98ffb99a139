import { anna, start } from './brevo-server';

describe('the sandbox Brevo: contacts', () => {
  it('when a contact is upserted, it is created with 201 and an id, then updated with 204 and no body', async () => {
    const { client, sandbox } = await start();
    const created = await client.post('/contacts', { ...anna, updateEnabled: true });
    const updated = await client.post('/contacts', {
      email: 'anna@example.COM',
      attributes: { TICKET_COUNT: 4 },
      listIds: [36],
      updateEnabled: true,
    });
    const read = (await client.get('/contacts/ANNA%40example.com?identifierType=email_id')).json;

    expect({ createdStatus: created.status, updatedStatus: updated.status, updatedText: updated.text }).toEqual({
      createdStatus: 201,
      updatedStatus: 204,
      updatedText: '',
    });
    expect(read).toMatchObject({ id: created.json.id, email: 'anna@example.com', listIds: [35, 36] });
    expect(read.attributes).toEqual({ FIRSTNAME: 'Anna', SMS: '14155550100', TICKET_COUNT: 4 });
    expect(sandbox.state.effectiveChanges()).toBe(2);
  });

  it('when an upsert changes nothing, it is journalled as not effective and the contact is not modified', async () => {
    let at = 1_000_000_000_000;
    const { client, sandbox } = await start({ clock: () => at });
    await client.post('/contacts', anna);
    at += 60_000;
    await client.post('/contacts', { ...anna, updateEnabled: true });

    expect(sandbox.journal.requests().map(({ effective }) => effective)).toEqual([true, false]);
    expect(sandbox.state.contact('anna@example.com')?.modifiedAt).toBe(1_000_000_000_000);
  });

  it('when the contact exists and updateEnabled is missing, it is refused as a duplicate', async () => {
    const { client } = await start();
    await client.post('/contacts', anna);
    const again = await client.post('/contacts', anna);

    expect({ status: again.status, code: again.json.code }).toEqual({ status: 400, code: 'duplicate_parameter' });
  });

  it.each([
    ['SMS', { attributes: { SMS: '0014155550100' } }, 'SMS'],
    ['ext_id', { ext_id: 'shop-1' }, 'EXT_ID'],
  ])(
    'when the %s is held by another contact, the whole upsert fails and names it',
    async (_name, clash, identifier) => {
      const { client, sandbox } = await start();
      await client.post('/contacts', { ...anna, ext_id: 'shop-1' });
      const answer = await client.post('/contacts', { email: 'bob@example.com', updateEnabled: true, ...clash });

      expect({ status: answer.status, code: answer.json.code }).toEqual({ status: 400, code: 'duplicate_parameter' });
      expect(answer.json.metadata.duplicate_identifiers).toEqual([identifier]);
      expect(sandbox.state.contact('bob@example.com')).toBeNull();
    },
  );

  it.each(['call me', '12', '0415 555 0100', '+0'])(
    'when the phone is %s, the whole call fails with Invalid phone number',
    async (SMS) => {
      const { client } = await start();
      const answer = await client.post('/contacts', {
        email: 'a@example.com',
        attributes: { SMS },
        updateEnabled: true,
      });

      expect({ status: answer.status, json: answer.json }).toEqual({
        status: 400,
        json: { code: 'invalid_parameter', message: 'Invalid phone number' },
      });
    },
  );

  it('when attributes are unknown or of the wrong type, they vanish behind a 2xx and are counted', async () => {
    const { client, sandbox } = await start();
    const attributes = {
      NOPE: 1,
      firstname: 'x',
      FIRSTNAME: 5,
      TICKET_COUNT: '7',
      VIP_STATUS: 'yes',
      LAST_SUPPORT_DATE: '2026-02-30',
      CSAT_SCORE: null,
      'DOUBLE_OPT-IN': 'Yes',
      BLACKLIST: 1,
    };
    const answer = await client.post('/contacts', { email: 'a@example.com', attributes, updateEnabled: true });

    expect(answer.status).toBe(201);
    expect(sandbox.state.contact('a@example.com')?.attributes).toEqual({ 'DOUBLE_OPT-IN': 1 });
    expect(sandbox.state.dropped().unknownAttributes).toEqual({ NOPE: 1, firstname: 1 });
    expect(sandbox.state.dropped().wrongTypes).toEqual({
      FIRSTNAME: 1,
      TICKET_COUNT: 1,
      VIP_STATUS: 1,
      LAST_SUPPORT_DATE: 1,
      CSAT_SCORE: 1,
      BLACKLIST: 1,
    });
  });

  it('when a text is empty it is erased, and the phone with it', async () => {
    const { client, sandbox } = await start();
    await client.post('/contacts', anna);
    await client.put('/contacts/anna%40example.com?identifierType=email_id', {
      attributes: { FIRSTNAME: '', SMS: '' },
    });

    expect(sandbox.state.contact('anna@example.com')?.attributes).toEqual({ TICKET_COUNT: 3 });
    expect(
      (await client.post('/contacts', { email: 'bob@example.com', attributes: { SMS: '14155550100' } })).status,
    ).toBe(201);
  });

  it('when a body has keys that Brevo does not know, they are swallowed and counted', async () => {
    const { client, sandbox } = await start();
    await client.post('/contacts', { email: 'a@example.com', unlinkListIds: [35], updateEnabled: true });

    expect(sandbox.state.dropped().bodyKeys).toEqual({ unlinkListIds: 1 });
  });

  it.each([
    [{ email: 'not an address' }, 'Invalid email address'],
    [{ attributes: { FIRSTNAME: 'x' } }, 'email, ext_id or attributes.SMS is missing'],
    [{ email: 'a@example.com', listIds: [99] }, 'List ID does not exist: 99'],
  ])('when the body is %j, it is refused', async (body, message) => {
    const { client } = await start();
    const answer = await client.post('/contacts', { updateEnabled: true, ...body });

    expect({ status: answer.status, message: answer.json.message }).toEqual({ status: 400, message });
  });

  it('when a contact is updated, omitted attributes stay and lists are linked and unlinked without complaint', async () => {
    const { client, sandbox } = await start();
    await client.post('/contacts', anna);
    const path = '/contacts/anna%40example.com?identifierType=email_id';

    expect(
      (await client.put(path, { attributes: { CSAT_SCORE: 5 }, listIds: [36], unlinkListIds: [37, 35] })).status,
    ).toBe(204);
    expect((await client.put(path, { listIds: [36], unlinkListIds: [35] })).status).toBe(204);
    expect(sandbox.state.contact('anna@example.com')).toMatchObject({
      listIds: [36],
      attributes: { FIRSTNAME: 'Anna', CSAT_SCORE: 5 },
    });
    expect((await client.put('/contacts/x%40example.com?identifierType=email_id', {})).status).toBe(404);
  });

  it('when a contact is blocklisted, writes succeed and leave it so; a new e-mail or a deletion resubscribes', async () => {
    const { client, sandbox } = await start({
      contacts: [{ email: 'off@example.com', emailBlacklisted: true, listUnsubscribed: [36] }],
    });
    const path = '/contacts/off%40example.com?identifierType=email_id';
    await client.post('/contacts', { email: 'off@example.com', listIds: [35], updateEnabled: true });
    const before = (await client.get(path)).json;
    await client.put(path, { attributes: { EMAIL: 'new@example.com' } });

    expect(before).toMatchObject({ emailBlacklisted: true, listUnsubscribed: [36], listIds: [35] });
    expect(sandbox.state.contact('new@example.com')?.emailBlacklisted).toBe(false);
    expect((await client.del('/contacts/new%40example.com?identifierType=email_id')).status).toBe(204);
    expect((await client.del('/contacts/new%40example.com?identifierType=email_id')).status).toBe(404);
  });

  it('when contacts are paged, all come once, newest first, and modifiedSince includes its moment', async () => {
    let at = Date.parse('2026-09-29T17:35:07.206Z');
    const { client } = await start({ clock: () => (at += 1_000) });
    for (let index = 0; index < 12; index += 1) await client.post('/contacts', { email: `p${index}@example.com` });
    const pages = await Promise.all([0, 5, 10].map((offset) => client.get(`/contacts?limit=5&offset=${offset}`)));
    const rows = pages.flatMap(({ json }) => json.contacts);
    const since = encodeURIComponent(rows[3].modifiedAt);

    expect(rows.map(({ email }) => email)).toEqual(
      Array.from({ length: 12 }, (_, index) => `p${11 - index}@example.com`),
    );
    expect(pages[0]?.json.count).toBe(12);
    expect((await client.get(`/contacts?modifiedSince=${since}`)).json.contacts).toHaveLength(4);
    expect(rows[0].createdAt).toMatch(/^2026-09-29T19:.*\+02:00$/);
    expect((await client.get('/contacts?limit=1001')).status).toBe(400);
  });
});
