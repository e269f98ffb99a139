import { parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring, type Keyring } from '../../src/crypto/keyring';

/** The key of the recorded histories, which are encrypted like every history. Public on purpose: it has never protected anything. */
export const RECORDING_KEYRING: Keyring = createKeyring({
  keys: parseEncryptionKey('recorded-histories:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='),
});
