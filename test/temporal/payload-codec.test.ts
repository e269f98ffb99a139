import { defaultPayloadConverter } from '@temporalio/common';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { createAccounts } from '../../src/store/accounts/accounts';
import { openHistoryKeys } from '../../src/store/open-history-keys';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { openTestStore, type OpenedStore } from '../store/stores';

const oldKey = generateEncryptionKey();
const newKey = generateEncryptionKey();
const codecWith = (...keys: string[]) =>
  createPayloadCodec(createKeyring({ keys: parseEncryptionKey(keys.join(',')) }));
const value = { account: 'yourstore', note: 'canary-4711' };
const payload = defaultPayloadConverter.toPayload(value);
const valueOf = (payloads: Parameters<typeof defaultPayloadConverter.fromPayload>[0][]) =>
  payloads.map((one) => defaultPayloadConverter.fromPayload(one));

describe('the payload codec', () => {
  it('gives back what it encrypted, and nothing of it is readable in between', async () => {
    const codec = codecWith(oldKey);

    const encoded = await codec.encode([payload]);

    expect(Buffer.from(encoded[0]!.data!).toString('latin1')).not.toContain('canary-4711');
    expect(valueOf(await codec.decode(encoded))).toEqual([value]);
  });

  it('after a key rotation still reads what the old key wrote, and writes with the new one', async () => {
    const before = await codecWith(oldKey).encode([payload]);
    const rotated = codecWith(newKey, oldKey);

    const after = await rotated.encode([payload]);

    expect(valueOf(await rotated.decode(before))).toEqual([value]);
    await expect(codecWith(oldKey).decode(after)).rejects.toThrow();
  });

  it('when an input was typed by hand, lets it pass as it stands', async () => {
    expect(await codecWith(oldKey).decode([payload])).toEqual([payload]);
  });

  it('when a byte was changed, refuses the payload', async () => {
    const codec = codecWith(oldKey);
    const [encoded] = await codec.encode([payload]);
    const data = Buffer.from(encoded!.data!);
    data[data.length - 1]! ^= 1;

    await expect(codec.decode([{ ...encoded, data }])).rejects.toThrow();
  });

  describe('for a ticket’s or a campaign’s history', () => {
    let opened: OpenedStore;
    beforeAll(async () => {
      opened = await openTestStore();
    });
    afterAll(() => opened.close());

    const inHistory = (workflowId: string) => ({ type: 'workflow', namespace: 'default', workflowId }) as const;
    const codecOf = ({ keyring, store }: OpenedStore) => createPayloadCodec(keyring, store.historyKeys);

    it('seals with a key of its own, which a process that has never seen it finds', async () => {
      const [jane] = await codecOf(opened).encode([payload], inHistory('ticket/yourstore/1'));
      const [sync] = await codecOf(opened).encode([payload], inHistory('full-sync/yourstore'));
      const { historyKeys, close } = openHistoryKeys({ databaseUrl: opened.databaseUrl, keyring: opened.keyring });

      expect(valueOf(await createPayloadCodec(opened.keyring, historyKeys).decode([jane!, sync!]))).toEqual([
        value,
        value,
      ]);
      expect(() => opened.keyring.open(Buffer.from(jane!.data!), 'temporal-payload')).toThrow('lacks the key');
      expect(valueOf(await createPayloadCodec(opened.keyring).decode([sync!]))).toEqual([value]);
      await close();
    });

    it('opens for nobody once the key is destroyed, while the histories of others do', async () => {
      const codec = codecOf(opened);
      const [jane] = await codec.encode([payload], inHistory('ticket/yourstore/2'));
      const [bob] = await codec.encode([payload], inHistory('ticket/yourstore/3'));
      await opened.store.privacy.forgetTicket('yourstore', 2);
      const { historyKeys, close } = openHistoryKeys({ databaseUrl: opened.databaseUrl, keyring: opened.keyring });

      const [gone, still] = valueOf(await createPayloadCodec(opened.keyring, historyKeys).decode([jane!, bob!]));

      expect(gone).toMatch(/^erased/);
      expect(still).toEqual(value);
      await close();
    });

    it('two processes that meet it at the same moment use one key', async () => {
      const others = [1, 2].map(() => openHistoryKeys(opened));
      const subject = { account: 'yourstore', subject: 'ticket/4' };

      const ids = await Promise.all(others.map(async ({ historyKeys }) => (await historyKeys.of(subject)).newestKeyId));

      expect(new Set(ids).size).toBe(1);
      await Promise.all(others.map(({ close }) => close()));
    });

    it('opens after the encryption key was rotated and the old one dropped', async () => {
      const { store, databaseUrl } = opened;
      const ring = (...keys: string[]) => createKeyring({ keys: parseEncryptionKey(keys.join(',')) });
      const before = openHistoryKeys({ databaseUrl, keyring: ring(oldKey) });
      const [jane] = await createPayloadCodec(ring(oldKey), before.historyKeys).encode(
        [payload],
        inHistory('ticket/rotated/1'),
      );
      await createAccounts(store.db, ring(newKey, oldKey)).reseal();
      const after = openHistoryKeys({ databaseUrl, keyring: ring(newKey) });

      expect(valueOf(await createPayloadCodec(ring(newKey), after.historyKeys).decode([jane!]))).toEqual([value]);
      await Promise.all([before.close(), after.close()]);
    });

    it('without the database says what is missing', async () => {
      const [jane] = await codecOf(opened).encode([payload], inHistory('campaign/yourstore/0f'));

      await expect(createPayloadCodec(opened.keyring).decode([jane!])).rejects.toMatchObject({
        code: 'config.invalid',
      });
    });
  });
});
