import { anna, start } from './brevo-server';

const ben = 'ben@example.com';
const known = {
  contacts: [
    { email: 'anna@example.com', listIds: [35, 36], attributes: { FIRSTNAME: 'Anna' } },
    { email: 'left@example.com', emailBlacklisted: true, listUnsubscribed: [36] },
  ],
};

describe('what people do in Brevo by themselves', () => {
  it('when somebody takes all mail off, the next answer says so, and nothing stands in the journal or among the effective changes', async () => {
    let at = 5_000;
    const { sandbox, client } = await start({ ...known, clock: () => at });
    at += 1_000;
    sandbox.people.blocklist('Anna@Example.com');

    expect(sandbox.journal.total).toBe(0);
    expect(sandbox.state.effectiveChanges()).toBe(0);
    expect((await client.get('/contacts/anna%40example.com')).json).toMatchObject({
      emailBlacklisted: true,
      listIds: [35, 36],
      modifiedAt: '1970-01-01T02:00:06.000+02:00',
    });
  });

  it('when somebody leaves a list, it moves from the lists they are on to those they left', async () => {
    const { sandbox, client } = await start(known);
    sandbox.people.unsubscribe('anna@example.com', 36);
    sandbox.people.unsubscribe('anna@example.com', 36);
    sandbox.people.unsubscribe('anna@example.com', 37);

    expect((await client.get('/contacts/anna%40example.com')).json).toMatchObject({
      emailBlacklisted: false,
      listIds: [35],
      listUnsubscribed: [36, 37],
    });
  });

  it('when somebody wants mail again, neither the blocklisting nor the left lists speak against it', async () => {
    const { sandbox, client } = await start(known);
    sandbox.people.subscribe('left@example.com');

    const { json } = await client.get('/contacts/left%40example.com');
    expect({ emailBlacklisted: json.emailBlacklisted, listUnsubscribed: json.listUnsubscribed ?? null }).toEqual({
      emailBlacklisted: false,
      listUnsubscribed: null,
    });
  });

  it('when somebody unknown says no, Brevo knows them by it; who is unknown can neither subscribe nor be removed', async () => {
    const { sandbox } = await start();
    sandbox.people.subscribe(ben);
    sandbox.people.remove(ben);
    expect(sandbox.state.contacts()).toEqual([]);
    sandbox.people.blocklist(ben);
    sandbox.people.unsubscribe('cleo@example.com', 36);

    expect(sandbox.state.contact(ben)).toMatchObject({ emailBlacklisted: true, listIds: [] });
    expect(sandbox.state.contact('cleo@example.com')).toMatchObject({
      emailBlacklisted: false,
      listUnsubscribed: [36],
    });
    expect(() => sandbox.people.blocklist('nobody')).toThrow('e-mail');
  });

  it('when somebody is removed, what they said is forgotten too', async () => {
    const { sandbox, client } = await start(known);
    sandbox.people.remove('left@example.com');

    expect((await client.get('/contacts/left%40example.com')).status).toBe(404);
    expect((await client.post('/contacts', { email: 'left@example.com' })).status).toBe(201);
    expect(sandbox.state.contact('left@example.com')?.emailBlacklisted).toBe(false);
  });

  it('when an import was due before, it was carried out before', async () => {
    let at = 5_000;
    const { sandbox, client } = await start({ importDelayMs: 1_000, clock: () => at });
    await client.post('/contacts/import', { jsonBody: [anna], listIds: [35] });
    at += 1_000;
    sandbox.people.unsubscribe(anna.email, 35);

    expect(sandbox.state.contact(anna.email)).toMatchObject({ listIds: [], listUnsubscribed: [35] });
  });
});
