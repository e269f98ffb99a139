import { removeWebhooks } from '../../src/activities/webhooks/remove-webhooks';
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

  const setUp = (webhookSecret: string | null, address = ADDRESS, move = false) => {
    const client = createGorgiasClient(transport!);
    const log = (...line: unknown[]) => void logged.push(line);
    const deps = { gorgias: () => client, webhookSecret, log: { info: log, warn: log, error: log } };
    return setUpWebhooks(deps as unknown as ActivityDeps, 'yourstore', { address, move });
  };

  const remove = (what: Parameters<typeof removeWebhooks>[2] = { everywhere: true }) => {
    const log = (...line: unknown[]) => void logged.push(line);
    const store = { webhookHealth: { forget: () => Promise.resolve() } };
    const deps = { gorgias: () => createGorgiasClient(transport!), store, log: { info: log } };
    return removeWebhooks(deps as unknown as ActivityDeps, 'yourstore', what);
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

  it('when the address is another one, what is there is moved, and nothing at all without a word', async () => {
    const other = 'https://other.yourstore.com/webhooks/gorgias/yourstore';
    const before = world().map(({ id }) => id);

    await expect(setUp('s', other)).rejects.toMatchObject({
      ...{ code: 'input.invalid', details: { field: 'move' } },
      message: `4 integrations of this connector in Gorgias send to ${ADDRESS}: with \`move\` (\`--move\` on the command line) they send here instead`,
    });
    expect(new Set(world().map(({ http }) => http?.url))).toEqual(new Set([ADDRESS]));
    const { integrations } = await setUp('s', other, true);

    expect(new Set(integrations.map(({ done }) => done))).toEqual(new Set(['moved']));
    expect(world().map(({ id, http }) => [id, http?.url])).toEqual(before.map((id) => [id, other]));
  });

  it('when they are taken away, wherever they send to, those of others stay, and a second time there is nothing to do', async () => {
    const ours = world();
    const { http } = ours[0]!;
    const others = ['https://other.example/hook', 'https://x.example/webhooks/gorgias/otherstore'].map(
      (url) =>
        sandbox!.gorgias.integrations.add({
          name: ours[0]!.name,
          type: 'http',
          http: { url, triggers: http!.triggers },
        }).id,
    );
    const removed = await remove();

    expect(new Map(removed.integrations.map(({ id, address }) => [id, address]))).toEqual(
      new Map(ours.map(({ id, http: settings }) => [id, settings?.url])),
    );
    expect(world().map(({ id }) => id)).toEqual(others);
    expect(await remove()).toEqual({ integrations: [], elsewhere: [] });
  });

  it('when another connector’s are there, they stay but for a word; when one cannot be taken away, those that are gone are named', async () => {
    const staging = 'https://staging.yourstore.com/webhooks/gorgias/yourstore';
    const { integrations } = await setUp('s', staging);
    const last = integrations.at(-1);
    expect(await remove({ address: ADDRESS })).toMatchObject({ integrations: [], elsewhere: [{}, {}, {}, {}] });
    expect(await remove({ address: staging, dryRun: true })).toMatchObject({ integrations: [{}, {}, {}, {}] });
    expect(world().map(({ id }) => id)).toEqual(expect.arrayContaining(integrations.map(({ id }) => id)));

    const pathPrefix = `/api/integrations/${String(integrations[1]?.id)}`;
    sandbox!.gorgias.faults.add({ kind: 'status', status: 403, body: {}, match: { method: 'DELETE', pathPrefix } });
    await expect(remove({ address: staging })).rejects.toMatchObject({
      message: expect.stringMatching(`removed already: .*integration ${String(last?.id)}\\)`),
    });
    sandbox!.gorgias.faults.clear();
    const used = { error: { msg: 'Used in rules.' } };
    sandbox!.gorgias.faults.add({ kind: 'status', status: 409, body: used, match: { method: 'DELETE', pathPrefix } });
    await expect(remove({ address: staging })).rejects.toMatchObject({
      message: expect.stringMatching(
        `Gorgias keeps .*integration ${String(integrations[1]?.id)}\\): take it out of the rules.*removed already: .*`,
      ),
    });
    sandbox!.gorgias.faults.clear();
    expect((await remove({ address: 'https://staging.yourstore.com' })).integrations).toHaveLength(1);
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
