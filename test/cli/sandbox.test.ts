import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLook } from '../../packages/sandbox/control';
import { startSandbox, type Sandbox } from '../../packages/sandbox/start';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { typed } from './typed';

const URL = 'http://127.0.0.1:1';
const EMAIL = 'ann@shopper.example.com';

describe('tajo sandbox', () => {
  let sandbox: Sandbox;
  let look: Awaited<ReturnType<typeof startLook>>;
  const home = mkdtempSync(join(tmpdir(), 'tajo-sandbox-'));
  beforeAll(async () => {
    sandbox = await startSandbox({
      world: { seed: 3, customers: 2, tickets: 0, surveys: 0 },
      acquaintances: false,
      brevo: { contacts: [{ email: EMAIL, listIds: [2], attributes: { FIRSTNAME: 'Ann' }, emailBlacklisted: true }] },
    });
    look = await startLook(sandbox);
    announce(`http://127.0.0.1:${String(look.port)}`);
  });
  afterAll(async () => {
    await look.close();
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  });

  const announce = (address: string | null): void =>
    writeFileSync(join(home, 'connector.json'), JSON.stringify({ url: URL, apiKey: 'k', sandbox: address }));

  const tajo = (...args: readonly string[]) =>
    typed({ settings: readClientSettings({ env: { TAJO_HOME: home } }), client: new TajoClient({ url: URL }) }, args);
  const contact = (...args: readonly string[]) => tajo('sandbox', 'contact', ...args);

  it('tells what Brevo holds of a person, found by the address in any case or by a ticket', async () => {
    const ticketId = sandbox.world.change({ do: 'openTicketByNewcomer', email: EMAIL, name: 'Ann' });
    await fetch(`${sandbox.brevo.url}/events`, {
      method: 'POST',
      headers: { 'api-key': sandbox.credentials.brevoApiKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        event_name: 'SUPPORT_TICKET_OPENED',
        identifiers: { email_id: EMAIL },
        event_date: '2026-11-29T10:00:00.000Z',
        event_properties: { ticket_id: ticketId },
      }),
    });

    const byAddress = await contact(EMAIL.toUpperCase());
    const byTicket = await contact(String(ticketId), '--json');

    expect(byAddress.stdout.split('\n')).toEqual([
      expect.stringMatching(/^Contact {5}ann@shopper\.example\.com, \d+, blocklisted: gets no mail$/),
      'Attributes  FIRSTNAME: "Ann"',
      expect.stringMatching(/^Lists {7}2 /),
      `Events      2026-11-29 10:00 UTC SUPPORT_TICKET_OPENED (ticket ${String(ticketId)})`,
      'Mails       none',
      '',
    ]);
    expect(JSON.parse(byTicket.stdout)).toMatchObject({ email: EMAIL, blocklisted: true, events: [{ ticketId }] });
  });

  it('says what is the matter where nobody is, no sandbox runs or it has ended', async () => {
    const nobody = await contact('nobody@shopper.example.com');
    announce(null);
    const real = await contact(EMAIL);
    announce('http://127.0.0.1:1');
    const ended = await contact(EMAIL);

    expect([nobody, real, ended].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect(nobody.stderr).toContain('no such contact');
    expect(real.stderr).toContain('No sandbox runs');
    expect(ended.stderr).toContain('does not answer');
  });

  it('tells the keys that its vendors take, with the line that goes back to them', async () => {
    announce(`http://127.0.0.1:${String(look.port)}`);
    const { exitCode, stdout } = await tajo('sandbox', 'keys');
    const nothing = await tajo('connectors', 'rotate-key', 'gorgias');

    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      [
        '  tajo connectors rotate-key gorgias \\',
        '    --email owner@store.example.com \\',
        '    --gorgias-api-key gorgias-sandbox --brevo-api-key xkeysib-sandbox\n',
      ].join('\n'),
    );
    expect(nothing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('tajo sandbox keys') });
  });

  it('changes nothing: only looking is offered there', async () => {
    const response = await fetch(`http://127.0.0.1:${String(look.port)}/__sandbox/mutate`, {
      method: 'POST',
      body: '{}',
    });

    expect(response.status).toBe(404);
  });
});
