import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const PEOPLE = 40;

/** A full sync's own loop and `publishing/<account>` go through the same contacts at the same time. */
describe('two that publish at once', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    const world = { seed: 3, customers: PEOPLE, tickets: 10, surveys: 4, active: { customers: 1, messages: 1 } };
    // Without a list that everybody is on, nobody is written by import.
    harness = await openActivityHarness((yaml) => yaml.replace('all_support_contacts: 35', ''), { world });
    await harness.run((all) => all.readReference({ account: ACCOUNT }));
  });
  afterAll(() => harness.end());

  /** Addresses that were written to, as often as they were. */
  const written = (sinceSeq: number): readonly unknown[] =>
    harness.sandbox.brevo.journal
      .requests({ sinceSeq, pathPrefix: '/v3/contacts' })
      .filter(({ method, path }) => method === 'POST' && path === '/v3/contacts')
      .map(({ body }) => (body as { readonly email: string }).email);

  test('write each contact once', async () => {
    const setup = await harness.run((all) => all.prepareRun({ account: ACCOUNT }, randomUUID()));
    for (const resource of setup.walks) while (!(await harness.run((all) => all.readPages(setup, resource))).done);
    const from = harness.sandbox.brevo.journal.requests().at(-1)?.seq ?? 0;

    const ofRun = async (): Promise<void> => {
      while ((await harness.run((all) => all.publishDue(setup, null))).remaining > 0);
    };
    const apart = async (): Promise<void> => {
      while ((await harness.run((all) => all.publishSlice(ACCOUNT))).remaining > 0);
    };
    await Promise.all([ofRun(), apart()]);

    const writes = written(from);
    expect(writes.length).toBeGreaterThan(PEOPLE / 2);
    expect(writes).toEqual([...new Set(writes)]);
    expect(await harness.store.contacts.countDue(ACCOUNT)).toEqual({ due: 0, importing: 0 });
  });
});
