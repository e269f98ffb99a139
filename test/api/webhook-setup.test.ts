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
      expect(await api.call('POST', EVENTS, { type: 'ticket-status-updated', payload })).toMatchObject({
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
    const inside = await tajo(['--url', 'https://localhost:8443/webhooks/gorgias/']);

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
    expect(plain.stdout).not.toContain('from outside');
    expect(inside.stdout).toContain('URL      https://localhost:8443/webhooks/gorgias/yourstore\n');
    expect(inside.stdout).toContain('! Gorgias cannot reach this address from outside');
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
      ...['https://127.0.0.1:8080', 'https://10.0.0.7', 'https://connector', 'https://tajo.internal'].map((url) =>
        tajo(['--create', '--url', url]),
      ),
      ...['http://connector.yourstore.com', 'https://a:b@x.com', 'connector', 'https://x.com/?a=b'].map((url) =>
        tajo(['--create', '--url', url]),
      ),
    ]);

    expect(made).toMatchObject({ exitCode: 0, stdout: /✓ Tajo: ticket-created created \(integration 12\)/ });
    expect(api.connector.asked.webhookSetups).toEqual([{ account: 'yourstore', address: ADDRESS, move: false }]);
    expect(refused.map(({ exitCode }) => exitCode)).toEqual(Array(9).fill(2));
    expect(refused[1]?.stderr).toContain('Gorgias cannot reach this address from outside');
    expect(refused.map(({ stderr }) => stderr).join('')).toContain('--url');
  });

  it('when they are to be taken away, that is done only when it was said, and what went is told', async () => {
    const here = ['--remove', '--url', PUBLIC];
    const unasked = await tajo(here);
    const mixed = await Promise.all([['--remove', '--create'], ['--move'], ['--yes']].map((args) => tajo(args)));
    const before = [...api.connector.asked.webhookRemovals];
    const removed = await tajo([...here, '--yes']);

    expect([unasked, ...mixed].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
    expect(unasked.stderr).toContain('Add --yes');
    expect(mixed.map(({ stderr }) => stderr).join('')).toMatch(
      /--create and --remove exclude[\s\S]*add --create[\s\S]*add --remove/,
    );
    expect(before).toEqual([{ address: ADDRESS, everywhere: false, dryRun: true }]);
    expect(api.connector.asked.webhookRemovals.slice(1)).toEqual([{ ...before[0], dryRun: false }]);
    expect(removed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`removed (integration 12, ${ADDRESS})`),
    });
    expect(removed.stdout).toMatch(/stays \(integration 13, https:\/\/staging.*\n.*--everywhere removes them, too/);
  });

  it('when a connector elsewhere has them, they are named and stay, unless they are to go everywhere', async () => {
    const elsewhere = await tajo(['--remove', '--yes']);
    const everywhere = await tajo(['--remove', '--everywhere', '--yes']);

    expect(elsewhere.stdout).toMatch(/stays \(integration 12, [\s\S]*stays \(integration 13, /);
    expect(elsewhere.stdout).not.toContain('removed (');
    expect(everywhere.stdout).toMatch(/removed \(integration 12, [\s\S]*removed \(integration 13, /);
  });
});
