import { createVendors, type Vendors } from '../../src/activities/vendor-clients';
import { startScriptedServer, type ScriptedServer } from '../http/scripted-server';
import { type OpenedStore, openTestStore } from '../store/stores';
import { testConfig } from '../support/connector';

const FEED_CUSTOMER = 8;

/** The lanes as a worker's steps get them, each step with a client of its own. */
describe('requests of one account', () => {
  let opened: OpenedStore;
  let server: ScriptedServer;
  let vendors: Vendors;
  beforeAll(async () => {
    [opened, server] = await Promise.all([openTestStore(), startScriptedServer()]);
    for (const account of ['flooded', 'slow'])
      await opened.store.accounts.save({
        ...{ account, domain: `${account}.gorgias.com`, email: 'you@yourstore.com' },
        ...{ gorgiasApiKey: 'key', brevoApiKey: 'xkeysib-key' },
      });
    const silent = (): undefined => undefined;
    const config = testConfig();
    const rates = {
      flooded: { perSecond: 10, burst: 20, reserve: 16 },
      slow: { perSecond: 0.5, burst: 1, reserve: 0 },
    };
    vendors = createVendors({
      ...{ store: opened.store, gorgiasBaseUrl: server.origin, brevoBaseUrl: `${server.origin}/v3`, onCall: silent },
      configOf: (account) => ({ ...config, rate: rates[account as keyof typeof rates] }),
      log: { info: silent, warn: silent, error: silent },
    });
  });
  afterAll(async () => {
    await vendors.close();
    await Promise.all([server.close(), opened.close()]);
  });
  const asked = (customerId: number): number =>
    server.journal.filter(({ path }) => path.endsWith(`/customers/${String(customerId)}`)).length;

  it('however long live traffic goes on, the feed is given one', async () => {
    let isOver = false;
    const flood = async (): Promise<void> => {
      while (!isOver)
        await vendors
          .gorgias('flooded', 'live')
          .getCustomer(7)
          .catch(() => undefined);
    };
    const floods = Array.from({ length: 8 }, flood);
    while (asked(7) < 15)
      await vendors
        .gorgias('flooded', 'live')
        .getCustomer(7)
        .catch(() => undefined);
    const before = asked(7);
    while (asked(FEED_CUSTOMER) === 0 && asked(7) < before + 400)
      await vendors
        .gorgias('flooded', 'feed')
        .getCustomer(FEED_CUSTOMER)
        .catch(() => undefined);
    isOver = true;
    await Promise.all(floods);

    expect(asked(FEED_CUSTOMER)).toBe(1);
  });

  it('only a few of a lane wait in their slots, whichever steps they are of', async () => {
    const outcomes: string[] = [];
    const one = async (): Promise<void> => {
      await vendors
        .gorgias('slow', 'live')
        .getCustomer(9)
        .catch((thrown: unknown) => void outcomes.push((thrown as { code: string }).code));
    };
    await one();
    await Promise.all(Array.from({ length: 12 }, one));

    expect(outcomes.slice(1, 8)).toEqual(Array(7).fill('gorgias.rate_limited'));
  });
});
