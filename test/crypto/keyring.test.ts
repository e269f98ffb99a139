import fc from 'fast-check';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';

const OLD = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW = { id: 'new', key: Buffer.alloc(32, 2) };
const keyring = createKeyring({ keys: [NEW, OLD] });
const secret = Buffer.from('a secret');
const invalid = expect.objectContaining({ code: 'config.invalid' });

describe('keyring', () => {
  test('when any bytes are sealed in any context, they open there unchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
        const plain = Buffer.from(bytes);
        expect(keyring.open(keyring.seal(plain, context), context).equals(plain)).toBe(true);
      }),
    );
  });

  test('when a value sealed by the first release is opened, it still opens: the format is fixed', () => {
    // Made with OpenSSL through Python: version 1, id "old", nonce 0..11, AAD = header + context.
    const sealed = Buffer.from(KNOWN_ANSWER, 'hex');
    expect(keyring.open(sealed, 'accounts/yourstore/gorgias_key').toString()).toBe('known answer');
  });

  test('when the same bytes are sealed twice, the results differ', () => {
    expect(keyring.seal(secret, 'c').equals(keyring.seal(secret, 'c'))).toBe(false);
  });

  test('when any single byte of a sealed value is flipped, it does not open', () => {
    const sealed = keyring.seal(secret, 'c');
    for (let index = 0; index < sealed.length; index += 1) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
      expect(() => keyring.open(flipped, 'c')).toThrow(invalid);
    }
  });

  test('when a sealed value is cut at any place, it does not open', () => {
    const sealed = keyring.seal(secret, 'c');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => keyring.open(sealed.subarray(0, length), 'c')).toThrow(invalid);
    }
  });

  test('when a sealed value is opened in another context, it does not open', () => {
    const sealed = keyring.seal(secret, 'accounts/a/gorgias_key');
    expect(() => keyring.open(sealed, 'accounts/b/gorgias_key')).toThrow(invalid);
  });

  test('when a newer key is put in front, old values open and new ones carry the new id', () => {
    const sealedBefore = createKeyring({ keys: [OLD] }).seal(secret, 'c');
    expect(keyring.open(sealedBefore, 'c')).toEqual(secret);
    const sealedAfter = keyring.seal(secret, 'c');
    expect(keyring.newestKeyId).toBe('new');
    expect(createKeyring({ keys: [NEW] }).open(sealedAfter, 'c')).toEqual(secret);
    expect(() => createKeyring({ keys: [OLD] }).open(sealedAfter, 'c')).toThrow(/lacks the key new/);
  });

  test('when another key has taken the same id, a value does not open', () => {
    const impostor = createKeyring({ keys: [{ id: 'new', key: Buffer.alloc(32, 3) }] });
    expect(() => impostor.open(keyring.seal(secret, 'c'), 'c')).toThrow(invalid);
  });

  test('when there is no key, a short key or a doubled id, no keyring is made', () => {
    expect(() => createKeyring({ keys: [] })).toThrow(invalid);
    expect(() => createKeyring({ keys: [{ id: 'a', key: Buffer.alloc(31) }] })).toThrow(invalid);
    expect(() => createKeyring({ keys: [OLD, { ...NEW, id: 'old' }] })).toThrow(invalid);
  });
});

describe('TAJO_ENCRYPTION_KEY', () => {
  const base64 = NEW.key.toString('base64');

  test('when entries carry ids, they are read newest first', () => {
    expect(parseEncryptionKey(` new:${base64} , old:${OLD.key.toString('hex')}`)).toEqual([NEW, OLD]);
  });

  test('when a bare key is given, its id depends on the key alone', () => {
    const [fromBase64] = parseEncryptionKey(base64);
    const [fromHex] = parseEncryptionKey(NEW.key.toString('hex').toUpperCase());
    expect(fromBase64).toEqual({ id: expect.stringMatching(/^k[0-9a-f]{8}$/), key: NEW.key });
    expect(fromHex).toEqual(fromBase64);
  });

  test('when a key is generated, it is read back and no two are alike', () => {
    const made = generateEncryptionKey();
    expect(parseEncryptionKey(made)).toHaveLength(1);
    expect(made).not.toBe(generateEncryptionKey());
  });

  test.each([
    ['nothing', ''],
    ['an empty entry', `${NEW.key.toString('base64')},`],
    ['a short key', Buffer.alloc(16).toString('base64')],
    ['a long key', Buffer.alloc(33).toString('base64')],
    ['a stray character', `${base64.slice(0, 20)}!${base64.slice(21)}`],
    ['an id with a space', `my key:${base64}`],
    ['two equal ids', `a:${base64},a:${OLD.key.toString('base64')}`],
  ])('when it holds %s, it is refused by name and without showing the key', (_case, text) => {
    let thrown: unknown;
    try {
      parseEncryptionKey(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toEqual(invalid);
    expect(thrown).toMatchObject({ details: { field: 'TAJO_ENCRYPTION_KEY' } });
    expect(String(thrown)).not.toContain(base64.slice(0, 10));
  });
});

const KNOWN_ANSWER = '01036f6c64000102030405060708090a0bd0c8fa514ede67178d1d82b666f3a61a51bcc066e3ed68c7ed7b35c1';
