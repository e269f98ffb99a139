import { start } from './brevo-server';
import { type Json } from './http';

describe('the sandbox Brevo: events and mail', () => {
  const event = {
    event_name: 'SUPPORT_TICKET_RESOLVED',
    identifiers: { email_id: 'a@example.com' },
    event_date: '2026-08-01T10:00:00+02:00',
    event_properties: { ticket_id: 1, tags: ['x'] },
  };

  it('when the same event is posted twice, both are kept and one is counted as a duplicate', async () => {
    const { client, sandbox } = await start();
    const statuses = [await client.post('/events', event), await client.post('/events', event)].map(
      ({ status }) => status,
    );

    expect(statuses).toEqual([204, 204]);
    expect(sandbox.state.events()).toHaveLength(2);
    expect(sandbox.state.duplicateEvents()).toHaveLength(1);
  });

  it('when an event names an unknown address, a contact is made, unless that is switched off', async () => {
    const [on, off] = [await start(), await start({ createContactsFromEvents: false })];
    await on.client.post('/events', event);
    await off.client.post('/events', event);

    expect(on.sandbox.state.contact('a@example.com')).not.toBeNull();
    expect(off.sandbox.state.contacts()).toHaveLength(0);
  });

  it.each([
    [{ ...event, event_name: 'ticket resolved' }],
    [{ ...event, identifiers: {} }],
    [{ ...event, event_date: 'yesterday' }],
    [{ ...event, event_properties: { big: 'x'.repeat(51_200) } }],
  ])('when an event is not valid, it is refused', async (body) => {
    const { client, sandbox } = await start();

    expect((await client.post('/events', body)).status).toBe(400);
    expect(sandbox.state.events()).toHaveLength(0);
  });

  it('when events are read, they are filtered, newest first, and visible only after the delay', async () => {
    let at = Date.parse('2026-09-01T00:00:00Z');
    const { client, sandbox } = await start({ eventDelayMs: 60_000, clock: () => at });
    await client.post('/events', event);
    await client.post('/events', { ...event, event_name: 'OTHER', event_date: '2026-08-02T10:00:00+02:00' });
    const id = sandbox.state.contact('a@example.com')?.id;
    const period = 'startDate=2026-08-01&endDate=2026-08-31';

    expect((await client.get(`/events?${period}`)).json.count).toBe(0);
    at += 60_000;
    expect((await client.get(`/events?${period}`)).json.events.map(({ event_name: name }: Json) => name)).toEqual([
      'OTHER',
      'SUPPORT_TICKET_RESOLVED',
    ]);
    const found = (await client.get(`/events?${period}&contact_id=${id}&event_name=OTHER`)).json;
    expect(found).toMatchObject({ count: 1, events: [{ contact_id: id, event_properties: { ticket_id: 1 } }] });
    expect((await client.get('/events?startDate=2026-08-01')).status).toBe(400);
  });

  it('when events come in a batch, it answers 202, 207 or 400, and a bare array is refused', async () => {
    const { client } = await start();
    const bad = { ...event, event_name: '' };

    expect((await client.post('/events/batch', { events: [event] })).json).toEqual({ message: 'accepted', count: 1 });
    const partial = await client.post('/events/batch', { events: [event, bad] });
    expect({ status: partial.status, eventIndex: partial.json.errors[0].eventIndex }).toEqual({
      status: 207,
      eventIndex: [1],
    });
    expect((await client.post('/events/batch', { events: [bad] })).json).toMatchObject({
      status: 'failed',
      failed_events: 1,
    });
    expect((await client.post('/events/batch', [event])).status).toBe(400);
  });

  it('when a mail is repeated with its key inside 30 minutes, it is refused; a dry run sends nothing', async () => {
    let at = 1_000_000_000_000;
    const { client, sandbox } = await start({ clock: () => at });
    const mail = { templateId: 12, to: [{ email: 'a@example.com' }], headers: { idempotencyKey: 'k-1' } };
    const sent = await client.post('/smtp/email', mail);

    expect(sent.status).toBe(201);
    expect(sent.json.messageId).toMatch(/^<\d{12}\.\d+@smtp-relay\.mailin\.fr>$/);
    expect((await client.post('/smtp/email', mail)).json.code).toBe('duplicate_parameter');
    expect((await client.post('/smtp/email', { ...mail, headers: { 'X-Sib-Sandbox': 'drop' } })).status).toBe(201);
    at += 30 * 60_000;
    expect((await client.post('/smtp/email', mail)).status).toBe(201);
    expect(sandbox.state.mails()).toHaveLength(2);
  });

  it('when the account may not send, or the template is wrong, it says so', async () => {
    const { client, sandbox } = await start();
    const mail = { templateId: 12, to: [{ email: 'a@example.com' }] };

    expect((await client.post('/smtp/email', { ...mail, templateId: 31 })).status).toBe(400);
    expect((await client.post('/smtp/email', { to: mail.to })).status).toBe(400);
    sandbox.switches.hasCredits = false;
    expect((await client.post('/smtp/email', mail)).status).toBe(402);
    sandbox.switches.smtpActivated = false;
    expect((await client.post('/smtp/email', mail)).status).toBe(403);
    expect((await client.get('/smtp/templates?templateStatus=true')).json.templates.map(({ id }: Json) => id)).toEqual([
      12, 30,
    ]);
  });

  it('when somebody is on the transactional blocklist, the mail is taken and not delivered until the entry is deleted', async () => {
    const { client, sandbox } = await start({ blocked: [{ email: 'a@example.com', reason: 'hardBounce', at: 0 }] });
    const mail = { templateId: 12, to: [{ email: 'a@example.com' }] };
    await client.post('/smtp/email', mail);
    expect((await client.get('/smtp/blockedContacts')).json.contacts[0].reason.code).toBe('hardBounce');
    expect((await client.del('/smtp/blockedContacts/a%40example.com')).status).toBe(204);
    await client.post('/smtp/email', mail);

    expect(sandbox.state.mails().map(({ delivered }) => delivered)).toEqual([false, true]);
  });
});
