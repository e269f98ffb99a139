import { createBrevoClient } from '../../src/brevo/client';
import { createTransport } from '../../src/http/transport';
import { type BrevoSandboxOptions, startBrevoSandbox } from '../../packages/sandbox/brevo/start';
import { caught } from '../http/caught';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The client against a Brevo that keeps what it is told. */
async function start(options: Partial<BrevoSandboxOptions> = {}) {
  const sandbox = await startBrevoSandbox({ apiKey: 'key-2', limits: 'off', ...options });
  closing.push(() => sandbox.close());
  const clientOf = (apiKey: string) => {
    const headers = () => Promise.resolve({ 'api-key': apiKey });
    const transport = createTransport({ vendor: 'brevo', origin: sandbox.url, headers });
    closing.push(() => transport.close());
    return createBrevoClient(transport);
  };
  return { sandbox, clientOf, client: clientOf('key-2') };
}

const email = 'ada@example.com';
const mail = { templateId: 12, email, params: {}, idempotencyKey: 'k' };
const people = (count: number) => Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.com` }));

describe('The client and the sandbox understand each other:', () => {
  it.each(['parameter', 'invalid'] as const)(
    'a clash and a repeated mail are known in the style "%s" (case C12)',
    async (duplicateStyle) => {
      const { client, sandbox } = await start({ duplicateStyle });
      const attributes = { SMS: '+33612345678' };
      await client.upsertContact({ email, attributes });

      const clash = await caught(client.upsertContact({ email: 'other@example.com', attributes }));
      expect(clash).toMatchObject({ code: 'brevo.duplicate', details: { duplicateIdentifiers: ['SMS'] } });
      expect([await client.sendTemplate(mail), await client.sendTemplate(mail)]).toEqual(['sent', 'already_sent']);
      expect(sandbox.state.mails()).toHaveLength(1);
    },
  );

  it('a page of a gateway changes nothing and says nothing of the contact (case B10)', async () => {
    const { client, sandbox } = await start({ contacts: [{ email }] });
    const match = { pathPrefix: '/v3/contacts/' };
    for (const status of [404, 403, 400]) sandbox.faults.add({ kind: 'html', status, match, times: 1 });
    sandbox.faults.add({ kind: 'html', status: 200, match, times: 1 });
    sandbox.faults.add({ kind: 'empty', match, times: 1 });
    const codes = [];
    while (codes.length < 5) codes.push((await caught(client.getContact(email))).code);

    expect(codes).toEqual(Array(5).fill('brevo.unavailable'));
    expect((await client.getContact(email)).email).toBe(email);
  });

  it('a mail that a gateway answered with nothing is not taken for sent, and is sent when it is tried again', async () => {
    const { client, sandbox } = await start();
    sandbox.faults.add({ kind: 'empty', match: { pathPrefix: '/v3/smtp/email' }, times: 1 });

    expect((await caught(client.sendTemplate(mail))).details.outcomeUnknown).toBe(true);
    await expect(client.sendTemplate(mail)).resolves.toBe('sent');
  });

  it('a walk over pages that each lose a row comes to the end (case B12)', async () => {
    const { client, sandbox } = await start({ contacts: people(5) });
    const rewrite = (json: unknown) => {
      const { contacts, count } = json as { contacts: Record<string, unknown>[]; count: number };
      return { count, contacts: contacts.map((row, n) => (n === 0 ? { ...row, email: null } : row)) };
    };
    sandbox.faults.add({ kind: 'rewrite', rewrite });
    const seen: (string | null)[] = [];
    let offset = 0;
    for (let received = 2; received === 2; offset += received) {
      const page = await client.listContacts({ limit: 2, offset });
      seen.push(...page.rows.map((row) => row.email));
      received = page.received;
    }

    expect(offset).toBe(5);
    expect(seen).toEqual(['p3@example.com', 'p1@example.com']);
  });

  it('another key may open another account, which has another identity', async () => {
    const { client, clientOf, sandbox } = await start();
    sandbox.addAccount({ apiKey: 'key-9', organizationId: 'org-9' });

    expect((await client.getAccount()).identity).toBe('org:5fa2b8c123456789abcdef01');
    expect((await clientOf('key-9').getAccount()).identity).toBe('org:org-9');
    expect((await caught(clientOf('key-0').getAccount())).code).toBe('auth.brevo_refused');
  });
});
