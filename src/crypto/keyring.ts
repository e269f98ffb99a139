import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ConnectorError } from '../domain/errors/connector-error';
import { type EncryptionKey, KEY_BYTES, KEY_ID } from './encryption-key';

/**
 * Seals bytes with AES-256-GCM. `context` says what the bytes are (`account/yourstore/gorgias_key`): it is authenticated, not stored,
 * so a sealed value copied to another place does not open there.
 */
export interface Keyring {
  /** Encrypts with the newest key. Every call gives other bytes. */
  seal(plain: Buffer, context: string): Buffer;
  /** Opens with whichever known key sealed it; throws `config.invalid` when none did, or when a byte or the context differs. */
  open(sealed: Buffer, context: string): Buffer;
  readonly newestKeyId: string;
  /** Id of the key that sealed this, known here or not; null when these bytes were not sealed by a keyring. */
  keyIdOf(sealed: Buffer): string | null;
}

const ALGORITHM = 'aes-256-gcm';
const FORMAT_VERSION = 1;
const NONCE_BYTES = 12;
// Node accepts tags cut down to 4 bytes unless the length is demanded.
const TAG_BYTES = 16;

/** `keys`: newest first, each of 32 bytes. Throws `config.invalid` on no key, a wrong length, or an id given twice. */
export function createKeyring({ keys }: { readonly keys: readonly EncryptionKey[] }): Keyring {
  const newest = keys[0];
  if (newest === undefined) throw keyError('holds no key; `openssl rand -base64 32` makes one');
  const byId = new Map(keys.map((entry) => [entry.id, entry.key]));
  if (byId.size !== keys.length) throw keyError('names two keys alike; give each key its own id');
  for (const { id, key } of keys) {
    if (!KEY_ID.test(id))
      throw keyError('has a key id that is not 1 to 64 letters, digits, dots, dashes or underscores');
    if (key.length !== KEY_BYTES) throw keyError(`has a key ${id} of ${key.length} bytes; it must be ${KEY_BYTES}`);
  }
  return {
    seal: (plain, context) => seal(newest, plain, context),
    open: (sealed, context) => open(byId, sealed, context),
    newestKeyId: newest.id,
    keyIdOf,
  };
}

function keyIdOf(sealed: Buffer): string | null {
  const headerEnd = 2 + (sealed[1] ?? 0);
  if (sealed[0] !== FORMAT_VERSION || sealed.length < headerEnd + NONCE_BYTES + TAG_BYTES) return null;
  const id = sealed.toString('ascii', 2, headerEnd);
  return KEY_ID.test(id) ? id : null;
}

function seal({ id, key }: EncryptionKey, plain: Buffer, context: string): Buffer {
  const header = Buffer.concat([Buffer.from([FORMAT_VERSION, id.length]), Buffer.from(id, 'ascii')]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(header, context));
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(byId: ReadonlyMap<string, Buffer>, sealed: Buffer, context: string): Buffer {
  const headerEnd = 2 + (sealed[1] ?? 0);
  if (sealed[0] !== FORMAT_VERSION || sealed.length < headerEnd + NONCE_BYTES + TAG_BYTES) throw damaged();
  const header = sealed.subarray(0, headerEnd);
  const key = byId.get(header.toString('ascii', 2));
  if (key === undefined) {
    const name = keyIdOf(sealed) ?? 'unreadable';
    throw keyError(`lacks the key ${name} that this data was sealed with; add it behind the newest key`);
  }
  const nonce = sealed.subarray(headerEnd, headerEnd + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(header, context));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headerEnd + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw damaged();
  }
}

function authenticated(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}

function damaged(): ConnectorError {
  return keyError('does not open this data: its bytes or its place changed, or another key now has the same id');
}

function keyError(problem: string): ConnectorError {
  return new ConnectorError('config.invalid', `TAJO_ENCRYPTION_KEY ${problem}.`, {
    details: { field: 'TAJO_ENCRYPTION_KEY' },
  });
}
