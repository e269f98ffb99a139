import { createConnectorControl } from '../../src/control/connector-control';
import { createClient } from '../../src/temporal/connect';
import { openTestStore, type OpenedStore } from '../store/stores';

const KEYS = { email: 'me@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' };
const STEP = /^Check that the Temporal server runs .*, then run the same again\.$/;

describe('when Temporal does not answer', () => {
  let opened: OpenedStore | null = null;
  afterAll(() => opened?.close());

  it('pause, resume, rotate-key and uninstall say what took effect all the same, what could not be told, and the step', async () => {
    opened = await openTestStore();
    const { store, keyring } = opened;
    // Nothing listens there.
    const { client, close } = createClient({ keyring, address: '127.0.0.1:1', proxies: {} });
    const control = createConnectorControl({
      ...{ client, store, syncEveryMs: () => null },
      settingsOf: () => ({ enabled: true, eventMapping: {} }),
    });
    for (const account of ['paused', 'resumed', 'rotated', 'taken'])
      await store.accounts.save({ account, domain: `${account}.gorgias.com`, ...KEYS });
    await store.accounts.setState('resumed', 'paused', { reason: null });

    const said = await Promise.allSettled([
      control.pause('paused'),
      control.resume('resumed'),
      control.rotateKey('rotated', { brevoApiKey: 'another' }),
      control.uninstall('taken', { purge: false }),
    ]);
    await close();

    const failed = (words: string): unknown => ({
      status: 'rejected',
      reason: {
        code: 'temporal.unavailable',
        message: expect.stringMatching(
          new RegExp(`^${words}.* Temporal could not be told.* The Temporal server at .* does not answer`),
        ) as string,
        nextStep: expect.stringMatching(STEP) as string,
      },
    });
    expect(said).toMatchObject([
      failed('paused is paused: nothing leaves\\.'),
      failed('The pause of resumed is over: what is due may leave\\.'),
      failed('What was given for rotated is stored, and is used from now on\\.'),
      failed('taken is still installed, with its keys: what is due may leave\\.'),
    ]);
    const states = (await store.accounts.list()).map(({ account, state }) => `${account} ${state}`);
    expect(states).toEqual(['paused paused', 'resumed connected', 'rotated connected', 'taken connected']);
    expect((await store.accounts.credentials('rotated')).brevoApiKey).toBe('another');
  });
});
