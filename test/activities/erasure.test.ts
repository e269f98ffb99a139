import type { Erasure } from '../../src/store/privacy/erasure-types';
import { personErasure } from '../../src/api/story/erasure-reasons';
import { outOfReach } from '../../src/api/routes/privacy/out-of-reach';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The steps of an erasure where a vendor is slow, or knows more of the person than we do. */
describe('an erasure', () => {
  let harness: ActivityHarness;
  const clock = { aheadMs: 0 };
  beforeAll(async () => {
    const now = (): number => Date.now() + clock.aheadMs;
    harness = await openActivityHarness(undefined, { brevo: { clock: now, importDelayMs: HOUR } });
  });
  afterAll(() => harness.end());

  const later = async (ms: number): Promise<void> => {
    clock.aheadMs += ms;
    await harness.later(clock.aheadMs);
  };
  const contactOf = (email: string) => harness.sandbox.brevo.state.contact(email);
  const newcomer = async (email: string): Promise<{ readonly ticketId: number; readonly customerId: number }> => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Jane' });
    await harness.refresh(ticketId);
    return { ticketId, customerId: harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0 };
  };
  const isSearch = ({ path }: { readonly path: string }): boolean => path === '/api/customers';
  const begin = (email: string): Promise<Erasure> => harness.store.privacy.begin(ACCOUNT, email, { brevo: true });
  /** What the workflow does until it rests; false: it asks again in a minute. */
  const goOn = async (person: string): Promise<boolean> => {
    await harness.run((all) => all.endPersonsWork(ACCOUNT, person));
    await harness.run((all) => all.eraseInStore(ACCOUNT, person));
    await harness.run((all) => all.eraseInBrevo(ACCOUNT, person));
    return harness.run((all) => all.finishErasure(ACCOUNT, person));
  };
  const receipt = async (person: string): Promise<Erasure> => (await harness.store.privacy.find(ACCOUNT, person))!;
  /** As a page of contacts is published: Brevo carries it out an hour later. */
  const importOf = async (email: string): Promise<number> => {
    const contacts = [{ email, attributes: {} }];
    const processId = await harness.vendors.brevo(ACCOUNT).importContacts({ contacts, listIds: [2] });
    await harness.store.imports.startForList(ACCOUNT, processId, { listId: 2, contacts: 1 });
    return processId;
  };

  test('while an import with the person waits in Brevo is not over: once that was carried out the contact is deleted again, and the receipt says so', async () => {
    const email = 'late@customer.example.com';
    await newcomer(email);
    const processId = await importOf(email);
    const { person } = await begin(email);
    await later(MINUTE);
    expect(await harness.run((all) => all.personOnTheWire(ACCOUNT, person))).toBeGreaterThan(0);
    await later(10 * MINUTE);
    expect(await harness.run((all) => all.personOnTheWire(ACCOUNT, person))).toBe(0);

    expect(await goOn(person)).toBe(false);
    const waiting = await receipt(person);
    expect(waiting).toMatchObject({ state: 'erasing', brevoEnd: 'deleted', imports: [processId], againAt: null });
    expect(outOfReach(waiting).join()).toContain(`import ${String(processId)}`);
    expect(contactOf(email)).toBeNull();

    await later(HOUR);
    expect(contactOf(email)).not.toBeNull();
    expect(await goOn(person)).toBe(true);
    expect(contactOf(email)).toBeNull();
    const erased = await receipt(person);
    expect(erased).toMatchObject({ state: 'erased', imports: [], againAt: expect.any(String) });
    expect(outOfReach(erased).join()).not.toContain('import');
  });

  test('gives an import up that Brevo does not carry out within a day, and the receipt says where to look', async () => {
    const email = 'never@customer.example.com';
    await newcomer(email);
    const { person } = await begin(email);
    await harness.store.imports.startForList(ACCOUNT, await importOf(email), { listId: 2, contacts: 1 });
    harness.sandbox.brevo.faults.add({
      ...{ kind: '5xx', status: 503, times: 1_000 },
      match: ({ path }) => path.startsWith('/v3/processes'),
    });
    expect(await goOn(person)).toBe(false);
    await later(23 * HOUR);
    expect(await goOn(person)).toBe(false);
    await later(2 * HOUR);
    expect(await goOn(person)).toBe(true);

    const given = await receipt(person);
    expect(given.imports).toHaveLength(1);
    expect(outOfReach(given).join()).toContain('look there whether the contact came back');
    expect(outOfReach(given, ['otherstore']).join()).toContain(
      'What otherstore of this connector knows of the person stays',
    );
    harness.sandbox.brevo.faults.clear();
    await harness.sync();
    expect((await harness.store.imports.countRunning(ACCOUNT)).running).toBe(0);
  });

  test('by a second address that only Gorgias knows is about the customer all the same, by whichever address is asked afterwards', async () => {
    const [main, second] = ['main@customer.example.com', 'second@customer.example.com'];
    const { ticketId, customerId } = await newcomer(main);
    harness.happen({ do: 'setPhone', customerId, phone: second, type: 'email' });
    expect(contactOf(main)).not.toBeNull();

    const { person } = await begin(second);
    expect(await goOn(person)).toBe(true);

    expect(await receipt(person)).toMatchObject({
      state: 'erased',
      deleted: { customers: 1, tickets: 1, contacts: 1 },
    });
    expect(contactOf(main)).toBeNull();
    const { privacy } = harness.store;
    const told = (): Promise<string | null> => personErasure(harness.store, ACCOUNT, second);
    await privacy.begin(ACCOUNT, main, { brevo: false });
    expect(await goOn(person)).toBe(true);
    expect(await told()).toMatch(/ at their request, in Brevo too; not brought back /);
    for (const email of [main, second])
      expect(await privacy.findByAddress(ACCOUNT, email)).toMatchObject({ person, gorgiasAt: expect.any(String) });
    expect((await begin(main)).person).toBe(person);
    expect(await goOn(person)).toBe(true);
    // Once more, and Brevo is not asked: what was deleted there already is told.
    const { brevoAt } = await receipt(person);
    await privacy.begin(ACCOUNT, main, { brevo: false });
    expect(await goOn(person)).toBe(true);
    expect(await receipt(person)).toMatchObject({ state: 'erased', brevo: false, brevoAt, brevoEnd: 'unknown' });
    expect(outOfReach(await receipt(person)).join()).toContain('Brevo was not asked again');
    expect(await told()).toMatch(/ at their request, and Brevo had no such contact any more; not brought back /);
    // Who asks for it meanwhile has Brevo asked.
    await privacy.begin(ACCOUNT, main, { brevo: false });
    expect(await begin(main)).toMatchObject({ brevo: true, brevoAt: null });
    expect(await goOn(person)).toBe(true);

    // Nothing brings them back, not under another number whose details name the second address either.
    harness.happen({ do: 'addMessage', ticketId, from: 'customer' });
    const again = await newcomer('other@customer.example.com');
    expect(contactOf('other@customer.example.com')).toMatchObject({ listIds: [35], attributes: { FIRSTNAME: 'Jane' } });
    harness.happen({ do: 'setPhone', customerId: again.customerId, phone: second, type: 'email' });
    await later(11 * MINUTE);
    await harness.refresh(again.ticketId);
    await harness.sync();
    expect((await privacy.export(ACCOUNT, main)).tables).toEqual({});
    expect((await privacy.export(ACCOUNT, 'other@customer.example.com')).scope).toMatchObject({ customerIds: [] });
    expect(await privacy.isTicketErased(ACCOUNT, again.ticketId)).toBe(true);
    // What Brevo has of that other address, which nobody erased, is nobody's any more.
    const left = contactOf('other@customer.example.com');
    expect(left).toMatchObject({ listIds: [] });
    expect(Object.keys(left?.attributes ?? {})).not.toEqual(expect.arrayContaining(['FIRSTNAME']));

    await privacy.allow(ACCOUNT, second);
    expect(await privacy.isTicketErased(ACCOUNT, ticketId)).toBe(false);
    expect(await privacy.begin(ACCOUNT, second, { brevo: false })).toMatchObject({ brevoAt: null, brevoEnd: null });
  });

  test('where Gorgias does not answer for ten minutes is done all the same, and the receipt says that others were not looked for', async () => {
    const email = 'alone@customer.example.com';
    await newcomer(email);
    const { person } = await begin(email);
    expect(outOfReach(await receipt(person)).join()).toContain('not looked for yet');
    harness.sandbox.gorgias.faults.add({ kind: '5xx', status: 503, match: isSearch });

    expect(await goOn(person)).toBe(false);
    expect(outOfReach(await receipt(person)).join()).toContain('not looked for yet');
    await later(11 * MINUTE);
    expect(await goOn(person)).toBe(true);

    expect(await receipt(person)).toMatchObject({ state: 'erased', gorgiasAt: null, deleted: { customers: 1 } });
    expect(outOfReach(await receipt(person)).join()).toContain('Gorgias could not be asked');
    harness.sandbox.gorgias.faults.clear();
  });

  test('asks Gorgias once more before it ends, and is then about those whom it names', async () => {
    const [main, second] = ['latest@customer.example.com', 'asked@customer.example.com'];
    const { customerId } = await newcomer(main);
    harness.happen({ do: 'setPhone', customerId, phone: second, type: 'email' });
    const { person } = await begin(second);
    harness.sandbox.gorgias.faults.add({ kind: 'status', status: 400, body: {}, times: 1, match: isSearch });

    expect(await goOn(person)).toBe(false);
    expect(contactOf(main)).not.toBeNull();
    expect(await goOn(person)).toBe(true);

    expect(contactOf(main)).toBeNull();
    expect(await receipt(person)).toMatchObject({
      gorgiasAt: expect.any(String),
      deleted: { customers: 1, contacts: 1 },
    });
  });

  test('is about nobody whom Gorgias lists without the address, nor about a full page', async () => {
    const [mine, other] = ['mine@customer.example.com', 'bystander@customer.example.com'];
    await newcomer(mine);
    const { customerId } = await newcomer(other);
    const row = { id: customerId, email: other };
    const ignored = (rows: number): void => {
      const data = Array.from({ length: rows }, () => row);
      const body = { data, meta: { next_cursor: null, prev_cursor: null }, object: 'list', uri: '/api/customers' };
      harness.sandbox.gorgias.faults.add({ kind: 'status', status: 200, body, match: isSearch });
    };
    for (const [rows, gorgiasAt] of [
      [1, expect.any(String)],
      [30, null],
    ] as const) {
      ignored(rows);
      const { person } = await begin(mine);
      expect(await goOn(person)).toBe(true);
      expect(await receipt(person)).toMatchObject({ state: 'erased', gorgiasAt });
      harness.sandbox.gorgias.faults.clear();
    }
    expect(contactOf(mine)).toBeNull();
    expect(contactOf(other)).not.toBeNull();
    expect((await harness.store.privacy.export(ACCOUNT, other)).scope).toMatchObject({ customerIds: [customerId] });
  });

  test('that becomes wider after Brevo was asked deletes there what was added, too, and waits for imports that were sent before it was known', async () => {
    const [main, second] = ['wide@customer.example.com', 'wider@customer.example.com'];
    const { customerId } = await newcomer(main);
    harness.happen({ do: 'setPhone', customerId, phone: second, type: 'email' });
    const { person } = await begin(second);
    harness.sandbox.gorgias.faults.add({ kind: 'status', status: 400, body: {}, match: isSearch });
    await harness.run((all) => all.endPersonsWork(ACCOUNT, person));
    await harness.run((all) => all.eraseInStore(ACCOUNT, person));
    await harness.run((all) => all.eraseInBrevo(ACCOUNT, person));
    expect(await receipt(person)).toMatchObject({ gorgiasAt: null, brevoAt: expect.any(String), brevoEnd: 'unknown' });
    // Sent a while after the door was shut, when nobody knew that it is the person's.
    await later(2 * MINUTE);
    const processId = await importOf(main);
    harness.sandbox.gorgias.faults.clear();

    expect(await goOn(person)).toBe(false);

    expect(contactOf(main)).toBeNull();
    expect(await receipt(person)).toMatchObject({
      brevoEnd: 'deleted',
      imports: [processId],
      deleted: { contacts: 1 },
    });
    await later(HOUR);
    expect(contactOf(main)).not.toBeNull();
    expect(await goOn(person)).toBe(true);
    expect(contactOf(main)).toBeNull();
    expect(await receipt(person)).toMatchObject({ state: 'erased', imports: [] });
  });
});
