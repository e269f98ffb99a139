import { anna, start } from './brevo-server';
import { ask, brevoClient } from './http';

describe('the sandbox Brevo: access, limits and memory', () => {
  it('when the key is missing or wrong, it answers 401 without headers about limits', async () => {
    const { sandbox } = await start({ limits: 'on' });
    const none = await ask(`${sandbox.url}/account`);
    const wrong = await brevoClient(sandbox.url, 'other').get('/account');

    expect({ status: none.status, message: none.json.message }).toEqual({
      status: 401,
      message: 'authentication not found in headers',
    });
    expect({ status: wrong.status, json: wrong.json }).toEqual({
      status: 401,
      json: { code: 'unauthorized', message: 'Key not found' },
    });
    expect(wrong.headers.get('x-sib-ratelimit-limit')).toBeNull();
    sandbox.setApiKey('other');
    expect((await brevoClient(sandbox.url, 'other').get('/account')).json.marketingAutomation.enabled).toBe(true);
  });

  it.each([
    ['/contacts/attributes', 10, 1_000],
    ['/account', 100, 3_600_000],
    ['/smtp/templates', 300, 3_600_000],
  ])(
    'when %s has been asked %i times, the next is a 429 without Retry-After until the window ends',
    async (path, max, windowMs) => {
      // A full hour: until the window ends it is one whole.
      let at = 7_200_000;
      const { client } = await start({ limits: 'on', clock: () => at });
      const answers = [];
      for (let index = 0; index < max; index += 1) answers.push(await client.get(path));
      const refused = await client.get(path);

      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(answers[0]?.headers.get('x-sib-ratelimit-remaining')).toBe(
        path === '/smtp/templates' ? null : String(max - 1),
      );
      expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
        status: 429,
        retryAfter: null,
      });
      expect(refused.headers.get('x-sib-ratelimit-reset')).toBe(
        path === '/smtp/templates' ? null : String(windowMs / 1_000),
      );
      at += windowMs;
      expect((await client.get(path)).status).toBe(200);
    },
  );

  it('when one group is exhausted, the others are not', async () => {
    const { client } = await start({ limits: { contactsPerSecond: 1 }, clock: () => 5_000 });
    await client.get('/contacts');

    expect((await client.get('/contacts')).status).toBe(429);
    expect((await client.get('/account')).status).toBe(200);
  });

  it('when its memory is written as JSON and read by a new sandbox, that one goes on where the first stopped', async () => {
    const first = await start({ importDelayMs: 60_000 });
    await first.client.post('/contacts', anna);
    await first.client.post('/contacts/import', { jsonBody: [{ email: 'b@example.com' }], listIds: [35] });
    await first.client.post('/events', { event_name: 'X', identifiers: { email_id: 'anna@example.com' } });
    const saved = JSON.parse(JSON.stringify(first.sandbox.state.snapshot()));
    const second = await start({ state: saved, clock: () => Date.now() + 61_000 });

    expect(second.sandbox.state.contact('anna@example.com')).toEqual(first.sandbox.state.contact('anna@example.com'));
    expect(second.sandbox.state.members(35)).toEqual(['anna@example.com', 'b@example.com']);
    const clash = await second.client.post('/contacts', { email: 'c@example.com', attributes: { SMS: '14155550100' } });
    expect(clash.json.metadata.duplicate_identifiers).toEqual(['SMS']);
    second.sandbox.state.restore(saved);
    expect(second.sandbox.state.snapshot().events).toHaveLength(1);
  });
});
