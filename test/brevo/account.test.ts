import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
beforeEach(() => void (bench.server.journal.length = 0));
afterAll(() => bench.close());

const sent = () => bench.server.journal[0]!;

describe('What Brevo tells about the account:', () => {
  it('attributes with their options, category attributes without a type', async () => {
    const attributes = [
      { name: 'CITY', category: 'normal', type: 'text', field_key: 'city' },
      { name: 'TIER', category: 'category', enumeration: [{ label: 'Gold', value: 0, valueStr: 'Gold' }] },
      { name: 'LIKES', category: 'normal', type: 'multiple-choice', multiCategoryOptions: ['Tea', 'Cake'] },
    ];
    bench.server.answers({ json: { attributes } });

    await expect(bench.client.listAttributes()).resolves.toEqual([
      { name: 'CITY', category: 'normal', type: 'text', options: [] },
      { name: 'TIER', category: 'category', type: null, options: ['Gold'] },
      { name: 'LIKES', category: 'normal', type: 'multiple-choice', options: ['Tea', 'Cake'] },
    ]);
  });

  it('pages of lists and folders, also when Brevo leaves the rows out', async () => {
    bench.server.answers(
      { json: { count: 11, lists: [{ id: 2, name: 'VIP', uniqueSubscribers: 1 }] } },
      { json: { count: 0 } },
    );
    const page = { limit: 1, offset: 10 };

    await expect(bench.client.listLists(page)).resolves.toEqual({
      count: 11,
      received: 1,
      rows: [{ id: 2, name: 'VIP', folderId: null }],
    });
    await expect(bench.client.listFolders(page)).resolves.toEqual({ count: 0, received: 0, rows: [] });
    expect(sent().query.toString()).toBe('limit=1&offset=10');
  });

  it('one odd row of an attribute or list costs that row', async () => {
    const tier = {
      name: 'TIER',
      category: 'category',
      enumeration: [{ label: 2024 }, { label: null }, { label: 'x' }],
    };
    const odd = { name: 'B', category: 'normal', type: 5, enumeration: 'none', multiCategoryOptions: [1, {}, 'two'] };
    bench.server.answers(
      { json: { attributes: [tier, odd, { name: 7 }, null] } },
      {
        json: {
          count: 2,
          lists: [
            { id: null, name: 'none' },
            { id: 2, name: 'VIP' },
          ],
        },
      },
    );
    const page = { limit: 10, offset: 0 };

    await expect(bench.client.listAttributes()).resolves.toEqual([
      { name: 'TIER', category: 'category', type: null, options: ['2024', 'x'] },
      { name: 'B', category: 'normal', type: null, options: ['1', 'two'] },
    ]);
    await expect(bench.client.listLists(page)).resolves.toMatchObject({ received: 2, rows: [{ id: 2 }] });
  });

  it('whether automation is switched on', async () => {
    const shop = { companyName: 'Shop', marketingAutomation: { enabled: true, key: 'x' } };
    const odd = { companyName: 7, marketingAutomation: 'yes', plan: null, email: {}, organization_id: 12 };
    bench.server.answers({ json: shop }, { json: {} }, { json: odd });
    const nothing = { companyName: '', marketingAutomation: false, identity: null };

    await expect(bench.client.getAccount()).resolves.toEqual({
      companyName: 'Shop',
      marketingAutomation: true,
      identity: null,
    });
    await expect(bench.client.getAccount()).resolves.toEqual(nothing);
    await expect(bench.client.getAccount()).resolves.toEqual(nothing);
  });

  it('which account it is, by its id, else by a digest of its e-mail, never by the address itself', async () => {
    const email = 'Owner@Store.example.com';
    const answers = [
      { organization_id: '5fa2', email },
      { email },
      { organization_id: ' ', email: 'owner@store.example.com ' },
      { organization_id: null, email: 'other@store.example.com' },
      { organization_id: '', email: '' },
    ];
    bench.server.answers(...answers.map((json) => ({ json })));
    const identities: (string | null)[] = [];
    while (identities.length < answers.length) identities.push((await bench.client.getAccount()).identity);

    // printf owner@store.example.com | sha256sum
    expect(identities.slice(0, 3)).toEqual(['org:5fa2', 'mail:c8819abd64fcecec', 'mail:c8819abd64fcecec']);
    expect(identities[3]).toMatch(/^mail:[0-9a-f]{16}$/);
    expect(identities[3]).not.toBe(identities[1]);
    expect(identities[4]).toBeNull();
  });
});
