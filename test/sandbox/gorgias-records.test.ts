import { start } from './gorgias-server';
import { type Json } from './http';

describe('the sandbox Gorgias: records', () => {
  it('when a customer is asked for alone, the detail has what list rows lack, and custom fields only on request', async () => {
    const { world, client } = await start();
    const customer = [...world.customers.values()].find(
      ({ fields, shop, channels }) => Object.keys(fields).length > 0 && shop !== null && channels.length > 0,
    );
    const row = (await client.walk('customers?limit=100')).find(({ id }) => id === customer?.id);
    const bare = (await client.get(`customers/${customer?.id}`)).json;
    const full = (await client.get(`customers/${customer?.id}?relationships=custom_fields`)).json;
    const values = (await client.get(`customers/${customer?.id}/custom-fields`)).json.data;

    expect(row).not.toHaveProperty('channels');
    expect(Object.keys(row.custom_fields).length).toBeGreaterThan(0);
    expect(bare.custom_fields).toEqual({});
    expect(full.custom_fields).toEqual(row.custom_fields);
    expect(values.map((item: Json) => [item.field.id, item.value]).sort()).toEqual(
      Object.values(row.custom_fields)
        .map((item: Json) => [item.id, item.value])
        .sort(),
    );
    expect(bare.channels.some((channel: Json) => channel.type !== 'email')).toBe(true);
    expect(Object.values(bare.integrations)[0]).toMatchObject({
      __integration_type__: 'shopify',
      customer: { orders_count: customer?.shop?.ordersCount },
    });
  });

  it('when a record was merged it answers 301 without a body and with its survivor, when it was deleted 404', async () => {
    const { world, client } = await start();
    const [one = 0, two = 0, three = 0] = world.customers.keys();
    const [ticket = 0, other = 0, gone = 0] = world.tickets.keys();
    world.change({ do: 'mergeCustomers', sourceId: one, targetId: two });
    world.change({ do: 'deleteCustomer', customerId: three });
    world.change({ do: 'mergeTickets', sourceId: ticket, targetId: other });
    world.change({ do: 'deleteTicket', ticketId: gone });

    const merged = await client.get(`customers/${one}`);
    expect({ status: merged.status, text: merged.text }).toEqual({ status: 301, text: '' });
    expect(merged.headers.get('location')).toMatch(new RegExp(`/api/customers/${two}/$`));
    expect((await client.get(`customers/${three}`)).status).toBe(404);
    expect((await client.get(`tickets/${ticket}`)).headers.get('location')).toContain(`/api/tickets/${other}/`);
    expect((await client.get(`tickets/${gone}`)).json).toEqual({ error: { msg: 'Resource not found.' } });
    const listed = (await client.walk('customers?limit=100')).map(({ id }) => id);
    expect(listed).not.toContain(one);
    expect(listed).not.toContain(three);
  });

  it('when a deleted customer had tickets, their rows stay with customer null', async () => {
    const { world, client } = await start();
    const ticket = [...world.tickets.values()].find(({ customerId }) => customerId !== null);
    world.change({ do: 'deleteCustomer', customerId: ticket?.customerId ?? 0 });

    expect((await client.get(`tickets/${ticket?.id}`)).json.customer).toBeNull();
  });

  it('when datetimes are written, they have microseconds and +00:00, and whole seconds have no fraction', async () => {
    const { client } = await start();
    const texts = (await client.walk('customers?limit=100')).map((row) => row.created_datetime as string);

    for (const text of texts) expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/);
    expect(texts.some((text) => !text.includes('.'))).toBe(true);
  });

  it('when a ticket has more than 30 messages, the deprecated list pages by number and GET /messages has them all', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const ticketId = world.change({ do: 'openTicket', customerId });
    for (let index = 0; index < 34; index += 1)
      world.change({ do: 'addMessage', ticketId, from: index % 2 === 0 ? 'agent' : 'note' });
    const first = (await client.get(`tickets/${ticketId}/messages`)).json;
    const second = (await client.get(`tickets/${ticketId}/messages?page=2`)).json;

    expect(first.meta).toEqual({
      page: expect.any(String),
      per_page: 30,
      current_page: 1,
      item_count: 35,
      nb_pages: 2,
    });
    expect({ firstDataLength: first.data.length, secondDataLength: second.data.length }).toEqual({
      firstDataLength: 30,
      secondDataLength: 5,
    });
    expect(await client.walk(`messages?ticket_id=${ticketId}&limit=20`)).toHaveLength(35);
    expect((await client.get(`tickets/${ticketId}`)).json.messages).toHaveLength(35);
    expect(second.data.some((message: Json) => message.public === false && message.from_agent === true)).toBe(true);
  });

  it('when a rule or the bot answers, the message says so', async () => {
    const { world, client } = await start();
    const messages = await client.walk('messages?limit=100');
    const bot = world.users.find(({ role }) => role === 'bot');

    expect(messages.some((row) => row.rule_id !== null && row.via === 'rule' && row.from_agent === true)).toBe(true);
    expect(messages.some((row) => row.sender?.id === bot?.id)).toBe(true);
    expect(messages.filter((row) => row.rule_id !== null && row.via !== 'rule')).toHaveLength(0);
  });

  it('when the reference lists are read, tags, users, fields, integrations, account and settings have the recorded shapes', async () => {
    const { world, client } = await start();
    const users = await client.walk('users?limit=3');
    const fields = await client.walk('custom-fields?object_type=Customer');

    expect(await client.walk('tags?limit=5&order_by=name:asc')).toHaveLength(world.tags.length);
    expect(users.map(({ name }) => name)).toEqual(world.users.map(({ name }) => name).sort());
    expect(users.find(({ role }) => role.name === 'bot').email).not.toContain('.');
    expect(users[0].uri).toMatch(/^http:/);
    expect(fields.find(({ managed_type: managed }) => managed === 'customer_type').label).toBe('Customer type');
    expect((await client.get('integrations/')).json.data.map(({ type }: Json) => type)).toContain('shopify');
    expect((await client.get('account')).json.domain).toBe('sandbox');
    expect((await client.get('account/settings')).json.data[0].data.survey_interval).toBe(2);
  });

  it('when a customer is written, an address that is taken is refused with 409 and a new one is found by it', async () => {
    const { world, client, sandbox } = await start();
    const taken = [...world.customers.values()].find(({ email }) => email !== null)?.email;
    const made = await client.send('POST', 'customers', { email: 'New.One@example.com', name: 'New One' });

    expect((await client.send('POST', 'customers', { email: taken?.toUpperCase() })).status).toBe(409);
    expect(made.status).toBe(201);
    expect((await client.get('customers?email=new.one@example.com')).json.data[0].id).toBe(made.json.id);
    expect((await client.send('PUT', `customers/${made.json.id}`, { note: 'asked' })).json.note).toBe('asked');
    expect(sandbox.journal.requests({ effective: true }).map(({ method }) => method)).toEqual(['POST', 'PUT']);
    expect((await client.send('DELETE', 'customers', {})).status).toBe(405);
  });

  it('when an HTTP integration is made, it is listed', async () => {
    const { client } = await start();
    const body = {
      name: 'tajo',
      type: 'http',
      http: { url: 'https://example.com', method: 'POST', triggers: { 'ticket-created': true } },
    };

    expect((await client.send('POST', 'integrations', { name: 'x', type: 'http' })).status).toBe(400);
    expect((await client.send('POST', 'integrations', body)).status).toBe(201);
    expect((await client.get('integrations?type=http')).json.data[0].http.url).toBe('https://example.com');
  });

  it('when the older shape is asked for, later fields are missing and custom-field values are a bare array', async () => {
    const { world, client } = await start({ shape: '2024' });
    const [customerId = 0] = world.customers.keys();
    const row = (await client.get('tickets?limit=1')).json;

    expect(row.data[0]).not.toHaveProperty('custom_fields');
    expect(row.meta).not.toHaveProperty('total_resources');
    expect(Array.isArray((await client.get(`customers/${customerId}/custom-fields`)).json)).toBe(true);
  });
});
