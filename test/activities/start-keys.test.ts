import { storeStartKeys } from '../../src/activities/accounts/start-keys';
import { ACCOUNT, BREVO_KEY, GORGIAS, testConfig } from '../support/connector';
import { eventually } from '../support/eventually';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const GOOD = { email: GORGIAS.email, gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY };

describe('a start with keys in the environment', () => {
  let harness: ActivityHarness;
  const start = (
    keys: Partial<typeof GOOD>,
    { brevoBaseUrl = '', enabled = true }: { brevoBaseUrl?: string; enabled?: boolean } = {},
  ) =>
    storeStartKeys(
      {
        store: harness.store,
        config: testConfig((yaml) => yaml.replace('enabled: true', `enabled: ${String(enabled)}`)),
        environment: {
          gorgiasBaseUrl: harness.sandbox.gorgias.url,
          brevoBaseUrl: brevoBaseUrl === '' ? harness.sandbox.brevo.url : brevoBaseUrl,
        },
      },
      { domain: `${ACCOUNT}.gorgias.com`, ...GOOD, ...keys },
    );
  const stored = () => harness.store.accounts.credentials(ACCOUNT);
  const asked = () => harness.sandbox.gorgias.journal.count() + harness.sandbox.brevo.journal.count();

  beforeAll(async () => {
    harness = await openActivityHarness();
  });
  afterAll(() => harness.end());

  it('when a vendor refuses them, those that are stored stay, each by itself, and that is said', async () => {
    const gorgias = await start({ gorgiasApiKey: 'wrong' });
    const brevo = await start({ brevoApiKey: 'wrong' });

    // Half of an environment is refused as a whole: the way out names all four.
    const together = 'unset GORGIAS_DOMAIN, GORGIAS_EMAIL, GORGIAS_API_KEY and BREVO_API_KEY together.';
    const kept = 'of the environment: the key';
    expect(gorgias).toEqual([
      `Gorgias refused GORGIAS_EMAIL and GORGIAS_API_KEY ${kept}s that are stored stay. Correct them, or ${together}`,
    ]);
    expect(brevo).toEqual([`Brevo refused BREVO_API_KEY ${kept} that is stored stays. Correct it, or ${together}`]);
    expect(await stored()).toMatchObject(GOOD);
  });

  it('when they are those that are stored, nobody is asked; accepted ones take the place of others', async () => {
    const before = asked();
    expect(await start({})).toEqual([]);
    expect(asked()).toBe(before);
    await harness.store.accounts.replaceKeys(ACCOUNT, { gorgiasApiKey: 'old' });

    expect(await start({})).toEqual([]);
    expect(await stored()).toMatchObject(GOOD);
  });

  it('when a rotation comes while they are tried, it stays; refused ones lift no refusal', async () => {
    await harness.store.accounts.setState(ACCOUNT, 'refused', { reason: 'refused', code: 'auth.brevo_refused' });
    await start({ brevoApiKey: 'wrong' });
    expect(await harness.store.accounts.find(ACCOUNT)).toMatchObject({ state: 'refused' });

    harness.sandbox.gorgias.faults.add({ kind: 'delay', ms: 1500, match: { pathPrefix: '/api/account' }, times: 1 });
    const before = asked();
    const starting = start({ gorgiasApiKey: 'wrong' });
    await eventually(() => asked() > before);
    await harness.store.accounts.replaceKeys(ACCOUNT, { gorgiasApiKey: 'rotated' });
    await starting;

    expect((await stored()).gorgiasApiKey).toBe('rotated');
    await start({});
    expect([await stored(), await harness.store.accounts.find(ACCOUNT)]).toMatchObject([GOOD, { state: 'connected' }]);
  });

  it('when nobody says whether they work, those that are stored stay, and that is said; a first start stores them', async () => {
    const away = { brevoBaseUrl: 'http://127.0.0.1:9/v3' };
    expect(await start({ brevoApiKey: 'new' }, away)).toEqual([
      expect.stringMatching(/^Brevo did not say whether it takes BREVO_API_KEY.*stays; the next start tries it again/),
    ]);
    expect(await stored()).toMatchObject(GOOD);
    const before = asked();
    expect(await start({ gorgiasApiKey: 'other' }, { enabled: false })).toEqual([
      expect.stringMatching(/^The account is switched off, so Gorgias was not asked.*stored stay/),
    ]);
    expect([await stored(), asked()]).toEqual([expect.objectContaining(GOOD), before]);

    await harness.store.accounts.uninstall(ACCOUNT);
    expect(await start({ brevoApiKey: 'new' }, away)).toEqual([]);
    expect((await stored()).brevoApiKey).toBe('new');
  });
});
