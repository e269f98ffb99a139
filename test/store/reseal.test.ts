import { createKeyring, type Keyring } from '../../src/crypto/keyring';
import { createLog } from '../../src/observability/log';
import { createAccounts } from '../../src/store/accounts/accounts';
import { startResealing } from '../../src/store/accounts/reseal-job';
import { createAccountSecrets } from '../../src/store/privacy/account-secrets';
import { createHashes } from '../../src/store/privacy/hashes';
import type { Accounts } from '../../src/store/types';
import { openTestStore, type OpenedStore } from './stores';

const [OLD, NEW] = [1, 2].map((byte) => ({ id: `k${byte}`, key: Buffer.alloc(32, byte) }));
const ring = (...keys: (typeof OLD)[]): Keyring => createKeyring({ keys: keys.map((key) => key!) });
const NAMES = Array.from({ length: 12 }, (_, index) => `store-${index}`);
const keysOf = (account: string, round = 0) => ({
  email: `me@${account}.com`,
  gorgiasApiKey: `canary-gorgias-${account}-${round}`,
  brevoApiKey: `canary-brevo-${account}`,
});

describe('keys of accounts, when the encryption key is rotated', () => {
  let opened: OpenedStore | null = null;
  /** Processes of before the rotation, in the middle of it, and after it. */
  let before: Accounts;
  let during: Accounts;
  let after: Accounts;

  beforeAll(async () => {
    opened = await openTestStore();
    const { db } = opened.store;
    before = createAccounts(db, ring(OLD, NEW));
    during = createAccounts(db, ring(NEW, OLD));
    after = createAccounts(db, ring(NEW));
    for (const account of NAMES) {
      await before.save({ account, domain: `${account}.gorgias.com`, ...keysOf(account) });
    }
  });
  afterAll(() => opened?.close());

  it('are readable at each moment, by old and new processes, while several workers renew them and one is replaced', async () => {
    expect(await before.sealedBy()).toEqual(new Map([['k1', 24]]));
    let reading = true;
    let reads = 0;
    const reader = async (accounts: Accounts): Promise<void> => {
      do {
        for (const account of NAMES.slice(1)) {
          expect(await accounts.credentials(account)).toEqual(keysOf(account));
          reads += 1;
        }
      } while (reading);
    };
    const readers = [reader(before), reader(during)];
    const replacer = (async () => {
      for (let round = 1; round <= 20; round += 1) await before.replaceKeys(NAMES[0]!, keysOf(NAMES[0]!, round));
    })();
    const passes = await Promise.all([during.reseal(), during.reseal(), during.reseal()]);
    reading = false;
    await Promise.all([...readers, replacer]);

    // The replaced key was sealed by the old process; the next pass takes it, and the newest value has survived.
    await during.reseal();
    expect(passes.reduce((sum, { resealed }) => sum + resealed, 0)).toBeGreaterThanOrEqual(22);
    expect(reads).toBeGreaterThan(20);
    expect(await during.sealedBy()).toEqual(new Map([['k2', 24]]));
    expect(await during.reseal()).toEqual({ resealed: 0, unreadable: 0 });
    for (const account of NAMES) {
      expect(await after.credentials(account)).toEqual(keysOf(account, account === NAMES[0] ? 20 : 0));
    }
  });

  it('by the job of a worker, are renewed, and the log says how much an old key still holds, without a secret', async () => {
    await before.save({ account: NAMES[1]!, domain: `${NAMES[1]!}.gorgias.com`, ...keysOf(NAMES[1]!) });
    const lines: string[] = [];
    const log = createLog({ level: 'info', json: true, destination: { write: (line) => lines.push(line) } });

    await startResealing(during, log).stop();

    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({
        event: 'encryption.renewed',
        ...{ resealed: 2, withOldKeys: 0, oldKeyIds: [], keyId: 'k2' },
      }),
    ]);
    expect(lines.join('')).not.toContain('canary');
    lines.length = 0;
    await startResealing(during, log).stop();
    expect(lines).toEqual([]);
  });

  it('the secret by which erased people are known is renewed too, and knows them as before', async () => {
    const { db } = opened!.store;
    const hashBy = async (keyring: Keyring, account = NAMES[3]!): Promise<string> =>
      (await createHashes(createAccountSecrets(keyring)).made(db, account))('address/jane@customer.example');
    const known = await hashBy(ring(OLD));
    expect(await hashBy(ring(NEW, OLD), NAMES[4])).not.toBe(known);

    expect(await during.reseal()).toMatchObject({ resealed: 1 });

    expect(await hashBy(ring(NEW))).toBe(known);
    await expect(hashBy(ring(OLD))).rejects.toMatchObject({ code: 'config.invalid' });
  });

  it('when the old key was dropped too early, the others are renewed and the log names the key that is missing', async () => {
    const early = createAccounts(opened!.store.db, ring(NEW));
    await before.save({ account: NAMES[2]!, domain: `${NAMES[2]!}.gorgias.com`, ...keysOf(NAMES[2]!) });
    const lines: string[] = [];
    const log = createLog({ level: 'info', json: true, destination: { write: (line) => lines.push(line) } });

    await startResealing(early, log).stop();

    expect(JSON.parse(lines[0]!)).toMatchObject({
      ...{ level: 'error', event: 'encryption.key_missing' },
      ...{ unreadable: 2, withOldKeys: 2, oldKeyIds: ['k1'] },
    });
    await expect(early.credentials(NAMES[2]!)).rejects.toMatchObject({ code: 'config.invalid' });
    expect(await during.credentials(NAMES[2]!)).toEqual(keysOf(NAMES[2]!));
  });
});
