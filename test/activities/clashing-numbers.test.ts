import type { Change } from '../../src/activities/contacts/contact-changes';
import { publishOne } from '../../src/activities/contacts/publish-one';
import { createBrevoClient } from '../../src/brevo/client';
import { createTransport } from '../../src/http/transport';
import { startBrevoSandbox } from '../../packages/sandbox/brevo/start';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const email = 'ada@example.com';
const OTHERS = { SMS: '33611111111', WHATSAPP: '33622222222', LANDLINE_NUMBER: '33144444444' };
const OWN = { SMS: '33655555555', WHATSAPP: '33666666666', LANDLINE_NUMBER: '33177777777' };

async function start() {
  const holders = Object.entries(OTHERS).map(([name, number]) => ({
    email: `${name.toLowerCase()}@example.com`,
    attributes: { [name]: number },
  }));
  const sandbox = await startBrevoSandbox({ apiKey: 'key', limits: 'off', contacts: holders });
  closing.push(() => sandbox.close());
  const headers = () => Promise.resolve({ 'api-key': 'key' });
  const transport = createTransport({ vendor: 'brevo', origin: sandbox.url, headers });
  closing.push(() => transport.close());
  return { sandbox, brevo: createBrevoClient(transport) };
}

const change = (numbers: Readonly<Record<string, string>>, sent: readonly string[] = []): Change => ({
  emailKey: email,
  email,
  dueVersion: 1,
  customerId: 7,
  attributes: {
    FIRSTNAME: 'Ada',
    ...Object.fromEntries(Object.entries(numbers).map(([key, digits]) => [key, `+${digits}`])),
  },
  identifiers: Object.keys(numbers),
  clear: [],
  wanted: [35],
  lists: [35],
  join: [35],
  leave: [],
  hash: 'new',
  due: { emailKey: email, dueVersion: 1, hash: sent.length > 0 ? 'old' : null, lists: [], sent, brevo: null },
  knownToBrevo: sent.length > 0,
  alone: false,
});

/** Design D9, cases C11 and C12. */
describe('a contact with numbers that others hold', () => {
  const clash = (detail: string): object => ({ cause: 'phone_clash', detail, held: false, key: '7' });

  it.each([
    ['SMS', ['SMS']],
    ['WHATSAPP', ['WHATSAPP']],
    ['LANDLINE_NUMBER', ['LANDLINE_NUMBER']],
    ['SMS and WHATSAPP', ['SMS', 'WHATSAPP']],
    ['all three', ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER']],
  ] as const)('loses %s alone, however the refusal is worded, and each is listed', async (_what, taken) => {
    for (const style of ['parameter', 'invalid'] as const) {
      const { sandbox, brevo } = await start();
      sandbox.switches.duplicateStyle = style;
      const numbers = { ...OWN, ...Object.fromEntries(taken.map((name) => [name, OTHERS[name]])) };

      const published = await publishOne(brevo, change(numbers));

      const kept = Object.fromEntries(Object.entries(OWN).filter(([name]) => !taken.some((lost) => lost === name)));
      expect(sandbox.state.contact(email)).toMatchObject({ listIds: [35] });
      expect(sandbox.state.contact(email)?.attributes).toEqual({ FIRSTNAME: 'Ada', ...kept });
      expect(published).toMatchObject({ outcome: 'written', quarantine: taken.map(clash) });
      expect([...published.sent].sort()).toEqual(['FIRSTNAME', ...Object.keys(kept)].sort());
    }
  });

  it('where Brevo does not say which of them, keeps the others all the same', async () => {
    const { sandbox, brevo } = await start();
    const body = { code: 'invalid_parameter', message: 'Invalid phone number' };
    sandbox.faults.add({ kind: 'status', status: 400, body, match: ({ rawBody }) => rawBody.includes('"WHATSAPP"') });

    const published = await publishOne(brevo, change(OWN));

    expect(sandbox.state.contact(email)?.attributes).toEqual({
      FIRSTNAME: 'Ada',
      SMS: OWN.SMS,
      LANDLINE_NUMBER: OWN.LANDLINE_NUMBER,
    });
    expect(published.quarantine).toMatchObject([{ cause: 'phone_invalid', detail: 'WHATSAPP', held: false }]);
  });

  it('does not keep the number that it had before: that one is nobody’s any more', async () => {
    const { sandbox, brevo } = await start();
    await publishOne(brevo, change({ SMS: OWN.SMS }));

    await publishOne(brevo, change({ SMS: OTHERS.SMS }, ['FIRSTNAME', 'SMS']));

    expect(sandbox.state.contact(email)?.attributes).toEqual({ FIRSTNAME: 'Ada' });
  });
});
