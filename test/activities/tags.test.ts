import { consentOf } from '../../src/activities/campaigns/ask-consent';
import { PATIENT_TRIES } from '../../src/domain/errors/dispositions';
import { ACCOUNT, testConfig } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';
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
  });
  afterAll(() => harness.end());

  const listId = async (tag: string): Promise<number | undefined> =>
    (await harness.store.contacts.tagLists(ACCOUNT)).get(tag);
  const isOn = async (tag: string): Promise<boolean> =>
    harness.sandbox.brevo.state.members((await listId(tag)) ?? -1).includes(email);
  const customerId = (): number => harness.sandbox.world.state.tickets.get(ticketId)!.customerId!;
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

  test('when one of the tags cannot be read, nobody leaves its list, and the others are followed', async () => {
    const { odd } = harness.sandbox.gorgias;
    const tag = harness.sandbox.world.tags.find(({ name }) => name === 'renamed');
    odd.show('tags', tag?.id ?? 0, { name: null });
    harness.happen({ do: 'renameTag', tag: 'newer still', name: 'newest' });
    await synced();
    odd.clear();
    const both = [await isOn('renamed'), await isOn('newest')];
    harness.happen({ do: 'renameTag', tag: 'newest', name: 'newer still' });
    await synced();

    expect(both).toEqual([true, true]);
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

  test('when Brevo takes a tag for no list, that tag is set aside alone, and is not tried with every contact', async () => {
    const { brevo } = harness.sandbox;
    const refusal = { code: 'invalid_parameter', message: 'List name is not valid' };
    brevo.faults.add({
      kind: 'status',
      status: 400,
      body: refusal,
      match: ({ method, path, rawBody }) =>
        method === 'POST' && path === '/v3/contacts/lists' && rawBody.includes('too odd'),
    });
    for (const tag of ['too odd', 'as usual']) harness.happen({ do: 'addTag', ticketId, tag });
    await synced();

    expect([await isOn('as usual'), await listId('too odd')]).toEqual([true, undefined]);
    expect(await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.rejected', limit: 10 })).toMatchObject([
      { kind: 'tag', key: 'too odd', held: false },
    ]);
    expect(brevo.faults.played).toEqual({ status: 1 });
    brevo.faults.clear();
  });

  test('when something before Brevo turns a tag away time and again, that tag is set aside alone, under what it was', async () => {
    const { brevo } = harness.sandbox;
    brevo.faults.add({
      kind: 'html',
      status: 403,
      match: ({ method, path, rawBody }) =>
        method === 'POST' && path === '/v3/contacts/lists' && rawBody.includes('<script>'),
    });
    for (const tag of ['<script>', 'harmless']) harness.happen({ do: 'addTag', ticketId, tag });
    for (let tries = 1; tries < PATIENT_TRIES; tries += 1)
      await expect(synced()).rejects.toMatchObject({ code: 'brevo.unavailable' });
    await synced();

    expect([await isOn('harmless'), await listId('<script>')]).toEqual([true, undefined]);
    expect(await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.unavailable', limit: 10 })).toMatchObject([
      { kind: 'tag', key: '<script>', held: false },
    ]);
    brevo.faults.clear();
    for (const tag of ['<script>', 'harmless']) harness.happen({ do: 'removeTag', ticketId, tag });
  });

  test('when a tag is spelled with other capitals or space, it is the same tag with the same list', async () => {
    harness.happen({ do: 'addTag', ticketId: other, tag: 'AS Usual ' });
    await synced();

    expect([await listId('AS Usual '), await isOn('as usual')]).toEqual([undefined, true]);
  });

  test('when a list that was made for a tag is deleted by hand, it is made again and everybody is on it again', async () => {
    const deleted = (await listId('as usual'))!;
    harness.sandbox.brevo.people.deleteList(deleted);
    await fullRun(harness);

    expect(await listId('as usual')).not.toBe(deleted);
    expect(await isOn('as usual')).toBe(true);

    // Between two full syncs it is met by whoever is put on it, or taken off.
    const again = (await listId('as usual'))!;
    harness.sandbox.brevo.people.deleteList(again);
    for (const id of [ticketId, other])
      for (const tag of ['as usual', 'AS Usual ']) harness.happen({ do: 'removeTag', ticketId: id, tag });
    await synced();
    harness.happen({ do: 'addTag', ticketId, tag: 'as usual' });
    await synced();

    expect(await listId('as usual')).not.toBe(again);
    expect(await isOn('as usual')).toBe(true);
  });

  test('when somebody leaves the list of a tag, they are not put back on it, and it counts as a no to campaigns', async () => {
    const list = (await listId('as usual'))!;
    harness.sandbox.brevo.people.unsubscribe(email, list);
    harness.happen({ do: 'addTag', ticketId: other, tag: 'as usual' });
    harness.happen({ do: 'updateCustomer', customerId: customerId(), name: 'Renamed' });
    await synced();

    expect(harness.sandbox.brevo.state.contact(email)).toMatchObject({ attributes: { FIRSTNAME: 'Renamed' } });
    expect(await isOn('as usual')).toBe(false);
    const { store, vendors } = harness;
    const deps = { store, configOf: () => testConfig(AUTO), brevo: () => vendors.brevo(ACCOUNT) };
    expect(await consentOf(deps as never, ACCOUNT, { emailKey: email, campaign: null })).toMatchObject({
      ...{ blocklisted: false, unsubscribed: true },
    });
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

  test('when tags are switched off, no list is made, and whoever is on one stays, with the tag or without', async () => {
    harness.happen({ do: 'addTag', ticketId, tag: 'to stay' });
    await synced();
    const before = await isOn('to stay');
    harness.configure((yaml) => AUTO(yaml).replace('tags: true', 'tags: false'));
    harness.happen({ do: 'removeTag', ticketId, tag: 'to stay' });
    harness.happen({ do: 'addTag', ticketId, tag: 'of later' });
    await synced();
    await fullRun(harness);
    const off = [await isOn('to stay'), await listId('of later')];
    harness.configure(AUTO);
    await synced();

    expect([before, ...off]).toEqual([true, true, undefined]);
    expect([await isOn('to stay'), await isOn('of later')]).toEqual([false, true]);
  });
});
