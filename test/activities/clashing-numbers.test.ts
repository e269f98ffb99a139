import type { Change } from '../../src/activities/contacts/contact-changes';
import { publishOne, type Writer } from '../../src/activities/contacts/publish-one';
import { createBrevoClient } from '../../src/brevo/client';
import { createTransport } from '../../src/http/transport';
import { startBrevoSandbox } from '../../packages/sandbox/brevo/start';
import { ACCOUNT } from '../support/connector';
import { openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

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
  const writer: Writer = {
    brevo: createBrevoClient(transport),
    emptiesSingly: () => true,
    witnesses: (address, names) =>
      Promise.resolve(names.filter((name) => sandbox.state.contact(address)?.attributes[name] !== undefined)),
  };
  return { sandbox, writer };
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
  shutOut: [],
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
      const { sandbox, writer } = await start();
      sandbox.switches.duplicateStyle = style;
      const numbers = { ...OWN, ...Object.fromEntries(taken.map((name) => [name, OTHERS[name]])) };

      const published = await publishOne(writer, change(numbers));

      const kept = Object.fromEntries(Object.entries(OWN).filter(([name]) => !taken.some((lost) => lost === name)));
      expect(sandbox.state.contact(email)).toMatchObject({ listIds: [35] });
      expect(sandbox.state.contact(email)?.attributes).toEqual({ FIRSTNAME: 'Ada', ...kept });
      expect(published).toMatchObject({ outcome: 'written', quarantine: taken.map(clash) });
      expect([...published.sent].sort()).toEqual(['FIRSTNAME', ...Object.keys(kept)].sort());
    }
  });

  it('where Brevo does not say which of them, keeps the others all the same', async () => {
    const { sandbox, writer } = await start();
    const body = { code: 'invalid_parameter', message: 'Invalid phone number' };
    sandbox.faults.add({ kind: 'status', status: 400, body, match: ({ rawBody }) => rawBody.includes('"WHATSAPP"') });

    const published = await publishOne(writer, change(OWN));

    expect(sandbox.state.contact(email)?.attributes).toEqual({
      FIRSTNAME: 'Ada',
      SMS: OWN.SMS,
      LANDLINE_NUMBER: OWN.LANDLINE_NUMBER,
    });
    expect(published.quarantine).toMatchObject([{ cause: 'phone_invalid', detail: 'WHATSAPP', held: false }]);
  });

  it('does not keep the number that it had before: that one is nobody’s any more', async () => {
    const { sandbox, writer } = await start();
    await publishOne(writer, change({ SMS: OWN.SMS }));

    const published = await publishOne(writer, change({ SMS: OTHERS.SMS }, ['FIRSTNAME', 'SMS']));

    expect(sandbox.state.contact(email)?.attributes).toEqual({ FIRSTNAME: 'Ada' });
    expect(published).toMatchObject({ seen: ['SMS'], unemptied: [] });
  });

  it('where a single write does not empty the former number, says that it is left; of one that is taken after all, nothing', async () => {
    const { sandbox, writer } = await start();
    const former = ['FIRSTNAME', 'SMS', 'WHATSAPP'];
    await publishOne(writer, change({ SMS: OWN.SMS, WHATSAPP: OWN.WHATSAPP }));
    const known = { ...writer, emptiesSingly: () => false };
    expect(await publishOne(known, change({ SMS: OTHERS.SMS }, former))).toMatchObject({
      seen: [],
      unemptied: ['SMS'],
    });

    const refusal = { code: 'invalid_parameter', message: 'Invalid value' };
    const match = ({ rawBody }: { readonly rawBody: string }) => rawBody.includes('""');
    sandbox.faults.add({ kind: 'status', status: 400, body: refusal, match });
    const refused = await publishOne(writer, change({ SMS: OTHERS.SMS }, former));
    expect(refused).toMatchObject({ outcome: 'written', seen: [], unemptied: ['SMS'] });
    expect(sandbox.state.contact(email)?.attributes).toMatchObject({ SMS: OWN.SMS });
    sandbox.faults.clear();

    const body = { code: 'invalid_parameter', message: 'Invalid phone number' };
    const has = ({ rawBody }: { readonly rawBody: string }) => rawBody.includes(OTHERS.LANDLINE_NUMBER);
    sandbox.faults.add({ kind: 'status', status: 400, body, match: has });
    const numbers = { WHATSAPP: '33688888888', LANDLINE_NUMBER: OTHERS.LANDLINE_NUMBER };
    expect(await publishOne(writer, change(numbers, former))).toMatchObject({ seen: [], unemptied: [] });
    expect(sandbox.state.contact(email)?.attributes).toMatchObject({ WHATSAPP: '33688888888' });
  });

  it('is rid of the number that it had before by an import where a single write leaves it, which is read back', async () => {
    const world = { seed: 7, customers: 34, tickets: 3, surveys: 0, active: { customers: 1, messages: 1 } };
    const opened = await openActivityHarness(undefined, { world });
    closing.push(() => opened.end());
    const { sandbox, store } = opened;
    await fullRun(opened);
    const known = [...sandbox.world.customers.values()].filter((one) => one.email?.includes('@') === true);
    const [first = 0, second = 0] = known.map(({ id }) => id);
    const emailOf = (id: number): string => sandbox.world.customers.get(id)?.email?.trim() ?? '';
    const phoneOf = (id: number): unknown => sandbox.brevo.state.contact(emailOf(id))?.attributes['SMS'];
    // As GET /customers/{id} tells of them.
    const setPhone = async (id: number, phone: string): Promise<void> => {
      const detail = { phone, channelEmail: emailOf(id), emails: [], shopValues: {} };
      await store.facts.storeCustomerDetail(ACCOUNT, { id, ...detail, readAt: await store.facts.now() });
    };
    const taken = `+${sandbox.acquaintances.phoneHolder?.phone ?? ''}`;
    for (const id of [first, second]) await setPhone(id, `+3361111111${String(id % 10)}`);
    await opened.sync();
    expect([phoneOf(first), phoneOf(second)]).toEqual([first, second].map((id) => `3361111111${String(id % 10)}`));

    // Brevo refuses the empty text, so an import empties it.
    const body = { code: 'invalid_parameter', message: 'Invalid value' };
    const match = ({ path, rawBody }: { readonly path: string; readonly rawBody: string }) =>
      path === '/v3/contacts' && rawBody.includes('"SMS":""');
    sandbox.brevo.faults.add({ kind: 'status', status: 400, body, match });
    await setPhone(first, taken);
    await opened.sync();
    await opened.sync();
    expect(phoneOf(first)).toBeUndefined();
    expect((await store.audits.contacts(ACCOUNT, [emailOf(first)]))[0]?.sent).not.toContain('SMS');
    sandbox.brevo.faults.clear();

    // Brevo takes it and does nothing: read back, it is seen.
    const rewrite = (json: unknown): unknown => {
      const contact = json as { attributes: object };
      return { ...contact, attributes: { ...contact.attributes, SMS: '33611111111' } };
    };
    const pathPrefix = `/v3/contacts/${encodeURIComponent(emailOf(second))}`;
    sandbox.brevo.faults.add({ kind: 'rewrite', rewrite, match: { method: 'GET', pathPrefix } });
    await setPhone(second, taken);
    await opened.sync();
    expect((await store.brevoProofs.all(ACCOUNT)).get('empty phone')).toBe(false);
  });
});
