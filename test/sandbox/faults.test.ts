import { type Fault } from '../../packages/sandbox/http/fault-types';
import { startSandbox, type Sandbox } from '../../packages/sandbox/start';
import { ask, brevoClient, gorgiasClient, type Json } from './http';

const running: Sandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())));

async function start() {
  const sandbox = await startSandbox({
    world: { customers: 120, tickets: 200, surveys: 20 },
    gorgias: { rate: null },
    brevo: { limits: 'off' },
  });
  running.push(sandbox);
  return {
    sandbox,
    gorgias: gorgiasClient(sandbox.gorgias.url, sandbox.credentials.gorgias),
    brevo: brevoClient(sandbox.brevo.url, sandbox.credentials.brevoApiKey),
  };
}

describe('the fault plan', () => {
  it.each<[string, Fault, number, string | null]>([
    ['a status', { kind: 'status', status: 418, headers: { 'x-odd': '1' }, body: 'teapot', times: 1 }, 418, 'teapot'],
    ['an HTML page', { kind: 'html', status: 200, times: 1 }, 200, '<!DOCTYPE html>'],
    ['an error of the server', { kind: '5xx', times: 1 }, 503, 'An external service had an issue.'],
  ])(
    'when %s is planned once, the first request meets it and the second does not',
    async (_name, fault, status, text) => {
      const { sandbox, gorgias } = await start();
      sandbox.gorgias.faults.add(fault);
      const first = await gorgias.get('account');

      expect(first.status).toBe(status);
      expect(first.text).toContain(text);
      expect((await gorgias.get('account')).json.domain).toBe('sandbox');
      expect(sandbox.gorgias.journal.requests().map((entry) => entry.fault)).toEqual([fault.kind, null]);
      expect(sandbox.gorgias.faults.played).toEqual({ [fault.kind]: 1 });
    },
  );

  it('when a 429 is planned, each vendor spells it its own way', async () => {
    const { sandbox, gorgias, brevo } = await start();
    sandbox.gorgias.faults.add({ kind: '429', retryAfterSeconds: 7 });
    sandbox.brevo.faults.add({ kind: '429', retryAfterSeconds: 7 });
    const [one, other] = [await gorgias.get('account'), await brevo.get('/account')];

    expect({ status: one.status, retryAfter: one.headers.get('retry-after') }).toEqual({
      status: 429,
      retryAfter: '7',
    });
    expect({
      status: other.status,
      retryAfter: other.headers.get('retry-after'),
      xSibRatelimitReset: other.headers.get('x-sib-ratelimit-reset'),
    }).toEqual({ status: 429, retryAfter: null, xSibRatelimitReset: '7' });
  });

  it('when the connection is cut before or after the write, only the latter has written', async () => {
    const { sandbox, brevo } = await start();
    const write = (email: string) => brevo.post('/contacts', { email, updateEnabled: true });
    sandbox.brevo.faults.add({ kind: 'reset-before', match: { method: 'POST', pathPrefix: '/v3/contacts' }, times: 1 });
    sandbox.brevo.faults.add({ kind: 'reset-after-commit', match: { method: 'POST' }, times: 1 });
    sandbox.brevo.faults.add({ kind: 'status-after-commit', match: { method: 'POST' }, times: 1 });

    await expect(write('before@example.com')).rejects.toThrow();
    await expect(write('after@example.com')).rejects.toThrow();
    expect((await write('third@example.com')).status).toBe(500);
    expect(sandbox.brevo.state.contact('before@example.com')).toBeNull();
    expect(sandbox.brevo.state.contact('after@example.com')).not.toBeNull();
    expect(sandbox.brevo.state.contact('third@example.com')).not.toBeNull();
    expect(sandbox.brevo.journal.requests().map(({ status, effective }) => [status, effective])).toEqual([
      [0, false],
      [0, true],
      [500, true],
    ]);
  });

  it('when an answer hangs, drips or breaks off, the client sees no complete body', async () => {
    const { sandbox } = await start();
    const { email, apiKey } = sandbox.credentials.gorgias;
    const headers = { authorization: `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}` };
    const url = `${sandbox.gorgias.url}/api/account`;
    for (const kind of ['hang', 'slow-drip', 'truncated'] as const) sandbox.gorgias.faults.add({ kind, times: 1 });

    await expect(ask(url, { headers, signal: AbortSignal.timeout(150) })).rejects.toThrow();
    await expect(ask(url, { headers, signal: AbortSignal.timeout(150) })).rejects.toThrow();
    await expect(ask(url, { headers })).rejects.toThrow();
    expect((await ask(url, { headers })).status).toBe(200);
  });

  it('when an answer is delayed, it comes whole and late', async () => {
    const { sandbox, gorgias } = await start();
    sandbox.gorgias.faults.add({ kind: 'delay', ms: 120, times: 1 });
    const before = performance.now();

    expect((await gorgias.get('account')).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  it('when a cursor loops, expires, or a page comes empty, the envelope says so', async () => {
    const { sandbox, gorgias } = await start();
    const first = (await gorgias.get('tickets?limit=50')).json;
    const next = `tickets?limit=50&cursor=${encodeURIComponent(first.meta.next_cursor)}`;
    sandbox.gorgias.faults.add({ kind: 'cursor-loop', times: 1 });
    expect((await gorgias.get(next)).json.meta.next_cursor).toBe(first.meta.next_cursor);
    sandbox.gorgias.faults.add({ kind: 'cursor-expired', times: 1 });
    expect((await gorgias.get('tickets')).status).toBe(200);
    expect((await gorgias.get(next)).status).toBe(400);
    sandbox.gorgias.faults.add({ kind: 'empty-page', times: 1 });
    const empty = (await gorgias.get(next)).json;

    expect(empty.data).toEqual([]);
    expect(typeof empty.meta.next_cursor).toBe('string');
  });

  it('when a rewrite is planned, rows arrive changed', async () => {
    const { sandbox, gorgias } = await start();
    const rewrite = (json: Json) => ({ ...json, data: json.data.map((row: Json) => ({ ...row, subject: 5 })) });
    sandbox.gorgias.faults.add({
      kind: 'rewrite',
      rewrite,
      match: (request) => request.path.includes('tickets'),
      times: 1,
    });

    expect((await gorgias.get('tickets')).json.data[0].subject).toBe(5);
  });

  it('when a fault has a probability, the same seed hits the same requests', async () => {
    const hits = async (seed: number) => {
      const sandbox = await startSandbox({
        world: { customers: 1, tickets: 1, surveys: 0 },
        gorgias: { rate: null, faultSeed: seed, faults: [{ kind: '5xx', probability: 0.4 }] },
      });
      running.push(sandbox);
      const client = gorgiasClient(sandbox.gorgias.url, sandbox.credentials.gorgias);
      for (let index = 0; index < 30; index += 1) await client.get('account');
      return sandbox.gorgias.journal.requests().map(({ status }) => status);
    };
    const first = await hits(3);

    expect(await hits(3)).toEqual(first);
    expect(await hits(4)).not.toEqual(first);
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(3);
  });

  it('when some requests shall pass first, and when the plan is cleared, faults keep away', async () => {
    const { sandbox, gorgias } = await start();
    sandbox.gorgias.faults.add({ kind: '5xx', skip: 2 });
    const statuses = [await gorgias.get('account'), await gorgias.get('account'), await gorgias.get('account')].map(
      ({ status }) => status,
    );
    sandbox.gorgias.faults.clear();

    expect(statuses).toEqual([200, 200, 503]);
    expect((await gorgias.get('account')).status).toBe(200);
  });
});

describe('the journal', () => {
  it('when requests are made, it keeps method, path, query, status, body and its hash', async () => {
    const { sandbox, brevo } = await start();
    await brevo.post('/contacts?x=1', { email: 'a@example.com' });
    await brevo.get('/account');
    const [write, read] = sandbox.brevo.journal.requests();

    expect(write).toMatchObject({
      seq: 1,
      method: 'POST',
      path: '/v3/contacts',
      query: '?x=1',
      status: 201,
      body: { email: 'a@example.com' },
      effective: true,
    });
    expect(write?.bodyHash).toMatch(/^[0-9a-f]{64}$/);
    expect(read).toMatchObject({ seq: 2, bodyHash: '', effective: false });
    expect(sandbox.brevo.journal.requests({ method: 'GET', pathPrefix: '/v3/acc' })).toEqual([read]);
  });

  it('when its cap is reached, the oldest entries leave and the total goes on counting', async () => {
    const sandbox = await startSandbox({
      world: { customers: 1, tickets: 1, surveys: 0 },
      gorgias: { rate: null, journalCap: 20 },
    });
    running.push(sandbox);
    const client = gorgiasClient(sandbox.gorgias.url, sandbox.credentials.gorgias);
    for (let index = 0; index < 50; index += 1) await client.get('account');
    const entries = sandbox.gorgias.journal.requests();

    expect(entries.length).toBeLessThanOrEqual(20);
    expect(entries.at(-1)?.seq).toBe(50);
    expect(entries.every(({ status }) => status === 200)).toBe(true);
    expect(sandbox.gorgias.journal.total).toBe(50);
  });
});
