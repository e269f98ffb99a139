import { now, start } from './gorgias-server';
import { gorgiasClient } from './http';

describe('the sandbox Gorgias: access and limits', () => {
  it('when the credentials are wrong or changed, it answers 401', async () => {
    const { sandbox, client } = await start();
    const wrong = gorgiasClient(sandbox.url, { email: 'owner@store.example.com', apiKey: 'other' });

    expect((await wrong.get('account')).status).toBe(401);
    sandbox.setCredentials({ email: 'owner@store.example.com', apiKey: 'other' });
    expect((await client.get('account')).status).toBe(401);
    expect((await wrong.get('account')).status).toBe(200);
  });

  it('when 40 requests have drained the bucket, the 41st is a 429 with whole seconds, and two more fit a second later', async () => {
    let at = now;
    const { client, sandbox } = await start({ rate: { capacity: 40, perSecond: 2 }, clock: () => at });
    const headers: (string | null)[] = [];
    for (let index = 0; index < 40; index += 1)
      headers.push((await client.get('account')).headers.get('X-Gorgias-Account-Api-Call-Limit'));
    const refused = await client.get('account');

    expect({ headers0: headers[0], headers39: headers[39] }).toEqual({ headers0: '1/40', headers39: '40/40' });
    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 429,
      retryAfter: '1',
    });
    at += 1_000;
    const statuses = [await client.get('account'), await client.get('account'), await client.get('account')].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200, 429]);
    sandbox.spill(1);
    expect(sandbox.journal.count({ status: 429 })).toBe(2);
  });

  it('when other apps use the account, the header counts them too', async () => {
    const { client, sandbox } = await start({ rate: { capacity: 40, perSecond: 2 }, clock: () => now });
    sandbox.spill(30);

    expect((await client.get('account')).headers.get('X-Gorgias-Account-Api-Call-Limit')).toBe('31/40');
  });
});
