import { start } from './gorgias-server';
import { type Json } from './http';

const http = { url: 'http://127.0.0.1:1/hook', triggers: { 'ticket-created': true } };
const valid = { name: 'tajo', type: 'http', http };

describe('the sandbox Gorgias: HTTP integrations', () => {
  it('when one is made, it is listed and read with every field that was given or has a default', async () => {
    const { client } = await start();
    const made = await client.send('POST', 'integrations', { ...valid, description: 'for Brevo' });

    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      ...{ name: 'tajo', type: 'http', description: 'for Brevo', deactivated_datetime: null, meta: {} },
      uri: `/api/integrations/${made.json.id}/`,
      http: {
        ...http,
        method: 'POST',
        request_content_type: 'application/json',
        response_content_type: 'application/json',
        form: null,
        headers: {},
      },
    });
    expect((await client.get(`integrations/${made.json.id}`)).json).toEqual(made.json);
    expect((await client.get('integrations?type=http')).json.data).toEqual([made.json]);
    expect((await client.get('integrations')).json.data.length).toBeGreaterThan(1);
    expect((await client.get('integrations?type=email')).status).toBe(400);
  });

  it('when a secret to sign with is given, it is never shown again', async () => {
    const { client } = await start();
    const body = { ...valid, http: { ...http, hmac_secret: 'shh' } };

    expect(JSON.stringify((await client.send('POST', 'integrations', body)).json)).not.toContain('shh');
  });

  it.each([
    ['no name', { ...valid, name: undefined }, 'name'],
    ['no type', { ...valid, type: undefined }, 'type'],
    ['another type', { ...valid, type: 'email' }, 'type'],
    ['no settings', { ...valid, http: undefined }, 'http'],
    ['no address', { ...valid, http: { ...http, url: undefined } }, 'http.url'],
    ['an address that is none', { ...valid, http: { ...http, url: 'hook' } }, 'http.url'],
    ['an address of another kind', { ...valid, http: { ...http, url: 'ftp://127.0.0.1' } }, 'http.url'],
    ['an unknown method', { ...valid, http: { ...http, method: 'FETCH' } }, 'http.method'],
    [
      'an unknown content type',
      { ...valid, http: { ...http, request_content_type: 'text/xml' } },
      'http.request_content_type',
    ],
    ['a form that is a list', { ...valid, http: { ...http, form: [] } }, 'http.form'],
    ['a header that is a number', { ...valid, http: { ...http, headers: { a: 1 } } }, 'http.headers.a'],
    [
      'a trigger in the old spelling',
      { ...valid, http: { ...http, triggers: { ticket_created: true } } },
      'http.triggers',
    ],
    [
      'a trigger that is a word',
      { ...valid, http: { ...http, triggers: { 'ticket-created': 'yes' } } },
      'http.triggers.ticket-created',
    ],
    ['a body that is no object', 'tajo', ''],
  ])('when it has %s, it is refused with 400 that names the field', async (_why, body, field) => {
    const { client } = await start();
    const answer = await client.send('POST', 'integrations', body);

    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json.error.data)).toEqual([field]);
    expect((await client.get('integrations?type=http')).json.data).toEqual([]);
  });

  it('when one is changed, only what was given changes; without a name, or settings without an address, it is refused', async () => {
    const { client } = await start();
    const { id } = (await client.send('POST', 'integrations', { ...valid, http: { ...http, headers: { a: 'b' } } }))
      .json;
    const put = (body: Json, path = `integrations/${id}`) => client.send('PUT', path, body);
    const changed = await put({ name: 'renamed', http: { url: 'http://127.0.0.1:2/', method: 'PUT' } });

    expect(changed.json).toMatchObject({
      name: 'renamed',
      http: { ...http, url: 'http://127.0.0.1:2/', method: 'PUT', headers: { a: 'b' } },
    });
    expect(changed.json.updated_datetime > changed.json.created_datetime).toBe(true);
    expect((await put({ http: { url: 'http://127.0.0.1:2/' } })).status).toBe(400);
    expect((await put({ name: 'x', http: { method: 'PUT' } })).status).toBe(400);
    expect((await put({ name: 'x' }, 'integrations/1')).status).toBe(404);
  });

  it('when one is switched off and on again by PUT, its date comes and goes', async () => {
    const { client } = await start();
    const { id } = (await client.send('POST', 'integrations', valid)).json;
    const off = await client.send('PUT', `integrations/${id}`, {
      name: 'tajo',
      deactivated_datetime: '2026-09-01T00:00:00',
    });
    const on = await client.send('PUT', `integrations/${id}`, { name: 'tajo', deactivated_datetime: null });

    expect({
      deactivated_datetimeType: typeof off.json.deactivated_datetime,
      deactivated_datetime: on.json.deactivated_datetime,
    }).toEqual({ deactivated_datetimeType: 'string', deactivated_datetime: null });
  });

  it('when one is deleted, it is gone; an integration of another kind is not deleted', async () => {
    const { client, world } = await start();
    const { id } = (await client.send('POST', 'integrations', valid)).json;

    expect((await client.send('DELETE', `integrations/${id}`, undefined)).status).toBe(204);
    expect((await client.get(`integrations/${id}`)).status).toBe(404);
    expect((await client.send('DELETE', `integrations/${id}`, undefined)).status).toBe(404);
    expect((await client.send('DELETE', `integrations/${world.state.integrations[0]?.id}`, undefined)).status).toBe(
      404,
    );
  });
});
