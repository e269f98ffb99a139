import { consentOf } from '../../src/activities/campaigns/ask-consent';
import type { SandboxRequest } from '../../packages/sandbox/http/types';
import { ACCOUNT, testConfig } from '../support/connector';
import { type ActivityHarness, auditBy, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

const AUTO = (yaml: string): string => yaml.replace('auto: false', 'auto: true');

/** What somebody does in Brevo by hand, and answers of Brevo that nobody has proved, or that say nothing. */
describe('in Brevo by hand', () => {
  let harness: ActivityHarness;
  const email = 'tagged@customer.example.com';
  let ticketId = 0;
  let other = 0;
  beforeAll(async () => {
    harness = await openActivityHarness(AUTO);
    ticketId = harness.happen({ do: 'openTicketByNewcomer', email });
    const customerId = harness.sandbox.world.state.tickets.get(ticketId)!.customerId!;
    other = harness.happen({ do: 'openTicket', customerId });
    harness.happen({ do: 'addTag', ticketId, tag: 'as usual' });
    await fullRun(harness);
  });
  afterAll(() => harness.end());

  const listId = async (tag: string): Promise<number | undefined> =>
    (await harness.store.contacts.tagLists(ACCOUNT)).get(tag);
  const isOn = async (tag: string): Promise<boolean> =>
    harness.sandbox.brevo.state.members((await listId(tag)) ?? -1).includes(email);
  const synced = async (): Promise<void> => {
    await harness.sync();
    for (const id of [ticketId, other]) await harness.refresh(id);
  };

  test('when Brevo refuses a list that is gone by another code, the contact is written without it', async () => {
    const { brevo } = harness.sandbox;
    const gone = (await listId('as usual'))!;
    brevo.switches.listGone = 'invalid_parameter';
    brevo.people.deleteList(gone);
    for (const id of [ticketId, other]) harness.happen({ do: 'removeTag', ticketId: id, tag: 'as usual' });
    harness.happen({ do: 'addTag', ticketId, tag: 'beside' });
    await synced();
    harness.happen({ do: 'addTag', ticketId, tag: 'as usual' });
    await synced();
    brevo.switches.listGone = 'document_not_found';

    const rejected = await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.rejected', limit: 5 });
    expect(rejected.filter(({ kind }) => kind === 'contact')).toEqual([]);
    expect([await isOn('beside'), await isOn('as usual'), (await listId('as usual')) !== gone]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('when an attribute is deleted in Brevo by hand, it is made again, with everybody’s value', async () => {
    await fullRun(harness);
    const { state, people } = harness.sandbox.brevo;
    const values = () =>
      state.snapshot().contacts.flatMap(({ email: of, attributes }) => ('TICKET_COUNT' in attributes ? [of] : []));
    const before = values();
    people.deleteAttribute('TICKET_COUNT');
    const deleted = values();
    await fullRun(harness);

    expect([before.length > 0, deleted]).toEqual([true, []]);
    expect(values()).toEqual(before);
  });

  test('when an answer says nothing that can be read of consent, nobody leaves a list for it, and what was known stands', async () => {
    const { brevo } = harness.sandbox;
    const known = async () =>
      (await harness.store.db.query('select blacklisted from brevo_contacts where email_key = $1', [email]))[0];
    await synced();
    const before = [await isOn('as usual'), await known()];
    for (const odd of [{ emailBlacklisted: undefined }, { listUnsubscribed: 'x' }]) {
      brevo.odd.show('contacts', brevo.state.contact(email)!.id, odd);
      harness.happen({ do: 'addTag', ticketId, tag: `with ${Object.keys(odd)[0]!}` });
      await synced();
    }
    const meanwhile = [await isOn('as usual'), await known(), await isOn('with listUnsubscribed')];
    brevo.odd.clear();
    harness.happen({ do: 'addTag', ticketId, tag: 'well again' });
    await synced();

    expect(before).toEqual([true, { blacklisted: false }]);
    expect(meanwhile).toEqual([true, { blacklisted: false }, false]);
    expect(await isOn('with listUnsubscribed')).toBe(true);
  });

  test('who has left the list of open support has left one of ours: no campaign is for them', async () => {
    const { store, vendors, sandbox } = harness;
    const config = testConfig((yaml) => yaml.replace('# open_support: 38', 'open_support: 38'));
    const deps = { store, configOf: () => config, brevo: () => vendors.brevo(ACCOUNT) };
    const consent = () => consentOf(deps as never, ACCOUNT, { emailKey: email, campaign: null });
    const before = await consent();
    sandbox.brevo.people.unsubscribe(email, 38);

    expect([before.unsubscribed, (await consent()).unsubscribed]).toEqual([false, true]);
  });

  test('when Brevo refuses a contact and names no code for it, it is tried again by itself; one that it names a code for waits', async () => {
    const [passing, coded] = ['passes@customer.example.com', 'stays@customer.example.com'];
    const listed = async () =>
      (await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.rejected', limit: 5 })).length;
    const before = await listed();
    const refuse = (contact: string, body: object): void => {
      const match = ({ method, path, rawBody }: SandboxRequest): boolean =>
        method === 'POST' && path === '/v3/contacts' && rawBody.includes(`"${contact}"`);
      harness.sandbox.brevo.faults.add({ kind: 'status', status: 400, body, match, times: 1 });
    };
    refuse(passing, { message: 'Something is not right' });
    refuse(coded, { code: 'invalid_parameter', message: 'Attribute value is not valid' });
    for (const one of [passing, coded]) harness.happen({ do: 'openTicketByNewcomer', email: one, name: 'Refused' });
    await harness.sync();
    expect(await listed()).toBe(before + 2);

    await harness.later(2 * 60_000);
    await harness.sync();
    expect(harness.sandbox.brevo.state.contact(passing)).not.toBeNull();
    expect(harness.sandbox.brevo.state.contact(coded)).toBeNull();
    expect(await listed()).toBe(before + 1);
  });

  test.each(['invalid_parameter', 'document_not_found'] as const)(
    'when a list that is gone is refused by %s, whoever is deleted leaves the others all the same',
    async (code) => {
      const { brevo } = harness.sandbox;
      const leaver = `leaver-${code}@customer.example.com`;
      const of = harness.happen({ do: 'openTicketByNewcomer', email: leaver });
      const tag = `tag ${code}`;
      harness.happen({ do: 'addTag', ticketId: of, tag });
      await harness.sync();
      await harness.refresh(of);
      const lists = () => brevo.state.contact(leaver)?.listIds ?? [];
      expect(lists().length).toBeGreaterThan(1);

      brevo.switches.listGone = code;
      brevo.people.deleteList((await listId(tag))!);
      harness.happen({ do: 'deleteCustomer', customerId: harness.sandbox.world.state.tickets.get(of)!.customerId! });
      await harness.sync();
      brevo.switches.listGone = 'document_not_found';

      expect(lists()).toEqual([]);
    },
  );

  test('when an attribute is made anew by hand with another type, it is said, with both, and everybody’s value is there once it fits', async () => {
    const { state, people, journal } = harness.sandbox.brevo;
    const carriers = () => {
      const left = state.snapshot().contacts.filter((contact) => contact.email?.startsWith('leaver') !== true);
      const known = left.map(({ attributes }) => attributes['TICKET_COUNT']);
      return known.filter((value) => value !== undefined);
    };
    const makeAnew = (type: 'float' | 'text' | 'boolean'): void => {
      people.deleteAttribute('TICKET_COUNT');
      const { attributes, ...kept } = state.snapshot();
      const anew = { name: 'TICKET_COUNT', category: 'normal', type } as const;
      state.restore({ ...kept, attributes: [...attributes, anew] });
    };
    let syncs = 0;
    const later = async (): Promise<string | undefined> => {
      await harness.later((syncs += 1) * 15 * 60_000);
      await harness.sync();
      return (await harness.store.admission.holds(ACCOUNT)).find(({ scope }) => scope === 'mapping')?.message;
    };
    const listed = () => journal.requests().filter(({ path }) => path === '/v3/contacts/attributes').length;
    await fullRun(harness);
    const before = carriers();

    makeAnew('boolean');
    const misfit = await later();
    await auditBy((work) => harness.run(work), { sample: 1, nightly: false }, 'of types');
    const audited = await harness.store.audits.examples(ACCOUNT, 'of types', 100);
    // Written without it meanwhile.
    harness.happen({ do: 'addTag', ticketId, tag: 'meanwhile' });
    await synced();
    const meanwhile = [carriers(), await later()];
    makeAnew('float');
    const fits = await later();
    const again = carriers();
    makeAnew('text');
    const requests = listed();
    await later();
    await harness.sync();

    expect(before.length).toBeGreaterThan(0);
    expect(misfit).toMatch(/TICKET_COUNT is of type boolean in Brevo.+It was of type float, .+ delete it, and /);
    expect(audited).toContainEqual(
      expect.objectContaining({ kind: 'attribute_type', about: 'TICKET_COUNT', has: 'boolean', should: 'float' }),
    );
    expect(meanwhile).toEqual([[], misfit]);
    expect([fits, again.sort()]).toEqual([undefined, before.sort()]);
    expect(carriers().sort()).toEqual(before.map(String).sort());
    expect(listed() - requests).toBe(1);
  });
});
