import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { TajoClient } from '../../packages/sdk/client/client';
import { BREVO_KEY, GORGIAS } from '../support/connector';
import { startDev } from '../support/dev-process';

/** Somebody tries the sandbox first, and puts real keys into the same folder afterwards (case A11). */
describe('real keys where the sandbox was tried', () => {
  let home: string;
  let real: Sandbox;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tajo-one-world-'));
    real = await startSandbox({
      world: { seed: 77, customers: 30, tickets: 40, surveys: 5, active: { customers: 4, messages: 12 } },
      gorgias: { rate: null },
      brevo: { limits: 'off', importDelayMs: 100 },
      credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    });
  });
  afterAll(async () => {
    await real.close();
    rmSync(home, { recursive: true, force: true });
  });

  const clientOf = (api: string): TajoClient =>
    new TajoClient({ url: api, apiKey: readFileSync(join(home, 'api.key'), 'utf8').trim() });
  const vendors = () => ({ GORGIAS_BASE_URL: real.gorgias.url, BREVO_BASE_URL: real.brevo.url });

  it('stand alone: one account, and nothing of the sandbox is sent, asked for or shown; a start without keys keeps to them', async () => {
    const first = startDev(['--once', '--json'], { TAJO_HOME: home, PORT: '18140' });
    expect(await first.exited).toBe(0);
    expect(existsSync(join(home, 'sandbox.json'))).toBe(true);

    const keys = {
      ...{ GORGIAS_DOMAIN: 'realshop.gorgias.com', GORGIAS_EMAIL: GORGIAS.email },
      ...{ GORGIAS_API_KEY: GORGIAS.apiKey, BREVO_API_KEY: BREVO_KEY },
    };
    const second = startDev(['--json'], { TAJO_HOME: home, PORT: '18140', ...keys, ...vendors() });
    const { api } = await second.ready();
    const tajo = clientOf(api);
    while (!second.stdout().includes('"finished":true')) await new Promise((resolve) => setTimeout(resolve, 200));
    const { connectors } = await tajo.connectors.list();
    const status = await tajo.connectors.status('gorgias');
    second.child.kill('SIGINT');
    await second.exited;

    expect(connectors.map(({ account }) => account)).toEqual(['realshop']);
    expect(status.customersCount).toBe(real.world.customers.size);
    expect(existsSync(join(home, 'sandbox.json'))).toBe(false);
    const emails = new Set([...real.world.customers.values()].map(({ email }) => email?.toLowerCase()));
    const seeded = ['newsletter@reader.example.com', 'reception@hotel.example.com'];
    const strangers = real.brevo.state
      .contacts()
      .filter(({ email }) => email !== null && !emails.has(email) && !seeded.includes(email));
    expect(strangers).toEqual([]);

    const third = startDev(['--json'], { TAJO_HOME: home, PORT: '18140', ...vendors() });
    const again = await third.ready();
    const kept = await clientOf(again.api).connectors.list();
    third.child.kill('SIGINT');
    await third.exited;
    expect(kept.connectors.map(({ account }) => account)).toEqual(['realshop']);
    expect(existsSync(join(home, 'sandbox.json'))).toBe(false);
  });
});
