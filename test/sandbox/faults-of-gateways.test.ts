import { startControl } from '../../packages/sandbox/control';
import { type Fault } from '../../packages/sandbox/http/fault-types';
import { startSandbox } from '../../packages/sandbox/start';
import { ask, brevoClient, gorgiasClient } from './http';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start() {
  const sandbox = await startSandbox({
    world: { customers: 5, tickets: 5, surveys: 0 },
    gorgias: { rate: null },
    brevo: { limits: 'off' },
  });
  const control = await startControl(sandbox);
  closing.push(
    () => sandbox.close(),
    () => control.close(),
  );
  const order = (of: 'brevo' | 'gorgias', fault: Fault) =>
    ask(`http://127.0.0.1:${control.port}/__sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ of, add: [fault] }),
    });
  return {
    sandbox,
    order,
    gorgias: gorgiasClient(sandbox.gorgias.url, sandbox.credentials.gorgias),
    brevo: brevoClient(sandbox.brevo.url, sandbox.credentials.brevoApiKey),
  };
}

const noCredits = { code: 'not_enough_credits', message: 'not enough credits' };
const notActivated = { code: 'permission_denied', message: 'not yet activated' };

/** Each meets the mails alone, twice. */
const faults: readonly (readonly [string, Fault, number, string, string | null])[] = [
  ['402 of Brevo', { kind: 'status', status: 402, body: noCredits }, 402, 'not_enough_credits', 'application/json'],
  ['403 of Brevo', { kind: 'status', status: 403, body: notActivated }, 403, 'permission_denied', 'application/json'],
  ['a page with 403', { kind: 'html', status: 403 }, 403, '<!DOCTYPE html>', 'text/html'],
  ['a page with 404', { kind: 'html', status: 404 }, 404, '<!DOCTYPE html>', 'text/html'],
  ['a page with 200', { kind: 'html', status: 200 }, 200, '<!DOCTYPE html>', 'text/html'],
  ['200 with nothing', { kind: 'empty' }, 200, '', null],
];

describe('the answers of a gateway, ordered by path and number', () => {
  describe.each([['in this process'], ['from another process']])('%s', (place) => {
    it.each(faults)('when %s is ordered, so many such requests meet it and no others', async (...row) => {
      const [, effect, status, text, type] = row;
      const { sandbox, order, brevo } = await start();
      const fault = { ...effect, times: 2, match: { method: 'POST', pathPrefix: '/v3/smtp/email' } };
      if (place === 'in this process') sandbox.brevo.faults.add(fault);
      else expect((await order('brevo', fault)).status).toBe(200);
      const send = () => brevo.post('/smtp/email', { templateId: 12, to: [{ email: 'a@example.com' }] });
      const answers = [await send(), await send()];

      for (const answer of answers) {
        expect({ status: answer.status, contentType: answer.headers.get('content-type') }).toEqual({
          status,
          contentType: type,
        });
        expect(answer.text.startsWith(text) || answer.json.code === text).toBe(true);
      }
      expect(answers.map((answer) => answer.text === '')).toEqual([text === '', text === '']);
      expect(sandbox.brevo.state.mails()).toHaveLength(0);
      expect((await brevo.get('/account')).status).toBe(200);
      expect((await send()).status).toBe(201);
      expect(sandbox.brevo.faults.played).toEqual({ [effect.kind]: 2 });
    });
  });

  it('when it is ordered of Gorgias, one path meets it there too', async () => {
    const { order, gorgias } = await start();
    await order('gorgias', { kind: 'empty', times: 1, match: { pathPrefix: '/api/users' } });
    await order('gorgias', { kind: 'html', status: 404, times: 1, match: { pathPrefix: '/api/users' } });

    expect((await gorgias.get('tags')).status).toBe(200);
    expect(await gorgias.get('users')).toMatchObject({ status: 200, text: '' });
    expect((await gorgias.get('users')).text).toContain('<html>');
    expect((await gorgias.get('users')).json.data.length).toBeGreaterThan(0);
  });

  it('when an order has a word that no fault knows, it is refused', async () => {
    const { order } = await start();

    expect((await order('brevo', { kind: 'empty', status: 404 } as Fault)).status).toBe(400);
  });
});
