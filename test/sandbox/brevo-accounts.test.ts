import { start } from './brevo-server';
import { brevoClient } from './http';

const other = { apiKey: 'key-9', name: 'other', lists: [{ id: 90, name: 'Theirs', folderId: 4 }] };

describe('several accounts of Brevo at one address', () => {
  it('when a request carries the key of one, only that one sees it, and the journal names the account', async () => {
    const { sandbox, client } = await start();
    const added = sandbox.addAccount({ ...other, contacts: [{ email: 'theirs@example.com' }] });
    const stranger = brevoClient(sandbox.url, 'key-9');
    await client.post('/contacts', { email: 'ours@example.com' });
    await stranger.post('/contacts', { email: 'new@example.com', listIds: [90] });
    const refused = await client.post('/contacts', { email: 'x@example.com', listIds: [90] });
    const unknown = await brevoClient(sandbox.url, 'key-0').get('/account');

    expect(refused.status).toBe(400);
    expect({ status: unknown.status, message: unknown.json.message }).toEqual({
      status: 401,
      message: 'Key not found',
    });
    expect(sandbox.state.contacts().map(({ email }) => email)).toEqual(['ours@example.com']);
    expect(added.state.members(90)).toEqual(['new@example.com']);
    expect(added.state.contacts().map(({ email }) => email)).toEqual(['theirs@example.com', 'new@example.com']);
    expect(sandbox.journal.requests().map(({ account }) => account)).toEqual(['main', 'other', 'main', null]);
    expect(sandbox.journal.count({ account: 'other', method: 'POST' })).toBe(1);
    expect({ sandboxName: sandbox.name, addedName: added.name }).toEqual({ sandboxName: 'main', addedName: 'other' });
  });

  it('when an account is asked who it is, each names its own organisation', async () => {
    const { sandbox, client } = await start();
    sandbox.addAccount({ apiKey: 'key-8' });
    sandbox.addAccount({ apiKey: 'key-9', organizationId: 'org-9' });
    const idOf = async (of: typeof client) => (await of.get('/account')).json.organization_id;

    expect(await idOf(client)).toBe('5fa2b8c123456789abcdef01');
    expect(await idOf(brevoClient(sandbox.url, 'key-8'))).toBe('5fa2b8c123456789abcdef02');
    expect(await idOf(brevoClient(sandbox.url, 'key-9'))).toBe('org-9');
    expect(sandbox.journal.requests().map(({ account }) => account)).toEqual(['main', 'account 2', 'account 3']);
    const named = await start({ organizationId: 'org-1' });
    expect(await idOf(named.client)).toBe('org-1');
  });

  it('when one has used up its limit, or may not send, the other still can', async () => {
    const { sandbox, client } = await start({ limits: { contactsPerSecond: 1 }, clock: () => 5_000 });
    const added = sandbox.addAccount(other);
    const stranger = brevoClient(sandbox.url, 'key-9');
    const mail = { templateId: 12, to: [{ email: 'a@example.com' }] };
    added.switches.hasCredits = false;
    await client.get('/contacts');

    expect((await client.get('/contacts')).status).toBe(429);
    expect((await stranger.get('/contacts')).status).toBe(200);
    // What is not said of an added account is as in the first.
    expect((await stranger.get('/contacts')).status).toBe(429);
    expect((await stranger.post('/smtp/email', mail)).status).toBe(402);
    expect((await client.post('/smtp/email', mail)).status).toBe(201);
  });

  it('when people of one say no, those of the other have said nothing, and no id stands for two things', async () => {
    const { sandbox } = await start({ contacts: [{ email: 'a@example.com' }] });
    const added = sandbox.addAccount({ ...other, contacts: [{ email: 'a@example.com' }] });
    added.people.blocklist('a@example.com');

    expect(sandbox.state.contact('a@example.com')?.emailBlacklisted).toBe(false);
    expect(added.state.contact('a@example.com')?.emailBlacklisted).toBe(true);
    expect(added.state.contact('a@example.com')?.id).not.toBe(sandbox.state.contact('a@example.com')?.id);
  });

  it('when an import of the other account is carried out, the one journal learns whether it changed anything', async () => {
    const { sandbox } = await start({ importDelayMs: 0 });
    const added = sandbox.addAccount(other);
    const stranger = brevoClient(sandbox.url, 'key-9');
    await stranger.post('/contacts/import', { jsonBody: [{ email: 'i@example.com' }], listIds: [90] });

    expect(added.state.pendingImports()).toBe(0);
    expect(sandbox.journal.requests({ account: 'other' }).map(({ effective }) => effective)).toEqual([true]);
  });

  it('when keys change, each opens one account, and no two accounts share a key or a name', async () => {
    const { sandbox, client } = await start();
    const added = sandbox.addAccount(other);
    added.setApiKey('key-10');

    expect((await brevoClient(sandbox.url, 'key-9').get('/account')).status).toBe(401);
    expect((await brevoClient(sandbox.url, 'key-10').get('/account')).status).toBe(200);
    expect(() => added.setApiKey('key-2')).toThrow('"main"');
    expect(() => sandbox.setApiKey('key-10')).toThrow('"other"');
    expect(() => sandbox.addAccount({ apiKey: 'key-2' })).toThrow('"main"');
    expect(() => sandbox.addAccount({ ...other, apiKey: 'key-11' })).toThrow('"other"');
    expect((await client.get('/account')).status).toBe(200);
    sandbox.setApiKey('key-12');
    expect((await client.get('/account')).status).toBe(401);
  });
});
