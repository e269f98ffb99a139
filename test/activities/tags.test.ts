import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { timestamp, type Timestamp } from '../../src/domain/timestamp';

/** `auto` with tags from both places. */
const AUTO = (yaml: string): string =>
  yaml.replace('from: [tickets]', 'from: [tickets, shopify]').replace('auto: false', 'auto: true');

describe('tags as lists', () => {
  let harness: ActivityHarness;
  const email = 'tagged@customer.example.com';
  let ticketId = 0;
  let other = 0;
  beforeAll(async () => {
    harness = await openActivityHarness(AUTO);
    ticketId = harness.happen({ do: 'openTicketByNewcomer', email });
    const customerId = harness.sandbox.world.state.tickets.get(ticketId)!.customerId!;
    other = harness.happen({ do: 'openTicket', customerId });
  }, 180_000);
  afterAll(() => harness.end());

  const listId = async (tag: string): Promise<number | undefined> =>
    (await harness.store.contacts.tagLists(ACCOUNT)).get(tag);
  const isOn = async (tag: string): Promise<boolean> =>
    harness.sandbox.brevo.state.members((await listId(tag)) ?? -1).includes(email);
  const synced = async (): Promise<void> => {
    await harness.sync();
    for (const id of [ticketId, other]) await harness.refresh(id);
  };

  test('when a tag is new, its list is made in the folder before the contact is put on it, by the live path as by the sync', async () => {
    harness.happen({ do: 'addTag', ticketId, tag: 'brand new' });
    await harness.refresh(ticketId);
    const live = await isOn('brand new');
    harness.happen({ do: 'addTag', ticketId: other, tag: 'newer still' });
    await harness.sync();

    expect([live, await isOn('brand new'), await isOn('newer still')]).toEqual([true, true, true]);
    expect((await harness.store.contacts.tagLists(ACCOUNT)).size).toBe(
      new Set((await harness.store.contacts.tagLists(ACCOUNT)).values()).size,
    );
  });

  test('when a tag is renamed, its list and members follow the new name; an old name used again gets a list of its own', async () => {
    const before = await listId('brand new');
    harness.happen({ do: 'renameTag', tag: 'brand new', name: 'renamed' });
    await synced();
    const after = [await listId('renamed'), await isOn('renamed'), await listId('brand new')];
    harness.happen({ do: 'addTag', ticketId: other, tag: 'brand new' });
    await synced();

    expect(after).toEqual([before, true, undefined]);
    expect(await isOn('brand new')).toBe(true);
    expect(await listId('brand new')).not.toBe(before);
  });

  test('when a tag is merged into another, which neither date nor event tells, its members join that one’s list with the next run and leave their own', async () => {
    const from = await listId('brand new');
    harness.happen({ do: 'mergeTags', source: 'brand new', target: 'newer still' });
    await harness.sync();

    expect({ listId: await listId('brand new'), isOn: await isOn('newer still') }).toEqual({
      listId: undefined,
      isOn: true,
    });
    expect(harness.sandbox.brevo.state.members(from!)).toEqual([]);
  });

  test('when one of two tickets loses the tag, the contact stays on its list; when the last one does, it leaves', async () => {
    harness.happen({ do: 'addTag', ticketId: other, tag: 'renamed' });
    await synced();
    harness.happen({ do: 'removeTag', ticketId, tag: 'renamed' });
    await synced();
    const withOne = await isOn('renamed');
    harness.happen({ do: 'removeTag', ticketId: other, tag: 'renamed' });
    await synced();

    expect({ withOne, isOn: await isOn('renamed') }).toEqual({ withOne: true, isOn: false });
  });

  test('when the shop’s customer has tags, they count like those of tickets, are found by status, and leave with them', async () => {
    const { facts } = harness.store;
    const customer = harness.sandbox.world.state.customers.get(
      harness.sandbox.world.state.tickets.get(ticketId)!.customerId!,
    )!;
    const detail = { id: customer.id, phone: null, channelEmail: null };
    const shop = (tags: string, readAt: Timestamp) =>
      facts.storeCustomerDetail(ACCOUNT, { ...detail, readAt, shopValues: { 'integrations.shopify.tags': tags } });
    await shop('wholesale , loyal', timestamp('2030-01-01T00:00:00Z'));
    await synced();
    const both = [await isOn('wholesale'), await isOn('loyal')];
    const places = await facts.tagPlaces(ACCOUNT);
    await shop('loyal', timestamp('2030-01-02T00:00:00Z'));
    await synced();

    expect(both).toEqual([true, true]);
    expect(places.shopify).toEqual({ names: 2, records: 1 });
    expect(await facts.shopTagNames(ACCOUNT)).toEqual(['loyal']);
    expect([await isOn('wholesale'), await isOn('loyal')]).toEqual([false, true]);
  });
});
