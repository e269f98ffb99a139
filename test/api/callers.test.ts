import { Agent } from 'node:http';
import { knock, type Knock, SECRET } from '../webhooks/send-webhook';
import { install, startApi, type RunningApi } from './running-api';

/** 20 in a window of four seconds. */
const WEBHOOKS_PER_SECOND = 5;
const PROXY = '127.0.7.1';

describe('who is counted as one caller', () => {
  let api: RunningApi;
  /** What libraries say past our log. */
  const said: unknown[] = [];
  const { error, warn } = console;
  const send = (over: Knock = {}) => knock(api.url, { from: PROXY, ...over });
  const statuses = async (knocks: readonly Knock[]) =>
    (await Promise.all(knocks.map((over) => send(over)))).map(({ status }) => status);
  const times = (count: number, over: Knock) => Array.from({ length: count }, () => over);

  beforeAll(async () => {
    Object.assign(console, { error: (...words: unknown[]) => said.push(words), warn: console.error });
    api = await startApi({ webhookSecrets: [SECRET], webhooksPerSecond: WEBHOOKS_PER_SECOND, trustProxy: [PROXY] });
    await install(api);
  });
  afterAll(async () => {
    Object.assign(console, { error, warn });
    await api.close();
  });

  it('when strangers flood the door from the address that Gorgias comes from too, Gorgias gets 202 all the same', async () => {
    // A proxy that nobody named: everybody comes from its address, and says so by a header that is not believed.
    const from = '127.0.7.2';
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const flood = statuses(
      times(1_000, { from, agent, secret: 'wrong', headers: { 'x-forwarded-for': '203.0.113.9' } }),
    );
    const gorgias = await statuses(times(10, { from, headers: { 'x-forwarded-for': '198.51.100.7' } }));
    const refused = await flood;
    agent.destroy();

    expect(gorgias).toEqual(times(10, {}).map(() => 202));
    expect(refused.filter((status) => status === 401)).toHaveLength(20);
    // 0: the connection was ended while the next request was on its way.
    expect(refused.every((status) => [401, 429, 0].includes(status))).toBe(true);
    expect((await send({ from })).status).toBe(202);
  });

  it('when a stranger is refused, the connection ends, so that nobody can keep all of them', async () => {
    const refused = await send({ secret: 'wrong', headers: { 'x-forwarded-for': '203.0.113.20' } });
    const accepted = await send({ headers: { 'x-forwarded-for': '198.51.100.20' } });

    expect([refused, accepted].map(({ status, headers }) => [status, headers['connection']])).toEqual([
      [401, 'close'],
      [202, 'keep-alive'],
    ]);
  });

  it('behind a proxy that trust_proxy names, senders are counted apart, by what the proxy itself wrote', async () => {
    const behind = (forwarded: string): Knock => ({ headers: { 'x-forwarded-for': forwarded } });
    const busy = await statuses(times(60, behind('198.51.100.1')));
    const other = await statuses(times(10, behind('198.51.100.2')));
    // The sender itself wrote the left one, another one each time.
    const forged = await statuses(Array.from({ length: 10 }, (_, at) => behind(`192.0.2.${at}, 198.51.100.1`)));
    const withPort = await statuses(times(5, behind('198.51.100.1:4711')));

    expect(busy.filter((status) => status === 202).length).toBeLessThanOrEqual(40);
    expect(busy).toContain(429);
    expect(other).toEqual(other.map(() => 202));
    expect(forged).toContain(429);
    expect(withPort).toContain(429);
  });

  it('when what the proxy wrote is no address, or comes from somebody else, the address of the connection counts', async () => {
    const anything = Array.from({ length: 60 }, (_, at) => ({ headers: { 'x-forwarded-for': `unknown-${at}` } }));
    const elsewhere = Array.from({ length: 60 }, (_, at) => ({
      from: '127.0.7.3',
      headers: { 'x-forwarded-for': `192.0.2.${at}` },
    }));

    expect(await statuses(anything)).toContain(429);
    expect(await statuses(elsewhere)).toContain(429);
  });

  it('when strangers flood the control API, the owner at the same address is served', async () => {
    const stranger = { authorization: 'Bearer nobody-knows-this-key' };
    const flood = await Promise.all(
      times(600, {}).map(() => api.call('GET', '/v1/connectors', undefined, stranger).catch(() => ({ status: 0 }))),
    );

    expect(flood.every(({ status }) => [401, 429, 0].includes(status))).toBe(true);
    expect(flood.some(({ status }) => status === 429)).toBe(true);
    expect((await api.call('GET', '/v1/connectors')).status).toBe(200);
  });

  it('whatever they send, each line that was written is one of JSON', () => {
    expect(said).toEqual([]);
    for (const line of api.logged) expect(JSON.parse(line)).toHaveProperty('event');
  });
});
