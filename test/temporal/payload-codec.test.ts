import { defaultPayloadConverter } from '@temporalio/common';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { createPayloadCodec } from '../../src/temporal/payload-codec';

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
});
