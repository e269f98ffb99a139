import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const MANY = 10_250;

/** Small lists are read whole, also where they are long: half of one would take away what stands in the other half. */
describe('a list of more than 10,000 tags', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness();
    const { tags } = harness.sandbox.world.state;
    const [like] = tags;
    for (let id = 1_000_001; tags.length < MANY; id += 1) tags.push({ ...like!, id, name: `tag ${String(id)}` });
  });
  afterAll(() => harness.end());

  const read = (): Promise<void> => harness.run((all) => all.readReference({ account: ACCOUNT }));
  const known = async (): Promise<number> => (await harness.store.facts.tags(ACCOUNT)).length;
  test('is read to its end', async () => {
    await read();
    expect(await known()).toBe(MANY);
  });

  test('when it shows the same tags with ever new cursors, is no list, and what was known stands', async () => {
    const { faults, journal } = harness.sandbox.gorgias;
    let asked: string | null = null;
    faults.add({
      kind: 'rewrite',
      match: (request) => {
        if (request.path !== '/api/tags') return false;
        asked = request.query.get('cursor');
        return true;
      },
      // The same place in other words.
      rewrite: (json) => {
        if (asked === null) return json;
        const next = Buffer.from(`${Buffer.from(asked, 'base64').toString()} `).toString('base64');
        const page = json as { readonly meta: object };
        return { ...page, meta: { ...page.meta, next_cursor: next } };
      },
    });
    const before = journal.requests().length;
    await expect(read()).rejects.toMatchObject({ code: 'gorgias.cursor_loop' });
    expect(journal.requests().length - before).toBeLessThan(20);
    expect(await known()).toBe(MANY);
    faults.clear();
  });
});
