import { anna, start } from './brevo-server';

describe('the sandbox Brevo: imports', () => {
  const rows = [
    { email: 'New@example.com', attributes: { FIRSTNAME: 'New', NOPE: 1 } },
    { email: 'anna@example.com', attributes: { TICKET_COUNT: 9, FIRSTNAME: '' } },
    { email: 'new@example.com', attributes: {} },
    { email: 'clash@example.com', attributes: { SMS: '14155550100' } },
    { email: 'bad', attributes: {} },
    { email: 'odd@example.com', attributes: { SMS: 'call me' } },
  ];

  it('when an import is taken, it takes effect only at its time, row by row, and reports duplicates as addresses', async () => {
    let at = 1_000_000;
    const { client, sandbox } = await start({ importDelayMs: 8_000, clock: () => at });
    await client.post('/contacts', anna);
    const taken = await client.post('/contacts/import', { jsonBody: rows, listIds: [35], disableNotification: true });
    const process = async () => (await client.get(`/processes/${taken.json.processId}`)).json;

    expect(taken.status).toBe(202);
    expect((await process()).status).toBe('queued');
    at += 4_000;
    expect((await process()).status).toBe('processing');
    expect(sandbox.state.contact('new@example.com')).toBeNull();
    at += 4_000;
    const done = await process();
    expect(done).toMatchObject({ name: 'IMPORTUSER', status: 'completed' });
    expect(done.info.import).toMatchObject({ duplicate_ext_id: null, duplicate_contact_id: null });
    for (const kind of ['invalid_emails', 'duplicate_email_id', 'duplicate_phone_id'])
      expect(done.info.import[kind]).toMatch(/^https:/);
    expect(sandbox.state.members(35)).toEqual(['anna@example.com', 'new@example.com', 'odd@example.com']);
    expect(sandbox.state.contact('anna@example.com')?.attributes).toMatchObject({ FIRSTNAME: 'Anna', TICKET_COUNT: 9 });
    expect(sandbox.state.dropped()).toMatchObject({ unknownAttributes: { NOPE: 1 }, invalidPhones: 1 });
    expect(sandbox.journal.requests({ pathPrefix: '/v3/contacts/import', effective: true })).toHaveLength(1);
  });

  it('when the same import is repeated, it is not effective', async () => {
    const { client, sandbox } = await start({ importDelayMs: 0 });
    const body = { jsonBody: [{ email: 'a@example.com', attributes: { TICKET_COUNT: 1 } }], listIds: [35] };
    await client.post('/contacts/import', body);
    await client.post('/contacts/import', body);

    expect(sandbox.state.effectiveChanges()).toBe(1);
    expect(sandbox.journal.requests().map(({ effective }) => effective)).toEqual([true, false]);
  });

  it('when blanks shall erase, they do', async () => {
    const { client, sandbox } = await start({ importDelayMs: 0 });
    await client.post('/contacts', anna);
    const jsonBody = [{ email: 'anna@example.com', attributes: { TICKET_COUNT: '' } }];
    await client.post('/contacts/import', { jsonBody, listIds: [35], emptyContactsAttributes: true });

    expect(sandbox.state.contact('anna@example.com')?.attributes).not.toHaveProperty('TICKET_COUNT');
  });

  it.each([
    ['no list', { jsonBody: rows }],
    ['two bodies', { jsonBody: rows, fileUrl: 'https://example.com/x.csv', listIds: [35] }],
    ['an unknown list', { jsonBody: rows, listIds: [99] }],
  ])('when an import has %s, it is refused', async (_what, body) => {
    const { client } = await start();

    expect((await client.post('/contacts/import', body)).status).toBe(400);
  });

  it('when a process is unknown or the retired batch is called, it answers 404', async () => {
    const { client } = await start();
    const unknown = await client.get('/processes/1');

    expect({ status: unknown.status, json: unknown.json }).toEqual({
      status: 404,
      json: { code: 'invalid_parameter', message: 'processId is invalid' },
    });
    expect((await client.post('/contacts/batch', { contacts: [] })).status).toBe(404);
  });
});
