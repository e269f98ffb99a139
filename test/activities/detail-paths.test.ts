import { detailPaths } from '../../src/activities/contacts/customer-detail';
import { detailsFreshFrom } from '../../src/activities/sync/enrich';
import { ACCOUNT, testConfig } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

/** Of details only the mapped paths are kept, so those that were read before a path was mapped lack it, however fresh they are. */
describe('details that were read before', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) =>
      yaml.replace('field_mapping:', 'field_mapping:\n      integrations.shopify.total_spent: SPENT'),
    );
  });
  afterAll(() => harness.end());

  const freshFrom = () => detailsFreshFrom(harness, ACCOUNT, Date.now());
  const isOfNow = async (): Promise<boolean> => Date.now() - Date.parse(await freshFrom()) < 3_600_000;
  const keep = (...paths: readonly string[]) => harness.store.accounts.keepDetailPaths(ACCOUNT, paths);

  it('a path was mapped do not count as fresh any more; one that is taken out changes nothing', async () => {
    await fullRun(harness);
    const [known] = await harness.store.db.query<{ paths: readonly string[] }>(
      'select detail_paths as paths from accounts',
    );
    expect(known?.paths).toEqual(['integrations.shopify.total_spent']);
    expect(await isOfNow()).toBe(false);

    await keep();
    expect(await isOfNow()).toBe(false);
    await keep('integrations.shopify.orders_count');
    expect(await isOfNow()).toBe(true);
  });

  it('the tags of shops were asked for, neither', () => {
    const paths = (from: string) => detailPaths(testConfig((yaml) => yaml.replace('from: [tickets]', `from: ${from}`)));
    expect(paths('[tickets]')).toEqual([]);
    expect(paths('[tickets, shopify]')).toHaveLength(1);
  });
});
