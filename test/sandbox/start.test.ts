import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { startSandbox, type Sandbox } from '../../packages/sandbox/start';
import { ask, brevoClient, gorgiasClient, type Json } from './http';

const running: Sandbox[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function start(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
}

describe('both sandboxes over one world', () => {
  it('when they start, Brevo has the lists and attributes of the shipped configuration and the people it knows already', async () => {
    const { brevo, acquaintances, world } = await start();
    const types = Object.fromEntries(brevo.state.attributes().map(({ name, type }) => [name, type]));

    expect(types).toMatchObject({
      GORGIAS_ID: 'text',
      FIRSTNAME: 'text',
      LASTNAME: 'text',
      TICKET_COUNT: 'float',
      LAST_SUPPORT_DATE: 'date',
      LAST_SUPPORT_CHANNEL: 'text',
      AVG_RESPONSE_TIME: 'float',
      CSAT_SCORE: 'float',
      CSAT_RESPONSES: 'float',
      CUSTOMER_TYPE: 'text',
      VIP_STATUS: 'boolean',
    });
    const { blocklisted, unsubscribed, phoneHolder } = acquaintances;
    expect(brevo.state.contact(blocklisted ?? '')?.emailBlacklisted).toBe(true);
    expect(brevo.state.contact(unsubscribed ?? '')?.listUnsubscribed).toEqual([36]);
    expect(brevo.state.contact(phoneHolder?.email ?? '')?.attributes).toEqual({ SMS: phoneHolder?.phone });
    const owner = [...world.customers.values()].find(
      ({ email }) => email?.toLowerCase() === phoneHolder?.customerEmail,
    );
    expect(owner?.channels[0]?.address).toBe(`+${phoneHolder?.phone}`);
  });

  it('when attributes are left out, Brevo does not have them', async () => {
    const { brevo } = await start({ missingAttributes: ['CSAT_SCORE', 'VIP_STATUS'] });
    const names = brevo.state.attributes().map(({ name }) => name);

    expect(names).not.toContain('CSAT_SCORE');
    expect(names).toContain('TICKET_COUNT');
  });

  it('when a canary has a key, it is in both credentials', async () => {
    const { credentials } = await start({ world: { canary: { person: 'Pq7', key: 'Ky7' } } });

    expect(credentials.gorgias.apiKey).toContain('Ky7');
    expect(credentials.brevoApiKey).toContain('Ky7');
  });

  it('when made-up phones are read by a phone library, they are possible numbers with a country', async () => {
    const { world } = await start({ world: { customers: 600 } });
    const phones = [...world.customers.values()]
      .flatMap(({ channels }) => channels.map(({ address }) => address))
      .filter((text) => /^\+[1-9]\d{9,}$/.test(text));

    expect(phones.length).toBeGreaterThan(100);
    for (const phone of phones)
      expect({ phone, isPossible: parsePhoneNumberFromString(phone)?.isPossible() }).toEqual({
        phone,
        isPossible: true,
      });
  });
});

describe('the sandbox as a process of its own', () => {
  it('when it is started with options, it says where it is in one line, obeys its control routes and stops on SIGTERM', async () => {
    const options = JSON.stringify({
      customers: 30,
      tickets: 60,
      surveys: 5,
      gorgias: { rate: null, webhooks: { retryDelaysMs: [1] } },
      brevo: { limits: 'off' },
    });
    const child = spawn(process.execPath, ['--import', 'tsx', 'packages/sandbox/serve.ts', options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const ready = JSON.parse(String(line));
    const control = (name: string, body: unknown) =>
      ask(`${ready.control}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });
    const gorgias = gorgiasClient(ready.gorgias, ready.credentials.gorgias);
    const brevo = brevoClient(ready.brevo, ready.credentials.brevoApiKey);

    const ticketId = (await gorgias.get('tickets?limit=1')).json.data[0].id;
    expect(
      (await control('mutate', { changes: [{ do: 'addTag', ticketId, tag: 'sent from outside' }] })).json.ids,
    ).toEqual([ticketId]);
    expect((await gorgias.get(`tickets/${ticketId}`)).json.tags.map(({ name }: Json) => name)).toContain(
      'sent from outside',
    );
    expect((await control('mutate', { changes: [{ do: 'closeTicket', ticketId: 1 }] })).status).toBe(400);
    await control('faults', { of: 'brevo', add: [{ kind: '5xx', times: 1 }] });
    expect((await brevo.get('/account')).status).toBe(503);
    await brevo.post('/contacts', { email: 'a@example.com' });
    expect((await control('journal', { of: 'brevo', filter: { method: 'POST' } })).json.entries).toHaveLength(1);
    expect((await control('state', { of: 'brevo' })).json.contacts.map(({ email }: Json) => email)).toContain(
      'a@example.com',
    );
    expect((await control('state', { of: 'gorgias' })).json.happened).toHaveLength(1);
    const http = { url: `${ready.control}/__sandbox/nothing`, triggers: { 'ticket-updated': true } };
    const added = await control('integrations', {
      add: [{ name: 'tajo', type: 'http', http }],
      misbehave: { duplicate: 1 },
    });
    expect(added.json.integrations.map(({ id }: Json) => id)).toEqual(added.json.ids);
    expect((await control('integrations', { add: [{ name: 'tajo' }] })).status).toBe(400);
    await control('mutate', { changes: [{ do: 'touchTicket', ticketId }] });
    const failed = async () => (await control('deliveries', { filter: { ticketId, state: 'failed' } })).json;
    for (let n = 0; n < 2_000 && (await failed()).count < 2; n += 1);
    expect((await failed()).deliveries.map(({ attempts }: Json) => attempts.length)).toEqual([2, 2]);
    expect((await control('integrations', { remove: added.json.ids, misbehave: null })).json.integrations).toEqual([]);
    await control('credentials', { brevoApiKey: 'turned' });
    expect((await brevo.get('/account')).status).toBe(401);
    expect((await control('nothing', {})).status).toBe(404);

    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('when its options are wrong, it says so and ends with 2', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'packages/sandbox/serve.ts', '{"costumers":1}'], {
      stdio: 'ignore',
    });
    children.push(child);

    expect((await once(child, 'exit'))[0]).toBe(2);
  });
});
