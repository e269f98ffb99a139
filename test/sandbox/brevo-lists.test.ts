import { start } from './brevo-server';
import { type Json } from './http';

describe('the sandbox Brevo: attributes and lists', () => {
  it('when attributes are listed and made, categories have no type and a second making is refused', async () => {
    const { client } = await start();
    const rows = (await client.get('/contacts/attributes')).json.attributes;

    expect(rows.find(({ name }: Json) => name === 'DOUBLE_OPT-IN')).not.toHaveProperty('type');
    expect(rows.find(({ name }: Json) => name === 'VIP_STATUS')).toEqual({
      name: 'VIP_STATUS',
      category: 'normal',
      type: 'boolean',
      field_key: 'vip_status',
    });
    const made = await client.post('/contacts/attributes/normal/ORDERS', { type: 'float' });
    expect({ status: made.status, json: made.json }).toEqual({ status: 201, json: {} });
    const again = await client.post('/contacts/attributes/normal/ORDERS', { type: 'float' });
    expect({ status: again.status, message: again.json.message }).toEqual({
      status: 400,
      message: 'Attribute name must be unique',
    });
    expect((await client.post('/contacts', { email: 'a@example.com', attributes: { ORDERS: 2 } })).status).toBe(201);
  });

  it('when folders and lists are made, they are listed with their members counted', async () => {
    const { client } = await start();
    const folder = (await client.post('/contacts/folders', { name: 'Tags' })).json.id;
    const list = (await client.post('/contacts/lists', { name: 'refund', folderId: folder })).json.id;
    await client.post('/contacts', { email: 'a@example.com', listIds: [list] });

    expect((await client.get('/contacts/lists?limit=50')).json.lists[0]).toMatchObject({
      id: list,
      folderId: folder,
      uniqueSubscribers: 1,
      totalSubscribers: 0,
    });
    expect((await client.post('/contacts/lists', { name: 'x', folderId: 999 })).json.message).toBe(
      'Folder ID does not exist',
    );
    expect((await client.get('/contacts/lists?limit=51')).status).toBe(400);
    expect((await client.get('/contacts/folders?limit=50')).json.folders.map(({ name }: Json) => name)).toContain(
      'Tags',
    );
    expect((await client.get(`/contacts/lists/${list}/contacts`)).json.contacts[0].email).toBe('a@example.com');
  });

  it('when members are added, some may fail; when all fail it is a 400, so a repeated call looks like a failure', async () => {
    const { client, sandbox } = await start();
    await client.post('/contacts', { email: 'a@example.com' });
    const first = await client.post('/contacts/lists/36/contacts/add', {
      emails: ['A@example.com', 'nobody@example.com'],
    });
    const again = await client.post('/contacts/lists/36/contacts/add', { emails: ['a@example.com'] });

    expect({ status: first.status, json: first.json }).toEqual({
      status: 201,
      json: { contacts: { success: ['A@example.com'], failure: ['nobody@example.com'] } },
    });
    expect({ status: again.status, message: again.json.message }).toEqual({
      status: 400,
      message: 'Contact already in list and/or does not exist',
    });
    expect(sandbox.state.members(36)).toEqual(['a@example.com']);
    expect((await client.post('/contacts/lists/36/contacts/remove', { emails: ['a@example.com'] })).status).toBe(201);
    const gone = await client.post('/contacts/lists/36/contacts/remove', { emails: ['a@example.com'] });
    expect(gone.json.message).toBe('Contact already removed from list and/or does not exist');
    const many = Array.from({ length: 151 }, (_, index) => `x${index}@example.com`);
    expect((await client.post('/contacts/lists/36/contacts/add', { emails: many })).status).toBe(400);
    expect((await client.post('/contacts/lists/99/contacts/add', { emails: ['a@example.com'] })).status).toBe(404);
  });
});
