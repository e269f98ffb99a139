import { timestampOf } from '../../src/domain/timestamp';
import { customer, ticket } from '../store/records';
import { ACCOUNT, BREVO_KEY, GORGIAS } from '../support/connector';
import { auditBy } from './activity-harness';
import { DAY, MINUTE, OPEN_SUPPORT, openSilentHarness, type SilentHarness } from './silent-harness';

const OTHER = 'otherstore';

/** The other one's Gorgias is what stands in the store: nothing of it is read. */
describe('two accounts on one Brevo', () => {
  let harness: SilentHarness;
  let ids = 900_000;
  beforeAll(async () => {
    harness = await openSilentHarness();
    await harness.store.accounts.save({
      ...{ account: OTHER, domain: `${OTHER}.gorgias.com`, email: GORGIAS.email },
      ...{ gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY },
    });
  });
  afterAll(() => harness.end());

  const publish = async (account: string): Promise<void> => {
    while ((await harness.run((all) => all.publishSlice(account))).remaining > 0);
  };
  const now = () => timestampOf(harness.nowMs());
  const held = (email: string) => structuredClone(harness.contact(email));
  /** Somebody becomes a customer of the other account. */
  const joinsOther = async (email: string): Promise<number> => {
    const id = (ids += 1);
    const options = { position: null, markAll: false };
    await harness.store.facts.storeCustomers(OTHER, [customer(id, { email })], options);
    await publish(OTHER);
    return id;
  };
  const ticketAtOther = async (customerId: number, status: 'open' | 'closed', id = (ids += 1)): Promise<number> => {
    const times = { createdAt: now(), updatedAt: now(), closedAt: status === 'closed' ? now() : null };
    await harness.store.facts.storeTickets(OTHER, [ticket(id, { customerId, status, ...times })], null);
    await publish(OTHER);
    return id;
  };
  /** A customer of both, helped by neither; the other account has written them last. */
  const ofBoth = async () => {
    const email = `both${String((ids += 1))}@customer.example.com`;
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Jane' });
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    const [ours, atOther] = [held(email), await joinsOther(email)];
    expect(held(email)?.attributes).toMatchObject({ FIRSTNAME: `Customer ${String(atOther)}` });
    return { email, ours, atOther, customerId: harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0 };
  };

  test('whom the other one has an open ticket of stays on the list of open support, by a sweep and by a closed ticket here', async () => {
    await harness.later(20 * DAY);
    const stranger = 'stranger@other.example.com';
    const theirs = await ticketAtOther(await joinsOther(stranger), 'open');
    const shared = harness.newcomer();
    await harness.refresh(shared.ticketId);
    const atOther = await joinsOther(shared.email);
    const too = await ticketAtOther(atOther, 'open');
    harness.happen({ do: 'closeTicket', ticketId: shared.ticketId, survey: 'none' });
    await harness.refresh(shared.ticketId);
    const people = [stranger, shared.email];
    const closedHere = people.map(harness.isWaitedFor);
    const writes = () => harness.sandbox.brevo.journal.count({ method: 'PUT', pathPrefix: '/v3/contacts' });
    const before = writes();
    await harness.sweptNow();

    expect(closedHere).toEqual([true, true]);
    expect(people.map(harness.isWaitedFor)).toEqual([true, true]);
    expect(writes()).toBe(before);
    expect(await harness.store.contacts.written(ACCOUNT, [stranger])).toEqual([]);

    await ticketAtOther(atOther, 'closed', too);
    await harness.store.facts.markDeleted(OTHER, 'ticket', theirs);
    await publish(OTHER);
    expect(people.map(harness.isWaitedFor)).toEqual([false, false]);
  });

  test('who is deleted in one is neither emptied nor taken off by it, and is written anew by the other', async () => {
    const { email, ours, atOther, customerId } = await ofBoth();
    const both = held(email);
    await harness.store.facts.markDeleted(OTHER, 'customer', atOther);
    await publish(OTHER);
    const after = held(email);
    await publish(ACCOUNT);

    expect(after).toMatchObject({ listIds: both?.listIds, attributes: both?.attributes });
    expect(harness.contact(email)).toMatchObject({ listIds: ours?.listIds, attributes: ours?.attributes });
    expect(await harness.store.contacts.written(OTHER, [email])).toMatchObject([{ lists: [], sent: [] }]);

    harness.happen({ do: 'deleteCustomer', customerId });
    await harness.sync();
    // Values that take an import are emptied by one, and the list that it is for is left when Brevo has confirmed it.
    expect(await harness.store.imports.countRunning(ACCOUNT)).toMatchObject({ running: 1 });
    await harness.later(MINUTE);
    await harness.sync();
    const left = Object.values(harness.contact(email)?.attributes ?? {}).filter((value) => value !== '');
    expect([harness.contact(email)?.listIds, left]).toEqual([[], []]);
  });

  test('a value that one has no more is not emptied while the other has one, which it writes anew', async () => {
    const { email, ours, atOther } = await ofBoth();
    const both = held(email);
    const nameless = customer(atOther, { email, firstname: null, lastname: null, name: null, updatedAt: now() });
    await harness.store.facts.storeCustomers(OTHER, [nameless], { position: null, markAll: false });
    await publish(OTHER);

    expect(harness.contact(email)).toMatchObject({ attributes: both?.attributes });
    await publish(ACCOUNT);
    expect(harness.contact(email)).toMatchObject({ attributes: ours?.attributes });
  });

  test('an audit takes what the other one wrote later for no difference', async () => {
    await ofBoth();
    const { ours, others } = await auditBy((work) => harness.run(work), { sample: 200, nightly: false }, 'of-both');

    expect({ ours, others }).toEqual({ ours: 0, others: 0 });
  });

  test('who is erased in one, in Brevo too, is made anew by the other', async () => {
    const { email, ours } = await ofBoth();
    const { person } = await harness.store.privacy.begin(OTHER, email, { brevo: true });
    await harness.run((all) => all.eraseInStore(OTHER, person));
    await harness.run((all) => all.eraseInBrevo(OTHER, person));
    const erased = held(email);
    await publish(ACCOUNT);

    expect(erased).toBeNull();
    expect(harness.contact(email)).toMatchObject({ listIds: ours?.listIds, attributes: ours?.attributes });
    expect(harness.contact(email)?.listIds).not.toContain(OPEN_SUPPORT);
  });
});
