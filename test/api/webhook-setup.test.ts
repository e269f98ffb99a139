import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TajoClient } from '../../packages/sdk/index';
import { buildCli, type BuiltCli, type Finished } from '../cli/built-cli';
import { SECRET } from '../webhooks/send-webhook';
import { API_KEY, install, startApi, type RunningApi } from './running-api';

const EVENTS = '/v1/connectors/gorgias/events';
const PUBLIC = 'https://connector.yourstore.com';
const ADDRESS = `${PUBLIC}/webhooks/gorgias/yourstore`;

describe('what a program or a person does instead of Gorgias', () => {
  let api: RunningApi;
  let cli: BuiltCli;
  let client: TajoClient;
  const tajo = (args: readonly string[], env: Record<string, string> = {}): Promise<Finished> =>
    cli.run(['connectors', 'webhooks', 'gorgias', ...args], {
      env: { TAJO_URL: api.url, TAJO_API_KEY: API_KEY, ...env },
    });
  const handed = () => api.connector.asked.ticketEvents.splice(0);

  beforeAll(async () => {
    cli = buildCli();
    api = await startApi({ requestsPerSecond: 1000, webhookSecrets: [SECRET] });
    client = new TajoClient({ url: api.url, apiKey: API_KEY });
    await install(api);
  });
  afterAll(async () => {
    await api.close();
    cli.remove();
  });

  it('when the specification’s example reports an event, it takes the road of a webhook', async () => {
    const ticket = { ticketId: 123, status: 'closed', customerEmail: 'canary-person@yourstore.com' };
    const answer = await client.connectors.handleEvent('gorgias', {
      type: 'ticket.updated',
      payload: { ...ticket, channel: 'email', tags: ['vip'], satisfaction: { score: 5 } },
    });

    expect(answer).toEqual({ account: 'yourstore', ticketId: 123, workflowId: 'ticket/yourstore/123' });
    expect(handed()).toEqual([
      { account: 'yourstore', ticketId: 123, hint: { source: 'sdk', trigger: 'ticket.updated' } },
    ]);
    expect(api.logged.join('')).not.toContain('canary');
  });

  it('when the payload is odd but for the ticket’s id, it is accepted', async () => {
    for (const payload of [{ ticketId: '7' }, { ticketId: 7, tags: 5, satisfaction: null, status: {}, unknown: [1] }]) {
      expect(await api.call('POST', EVENTS, { type: 'x', payload })).toMatchObject({
        status: 202,
        body: { ticketId: 7 },
      });
    }
    expect(handed()).toHaveLength(2);
  });

  const wrong: [string, unknown, string][] = [
    ['payload.ticketId', { type: 'ticket.updated', payload: {} }, 'must be the number of a Gorgias ticket, like 123'],
    ...[0, -1, 1.5, 'abc', '', null, true, '9007199254740993', [1]].map((ticketId): [string, unknown, string] => [
      'payload.ticketId',
      { type: 'ticket.updated', payload: { ticketId } },
      'must be the number of a Gorgias ticket',
    ]),
    ['payload', { type: 'ticket.updated' }, '{"ticketId": 123}'],
    ['type', { payload: { ticketId: 1 } }, 'ticket.updated'],
    ['type', { type: 'a@b.c', payload: { ticketId: 1 } }, 'ticket.updated'],
  ];
  it.each(wrong)('when %s is wrong, the sentence names it and the fix: %j', async (field, body, words) => {
    const answer = await api.call('POST', EVENTS, body);

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'input.invalid', field } } });
    expect(answer.body.error.message).toContain(words);
    expect(handed()).toEqual([]);
  });

  it('when the guide is printed, it holds address, header, triggers and templates, and the secret only on request', async () => {
    const plain = await tajo(['--url', `${PUBLIC}/`]);
    const shown = await tajo(['--url', ADDRESS, '--show-secret'], { GORGIAS_WEBHOOK_SECRET: `old,${SECRET}` });
    const json = await tajo(['--json'], { GORGIAS_WEBHOOK_SECRET: SECRET });

    for (const words of [
      ADDRESS,
      'X-Webhook-Secret',
      'ticket-status-updated',
      '"ticket_id":"{{ticket.id}}"',
      'surveys',
    ])
      expect(plain.stdout).toContain(words);
    expect(plain.stdout + json.stdout).not.toContain(SECRET);
    expect(shown.stdout).toContain(`URL      ${ADDRESS}\n`);
    expect(shown.stdout).toContain(`X-Webhook-Secret: ${SECRET}\n`);
    const { integrations } = JSON.parse(json.stdout);
    for (const { trigger, form } of integrations) expect(form.trigger).toBe(trigger);
  });

  it('when npm start made the secret, it is found beside the connector’s address; else the way to it is told', async () => {
    const home = join(cli.folder, 'home');
    mkdirSync(home);
    writeFileSync(join(home, 'connector.json'), JSON.stringify({ url: api.url, apiKey: API_KEY }));
    writeFileSync(join(home, 'webhook.secret'), `${SECRET}\n`);
    const local = await tajo(['--show-secret'], { TAJO_HOME: home, TAJO_URL: '', TAJO_API_KEY: '' });
    const elsewhere = await tajo(['--show-secret'], { TAJO_HOME: join(cli.folder, 'nowhere') });

    expect(local.stdout).toContain(SECRET);
    expect(elsewhere).toMatchObject({ exitCode: 2, stdout: '' });
    expect(elsewhere.stderr).toContain('GORGIAS_WEBHOOK_SECRET');
  });

  it('when the integrations are to be made, the address must be one that Gorgias reaches, and what was made is told', async () => {
    const made = await tajo(['--create', '--url', PUBLIC]);
    const refused = await Promise.all([
      tajo(['--create']),
      ...['http://connector.yourstore.com', 'https://a:b@x.com', 'connector', 'https://x.com/?a=b'].map((url) =>
        tajo(['--create', '--url', url]),
      ),
    ]);

    expect(made).toMatchObject({ exitCode: 0, stdout: /✓ Tajo: ticket-created created \(integration 12\)/ });
    expect(api.connector.asked.webhookSetups).toEqual([{ account: 'yourstore', address: ADDRESS }]);
    expect(refused.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 2]);
    expect(refused.map(({ stderr }) => stderr).join('')).toContain('--url');
  });
});
