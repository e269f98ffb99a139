import { start as startBrevo } from './brevo-server';
import { start as startGorgias } from './gorgias-server';

const email = 'ben@example.com';
const asking = { method: 'GET', pathPrefix: '/v3/contacts/' };
const one = `/contacts/${encodeURIComponent(email)}`;
const blocklisted = (answer: { json: { emailBlacklisted: boolean } }) => answer.json.emailBlacklisted;

describe('what happens at a chosen moment', () => {
  it('when it is ordered before a request, that request already sees it; after one, only the next does', async () => {
    const [early, late] = [await startBrevo({ contacts: [{ email }] }), await startBrevo({ contacts: [{ email }] })];
    early.sandbox.before(asking, () => early.sandbox.people.blocklist(email));
    late.sandbox.after(asking, () => late.sandbox.people.blocklist(email));

    expect(blocklisted(await early.client.get(one))).toBe(true);
    expect(blocklisted(await late.client.get(one))).toBe(false);
    expect(blocklisted(await late.client.get(one))).toBe(true);
  });

  it('when nothing else is said, it happens once; else so often, after so many that were let through', async () => {
    const { sandbox, client } = await startBrevo();
    const seen: string[] = [];
    const once = sandbox.before({}, ({ path }) => void seen.push(`once ${path}`));
    const later = sandbox.before({ method: 'GET' }, ({ path }) => void seen.push(`later ${path}`), {
      times: 2,
      skip: 1,
    });
    const odd = sandbox.after(
      ({ query }) => query.has('odd'),
      () => void seen.push('odd'),
      { times: 9 },
    );
    const never = sandbox.after({}, () => void seen.push('never'));
    never.cancel();
    await client.get('/account');
    await client.post('/contacts', { email });
    await client.get('/contacts?odd=1');
    await client.get('/contacts/lists');
    await client.get('/contacts/attributes');

    expect(seen).toEqual(['once /v3/account', 'later /v3/contacts', 'odd', 'later /v3/contacts/lists']);
    expect({
      oncePlayed: once.played,
      laterPlayed: later.played,
      oddPlayed: odd.played,
      neverPlayed: never.played,
    }).toEqual({ oncePlayed: 1, laterPlayed: 2, oddPlayed: 1, neverPlayed: 0 });
  });

  it('when it takes its time, nobody is answered before it is over, and others are answered meanwhile', async () => {
    const { sandbox, client } = await startBrevo({ contacts: [{ email }] });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const begun = new Promise<void>((resolve) => {
      sandbox.before(asking, async () => {
        resolve();
        await ended;
      });
    });
    let answered = false;
    const answer = client.get(one).finally(() => (answered = true));
    await begun;

    expect((await client.get('/account')).status).toBe(200);
    expect(answered).toBe(false);
    end();
    expect((await answer).status).toBe(200);
  });

  it('when several are ordered, they happen in that order, and a fault of the same request does not keep them away', async () => {
    const { sandbox, client } = await startBrevo({ contacts: [{ email }] });
    const seen: string[] = [];
    sandbox.before(asking, () => void seen.push('first'));
    sandbox.after(asking, () => void seen.push('third'));
    sandbox.before(asking, () => Promise.resolve().then(() => void seen.push('second')));
    sandbox.faults.add({ kind: 'status', status: 403, body: { message: 'no' }, times: 1 });

    expect((await client.get(one)).status).toBe(403);
    expect(seen).toEqual(['first', 'second', 'third']);
    expect(sandbox.journal.requests().map(({ status, fault }) => [status, fault])).toEqual([[403, 'status']]);
  });

  it('when it throws, the request is answered 500 with its words, and is not handled', async () => {
    const { sandbox, client } = await startBrevo();
    sandbox.before({ method: 'POST' }, () => {
      throw new Error('planted');
    });

    const answer = await client.post('/contacts', { email });
    expect({ status: answer.status, json: answer.json }).toEqual({
      status: 500,
      json: { sandbox: 'bug', message: 'planted' },
    });
    expect(sandbox.state.contact(email)).toBeNull();
    expect(sandbox.journal.last()?.status).toBe(500);
  });

  it('when a fault itself cannot be played, the client hears of it instead of waiting', async () => {
    const { sandbox, client } = await startBrevo();
    sandbox.faults.add({
      kind: 'rewrite',
      times: 1,
      rewrite: () => {
        throw new Error('planted');
      },
    });

    expect((await client.get('/account')).json).toEqual({ sandbox: 'bug', message: 'planted' });
    expect((await client.get('/account')).status).toBe(200);
  });

  it('when it is ordered of Gorgias, a ticket can be reopened between two reads of it', async () => {
    const { sandbox, client, world } = await startGorgias();
    const closed = [...world.tickets.values()].find(({ status }) => status === 'closed')!;
    const path = `tickets/${closed.id}`;
    sandbox.after({ pathPrefix: `/api/${path}` }, () => {
      world.change({ do: 'reopenTicket', ticketId: closed.id });
    });
    const tagged = sandbox.before({ pathPrefix: '/api/tags' }, () => {
      world.change({ do: 'addTag', ticketId: closed.id, tag: 'made at that moment' });
    });

    expect((await client.get(path)).json.status).toBe('closed');
    expect((await client.get(path)).json.status).toBe('open');
    expect((await client.get('tags?limit=100')).text).toContain('made at that moment');
    expect(tagged.played).toBe(1);
  });
});
