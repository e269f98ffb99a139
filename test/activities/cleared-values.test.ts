import type { BrevoContact } from '../../packages/sandbox/brevo/model';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

const VIP_FIELD = 319_830;
const PEOPLE = { seed: 7, customers: 34, tickets: 34, surveys: 10, active: { customers: 1, messages: 1 } };

/** What we sent and is gone at the source is gone in Brevo (design D18, case C4). */
describe('a value that was taken away in Gorgias', () => {
  let harness: ActivityHarness | null = null;
  afterEach(async () => {
    await harness?.end();
    harness = null;
  });

  const open = async (): Promise<ActivityHarness & { readonly people: readonly number[] }> => {
    const opened = await openActivityHarness(undefined, { world: PEOPLE });
    harness = opened;
    const people = [...opened.sandbox.world.customers.values()].filter(({ email }) => email?.includes('@') === true);
    for (const { id } of people) setVip(opened, id, true);
    await fullRun(opened);
    return { ...opened, people: people.map(({ id }) => id) };
  };
  const setVip = (opened: ActivityHarness, customerId: number, value: boolean | null): void => {
    opened.happen({ do: 'setCustomField', customerId, fieldId: VIP_FIELD, value });
    opened.happen({ do: 'updateCustomer', customerId, note: `changed to ${String(value)}` });
  };
  const othersOf = ({ attributes }: Readonly<BrevoContact>): object =>
    Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'VIP_STATUS'));
  const contactsOf = ({ sandbox }: ActivityHarness, ids: readonly number[]): readonly Readonly<BrevoContact>[] =>
    ids.flatMap((id) => sandbox.brevo.state.contact(sandbox.world.customers.get(id)?.email?.trim() ?? '') ?? []);
  const holding = (opened: ActivityHarness, ids: readonly number[], attribute: string): number =>
    contactsOf(opened, ids).filter(({ attributes }) => attributes[attribute] !== undefined).length;
  const imports = ({ sandbox }: ActivityHarness, sinceSeq: number): readonly { emptyContactsAttributes: boolean }[] =>
    sandbox.brevo.journal
      .requests({ pathPrefix: '/v3/contacts/import', sinceSeq })
      .map(({ body }) => body as { emptyContactsAttributes: boolean });
  const confirmed = async (opened: ActivityHarness): Promise<void> => {
    const run: ActivityHarness['run'] = (work) => opened.run(work);
    const setup = await run((all) => all.prepareIncremental({ account: ACCOUNT }, 'confirming'));
    for (let running = 1; running > 0;) ({ running } = await run((all) => all.confirmImports(setup)));
  };
  const sentTo = async ({ store }: ActivityHarness, email: string): Promise<readonly string[] | undefined> =>
    (await store.audits.contacts(ACCOUNT, [email]))[0]?.sent;

  it('by many is emptied by imports: the first contact alone, read back, then all others; nobody loses anything else', async () => {
    const opened = await open();
    const { people, sandbox } = opened;
    expect(holding(opened, people, 'VIP_STATUS')).toBe(people.length);
    const before = contactsOf(opened, people).map(othersOf);
    const since = sandbox.brevo.journal.total;

    for (const id of people) setVip(opened, id, null);
    await fullRun(opened);

    // An import would put the one who is blocklisted on a list, and a single write empties no boolean here: a person is told.
    const full = contactsOf(opened, people).filter(({ attributes }) => attributes['VIP_STATUS'] !== undefined);
    expect(full.map(({ email }) => email)).toEqual([sandbox.acquaintances.blocklisted]);
    expect(await opened.store.quarantine.list(ACCOUNT, { cause: 'not_cleared', limit: 100 })).toHaveLength(1);
    expect(contactsOf(opened, people).map(othersOf)).toEqual(before);
    const emptying = imports(opened, since).filter(({ emptyContactsAttributes }) => emptyContactsAttributes);
    expect(emptying.map((body) => (body as unknown as { jsonBody: unknown[] }).jsonBody.length)).toEqual([
      1,
      people.length - 2,
    ]);
    for (const body of emptying)
      expect(body).toMatchObject({
        jsonBody: expect.arrayContaining([{ email: expect.any(String), attributes: { VIP_STATUS: '' } }]),
      });
    expect((await opened.store.brevoProofs.all(ACCOUNT)).get('empty by import boolean')).toBe(true);

    const changes = sandbox.brevo.state.effectiveChanges();
    await fullRun(opened);
    expect(sandbox.brevo.state.effectiveChanges()).toBe(changes);
  });

  it.each(['nothing', 'everything else too'] as const)(
    'by many, where such an import empties %s, is emptied singly or named, and everything else is right',
    async (importsEmpty) => {
      const opened = await open();
      const { people, sandbox, store } = opened;
      const before = contactsOf(opened, people).map(othersOf);
      sandbox.brevo.switches.importsEmpty = importsEmpty;
      const since = sandbox.brevo.journal.total;

      for (const id of people) setVip(opened, id, null);
      await fullRun(opened);

      expect(contactsOf(opened, people).map(othersOf)).toEqual(before);
      expect((await store.brevoProofs.all(ACCOUNT)).get('empty by import boolean')).toBe(false);
      // The sandbox empties texts only by a single write: of a boolean that neither way empties, a person is told.
      const left = await store.quarantine.list(ACCOUNT, { cause: 'not_cleared', limit: 100 });
      expect(left.length).toBe(holding(opened, people, 'VIP_STATUS'));
      expect(left[0]).toMatchObject({ detail: 'VIP_STATUS', held: false });
      const emptying = imports(opened, since).filter(({ emptyContactsAttributes }) => emptyContactsAttributes);
      expect(emptying).toHaveLength(1);
    },
  );

  it('with the person is emptied altogether, and the contact leaves our lists', async () => {
    const opened = await open();
    const { sandbox, store } = opened;
    const [id = 0] = opened.people;
    const email = sandbox.world.customers.get(id)?.email?.trim() ?? '';
    expect(sandbox.brevo.state.contact(email)?.listIds).toContain(35);

    opened.happen({ do: 'deleteCustomer', customerId: id });
    for (let running = 1; running > 0;) {
      await opened.sync();
      ({ running } = await store.imports.countRunning(ACCOUNT));
    }
    await opened.sync();

    expect(sandbox.brevo.state.contact(email)).toMatchObject({ attributes: {}, listIds: [] });
    expect(await store.contacts.countDue(ACCOUNT)).toMatchObject({ due: 0, importing: 0 });
  });

  it('with the person, where Brevo’s answer about them cannot be read, is listed by address and tried again until it is emptied', async () => {
    const opened = await open();
    const { sandbox, store } = opened;
    const gone = opened.people.slice(0, 2);
    const emails = gone.map((id) => sandbox.world.customers.get(id)?.email?.trim() ?? '');
    const listed = async () => (await store.quarantine.list(ACCOUNT, { limit: 100 })).map(({ key }) => key);
    for (const email of emails) {
      const path = `/v3/contacts/${encodeURIComponent(email)}`;
      sandbox.brevo.faults.add({ kind: 'rewrite', rewrite: () => [], match: { method: 'GET', pathPrefix: path } });
    }

    for (const id of gone) opened.happen({ do: 'deleteCustomer', customerId: id });
    await opened.sync();
    expect(await listed()).toEqual(expect.arrayContaining(emails));
    expect(await store.contacts.countDue(ACCOUNT)).toMatchObject({ due: 0 });
    expect(await store.quarantine.retry(ACCOUNT, 'brevo.protocol', { dryRun: true })).toMatchObject({ contacts: 2 });
    for (const email of emails) expect(sandbox.brevo.state.contact(email)?.listIds).toContain(35);

    sandbox.brevo.faults.clear();
    await opened.later(90_000);
    for (let running = 1; running > 0;) {
      await opened.sync();
      ({ running } = await store.imports.countRunning(ACCOUNT));
    }
    await opened.sync();

    for (const email of emails)
      expect(sandbox.brevo.state.contact(email)).toMatchObject({ attributes: {}, listIds: [] });
    expect(await listed()).toEqual(expect.not.arrayContaining(emails));
  });

  it('by one is emptied by its single write when it is a text, and by an import of one when that does not empty it', async () => {
    const opened = await open();
    const { sandbox, store } = opened;
    const [id = 0] = opened.people;
    const email = sandbox.world.customers.get(id)?.email?.trim() ?? '';
    const ticketId = opened.happen({ do: 'openTicket', customerId: id });
    await opened.refresh(ticketId);
    expect(sandbox.brevo.state.contact(email)?.attributes).toMatchObject({
      VIP_STATUS: true,
      FIRSTNAME: expect.any(String),
    });

    setVip(opened, id, null);
    opened.happen({ do: 'updateCustomer', customerId: id, name: '' });
    await opened.sync();

    expect(sandbox.brevo.state.contact(email)?.attributes).not.toHaveProperty('FIRSTNAME');
    await confirmed(opened);
    expect(sandbox.brevo.state.contact(email)?.attributes).not.toHaveProperty('VIP_STATUS');
    expect(sandbox.brevo.state.contact(email)?.attributes).toHaveProperty('TICKET_COUNT');
    expect(Object.fromEntries(await store.brevoProofs.all(ACCOUNT))).toMatchObject({
      ...{ 'empty text': true, 'empty boolean': false, 'empty by import boolean': true },
    });
    expect(await store.quarantine.list(ACCOUNT, { cause: 'not_cleared', limit: 10 })).toEqual([]);

    // Nothing is left to be emptied: another change starts no import.
    const since = sandbox.brevo.journal.total;
    opened.happen({ do: 'updateCustomer', customerId: id, note: 'changed once more', name: 'Renamed' });
    await opened.sync();
    expect(sandbox.brevo.state.contact(email)?.attributes['FIRSTNAME']).toBe('Renamed');
    expect(imports(opened, since)).toEqual([]);
    expect(await sentTo(opened, email)).not.toContain('VIP_STATUS');
  });

  it('by one is named, and still known to be there, when its import of one has failed', async () => {
    const opened = await open();
    const { sandbox, store } = opened;
    const [id = 0] = opened.people;
    const email = sandbox.world.customers.get(id)?.email?.trim() ?? '';

    setVip(opened, id, null);
    sandbox.brevo.switches.importsEmpty = 'nothing';
    await opened.sync();
    expect(await sentTo(opened, email)).not.toContain('VIP_STATUS');
    await confirmed(opened);
    await opened.sync();

    expect(await sentTo(opened, email)).toContain('VIP_STATUS');
    expect(await store.quarantine.list(ACCOUNT, { cause: 'not_cleared', limit: 10 })).toMatchObject([
      { key: String(id), detail: 'VIP_STATUS' },
    ]);
  });

  it('by one proves nothing of how values are emptied when somebody has emptied it by hand, or deleted the contact', async () => {
    const opened = await open();
    const { sandbox, store, people } = opened;
    const emailOf = (id = 0): string => sandbox.world.customers.get(id)?.email?.trim() ?? '';
    const [emptied, deleted] = people;
    sandbox.brevo.people.empty(emailOf(emptied), 'VIP_STATUS');
    for (const id of [emptied, deleted]) setVip(opened, id ?? 0, null);
    sandbox.brevo.people.remove(emailOf(deleted));
    await opened.sync();
    await confirmed(opened);

    const proofs = await store.brevoProofs.all(ACCOUNT);
    expect([proofs.get('empty boolean'), proofs.get('empty by import boolean')]).toEqual([undefined, undefined]);
    expect(await store.quarantine.list(ACCOUNT, { cause: 'not_cleared', limit: 10 })).toEqual([]);
    expect(sandbox.brevo.state.contact(emailOf(deleted))?.attributes).not.toHaveProperty('VIP_STATUS');
  });

  it('by many proves nothing by what was empty before: an import names what is there, and nobody goes in one for the rest', async () => {
    const opened = await open();
    const { sandbox, store, people } = opened;
    for (const id of people) {
      sandbox.brevo.people.empty(sandbox.world.customers.get(id)?.email?.trim() ?? '', 'FIRSTNAME');
      setVip(opened, id, null);
      opened.happen({ do: 'updateCustomer', customerId: id, name: '' });
    }
    const since = sandbox.brevo.journal.total;
    await fullRun(opened);

    const [first] = imports(opened, since).filter(({ emptyContactsAttributes }) => emptyContactsAttributes);
    expect(first).toMatchObject({ jsonBody: [{ attributes: { VIP_STATUS: '' } }] });
    expect(JSON.stringify(first)).not.toContain('FIRSTNAME');
    const proofs = await store.brevoProofs.all(ACCOUNT);
    expect([proofs.get('empty by import boolean'), proofs.get('empty by import text')]).toEqual([true, undefined]);
    expect(await store.contacts.countDue(ACCOUNT)).toMatchObject({ due: 0, importing: 0 });
    const email = sandbox.world.customers.get(people[0] ?? 0)?.email?.trim() ?? '';
    expect(await sentTo(opened, email)).not.toContain('FIRSTNAME');
  });
});
