import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

const VIP_FIELD = 319_830;
const HOUR_MS = 3_600_000;
const PEOPLE = { seed: 7, customers: 34, tickets: 60, surveys: 10, active: { customers: 1, messages: 1 } };

/** Brevo is proved, not believed (design D18). */
describe('values that Brevo was sent', () => {
  let harness: ActivityHarness | null = null;
  afterEach(async () => {
    await harness?.end();
    harness = null;
  });

  const open = async (): Promise<ActivityHarness> => {
    harness = await openActivityHarness(undefined, { world: PEOPLE });
    for (const id of people(harness)) vip(harness, id, true);
    return harness;
  };
  const people = ({ sandbox }: ActivityHarness): readonly number[] =>
    [...sandbox.world.customers.values()].filter(({ email }) => email?.includes('@') === true).map(({ id }) => id);
  const vip = (opened: ActivityHarness, customerId: number, value: boolean): void => {
    opened.happen({ do: 'setCustomField', customerId, fieldId: VIP_FIELD, value });
    opened.happen({ do: 'updateCustomer', customerId, note: `changed to ${String(value)}` });
  };
  const held = ({ sandbox }: ActivityHarness, attribute: string): readonly unknown[] =>
    sandbox.brevo.state
      .contacts()
      .flatMap(({ attributes }) => (attributes['GORGIAS_ID'] === undefined ? [] : [attributes[attribute]]));
  const imported = ({ sandbox }: ActivityHarness, sinceSeq: number): string =>
    JSON.stringify(sandbox.brevo.journal.requests({ pathPrefix: '/v3/contacts/import', sinceSeq }));
  const proofs = async ({ store }: ActivityHarness): Promise<object> =>
    Object.fromEntries(await store.brevoProofs.all(ACCOUNT));

  it('are read back after the first import of their type; a type that imports lose is written singly from then on, and said', async () => {
    const opened = await open();
    const { brevo } = opened.sandbox;
    brevo.switches.importsLose = ['boolean', 'date'];

    await fullRun(opened);

    expect(new Set(held(opened, 'VIP_STATUS'))).toEqual(new Set([true]));
    expect(held(opened, 'LAST_SUPPORT_DATE')).toContainEqual(expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/));
    expect(await proofs(opened)).toMatchObject({
      ...{ 'import boolean': false, 'import date': false, 'import text': true, 'import float': true },
    });

    const since = brevo.journal.total;
    for (const id of people(opened)) vip(opened, id, false);
    await fullRun(opened);
    expect(new Set(held(opened, 'VIP_STATUS'))).toEqual(new Set([false]));
    expect(imported(opened, since)).not.toContain('VIP_STATUS');
  });

  it('are looked for in Brevo when an import says that it left out rows; who lacks them is written singly, or set aside with the cause', async () => {
    const opened = await open();
    const { brevo } = opened.sandbox;
    const emails = people(opened).map((id) => opened.sandbox.world.customers.get(id)?.email?.trim() ?? '');
    const [left = '', refused = '', later = ''] = emails;
    // Whoever has a phone, or is on no list of ours, is never in an import.
    const writtenTwice = (sinceSeq: number): readonly string[] =>
      brevo.journal
        .requests({ method: 'POST', sinceSeq })
        .flatMap(({ path, body }) => (path === '/v3/contacts' ? [(body as { email: string }).email] : []))
        .filter((email) => imported(opened, sinceSeq).includes(`"${email}"`));
    brevo.switches.importReports = 'numbers';
    brevo.switches.importsLeaveOut = [left, refused];
    const body = { code: 'invalid_parameter', message: 'email is not valid' };
    const match = ({ path, rawBody }: { path: string; rawBody: string }): boolean =>
      path === '/v3/contacts' && rawBody.includes(`"${refused}"`);
    brevo.faults.add({ kind: 'status', status: 400, body, match });

    await fullRun(opened);

    expect(brevo.state.contact(left)?.listIds).toContain(35);
    expect(await opened.store.quarantine.list(ACCOUNT, { cause: 'brevo.rejected', limit: 5 })).toMatchObject([
      { kind: 'contact', key: String(people(opened)[1]), step: 'publish', held: true },
    ]);
    expect(new Set(writtenTwice(0))).toEqual(new Set([left, refused]));
    expect(await proofs(opened)).toMatchObject({ 'import boolean': true, 'import text': true });

    // Those whom Brevo has already: of one the import's values are not there, and of the others nothing is written again.
    brevo.switches.importReports = 'addresses';
    brevo.switches.importsLeaveOut = [later];
    const since = brevo.journal.total;
    for (const id of people(opened)) opened.happen({ do: 'updateCustomer', customerId: id, name: 'Renamed Since' });
    await fullRun(opened);

    expect(brevo.state.contact(later)?.attributes['FIRSTNAME']).toBe('Renamed Since');
    expect(writtenTwice(since)).toEqual([later]);
  });

  it('are read back by a nightly sample; a type that is gone from most of them is sent again, singly', async () => {
    const opened = await open();
    const { brevo } = opened.sandbox;
    await fullRun(opened);
    await opened.sync();
    const reads = (): number =>
      brevo.journal.requests({ method: 'GET' }).filter(({ path }) => /^\/v3\/contacts\/[^/]+%40/.test(path)).length;
    // Each is asked about before it is written.
    const writes = (): number =>
      brevo.journal
        .requests()
        .filter(({ method, path }) => method !== 'GET' && /^\/v3\/contacts(?:$|\/[^/]+%40)/.test(path)).length;
    const before = reads();
    await opened.sync();
    expect(reads()).toBe(before);
    const writtenBefore = writes();

    const snapshot = brevo.state.snapshot();
    const contacts = snapshot.contacts.map((contact) => ({
      ...contact,
      attributes: Object.fromEntries(Object.entries(contact.attributes).filter(([name]) => name !== 'VIP_STATUS')),
    }));
    brevo.state.restore({ ...snapshot, contacts });
    await opened.later(25 * HOUR_MS);
    await opened.sync();
    const sampled = reads() - before - (writes() - writtenBefore);
    await opened.sync();

    expect(sampled).toBeGreaterThan(10);
    expect(sampled).toBeLessThanOrEqual(40);
    expect(await proofs(opened)).toMatchObject({ 'import boolean': false, 'import date': true });
    expect(new Set(held(opened, 'VIP_STATUS'))).toEqual(new Set([true]));
  });

  it('are compared again when tajo.yaml leaves others out, reads phones otherwise or maps a field to another attribute', async () => {
    const opened = await open();
    const { store, sandbox } = opened;
    await fullRun(opened);
    const [id = 0, other = 0] = people(opened);
    const detail = { channelEmail: null, shopValues: {}, readAt: '2030-01-01T00:00:00.000000Z' as never };
    await store.facts.storeCustomerDetail(ACCOUNT, { ...detail, id, phone: '020 7946 0958' });
    await opened.sync();
    const phoneOf = (): unknown => sandbox.brevo.state.contact(emailOf(id))?.attributes['SMS'];
    const emailOf = (customerId: number): string => sandbox.world.customers.get(customerId)?.email?.trim() ?? '';
    const before = phoneOf();

    opened.configure((yaml) =>
      yaml.replace('# phone_country: NL', 'phone_country: GB').replace("- 'donotreply*@*'", `- '${emailOf(other)}'`),
    );
    await opened.sync();

    expect([before, phoneOf()]).toEqual([undefined, '442079460958']);
    expect(sandbox.brevo.state.contact(emailOf(other))?.listIds).not.toContain(35);
    expect(sandbox.brevo.state.contact(emailOf(id))?.listIds).toContain(35);

    const nameOf = (attribute: string): unknown => sandbox.brevo.state.contact(emailOf(id))?.attributes[attribute];
    const name = nameOf('FIRSTNAME');
    opened.configure((yaml) => yaml.replace('      name: FIRSTNAME', '      name: LASTNAME'));
    // A mapping is checked against Brevo now and then; a process that has just started has not checked any.
    await opened.later(3_600_000);
    await opened.sync();

    expect(name).toEqual(expect.any(String));
    expect(nameOf('LASTNAME')).toBe(name);
  });
});
