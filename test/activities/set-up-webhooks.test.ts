import { setUpWebhooks } from '../../src/activities/webhooks/set-up-webhooks';
import type { ActivityDeps } from '../../src/activities/deps';
import { createGorgiasClient } from '../../src/gorgias/client';
import { gorgiasAuthorization } from '../../src/gorgias/credentials';
import { type ClosableTransport, createTransport } from '../../src/http/transport';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';

const ADDRESS = 'https://connector.yourstore.com/webhooks/gorgias/yourstore';

describe('setting up the webhooks', () => {
  let sandbox: Sandbox | null = null;
  let transport: ClosableTransport | null = null;
  const logged: unknown[] = [];
  const world = () => sandbox!.world.state.integrations.filter(({ name }) => name.startsWith('Tajo'));

  const setUp = (webhookSecret: string | null, address = ADDRESS) => {
    const client = createGorgiasClient(transport!);
    const log = (...line: unknown[]) => void logged.push(line);
    const deps = { gorgias: () => client, webhookSecret, log: { info: log, warn: log, error: log } };
    return setUpWebhooks(deps as unknown as ActivityDeps, 'yourstore', address);
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ world: { seed: 1, customers: 1, tickets: 1, surveys: 0 }, gorgias: { rate: null } });
    const { email, apiKey } = sandbox.credentials.gorgias;
    transport = createTransport({
      vendor: 'gorgias',
      origin: `${sandbox.gorgias.url}/api`,
      headers: () => Promise.resolve(gorgiasAuthorization({ email, apiKey })),
    });
  });
  afterAll(async () => {
    await transport?.close();
    await sandbox?.close();
  });

  it('when it runs twice, there is one integration for each trigger, with the newest secret', async () => {
    const first = await setUp('old-secret');
    const second = await setUp('new-secret');

    expect(new Set(first.integrations.map(({ done }) => done))).toEqual(new Set(['created']));
    expect(second.integrations.map(({ id, done }) => [id, done])).toEqual(
      first.integrations.map(({ id }) => [id, 'updated']),
    );
    expect(world().map(({ http }) => http)).toEqual(
      second.integrations.map(({ trigger }) =>
        expect.objectContaining({
          url: ADDRESS,
          method: 'POST',
          headers: { 'X-Webhook-Secret': 'new-secret' },
          triggers: { [trigger]: true },
          form: expect.objectContaining({ trigger, ticket_id: '{{ticket.id}}' }),
        }),
      ),
    );
    expect(JSON.stringify([first, second, logged])).not.toContain('-secret"');
  });

  it('when the address is another one, what is there for the first stays', async () => {
    const { integrations } = await setUp('s', 'https://other.yourstore.com/webhooks/gorgias/yourstore');

    expect(new Set(integrations.map(({ done }) => done))).toEqual(new Set(['created']));
    expect(world()).toHaveLength(2 * integrations.length);
  });

  it('when the worker has no secret, nothing is made and the setting is named', async () => {
    const before = world().length;
    await expect(setUp(null)).rejects.toMatchObject({
      code: 'config.invalid',
      details: { field: 'GORGIAS_WEBHOOK_SECRET' },
    });
    expect(world()).toHaveLength(before);
  });
});
