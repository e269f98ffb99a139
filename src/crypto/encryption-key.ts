import { createHash, randomBytes } from 'node:crypto';
import { ConnectorError } from '../domain/errors/connector-error';

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

export const KEY_BYTES = 32;
export const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Reads `TAJO_ENCRYPTION_KEY`: entries `id:key` separated by commas, newest first, where the key is 32 bytes in base64 or hex. An entry
 * without an id gets one from a hash of its key. Throws `config.invalid` with the fix; the message never holds any part of a key.
 */
export function parseEncryptionKey(text: string): readonly EncryptionKey[] {
  const keys = text.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
  const twice = keys.find((entry, index) => keys.findIndex((other) => other.id === entry.id) !== index);
  if (twice !== undefined) throw invalid('names two keys alike; give each entry its own id');
  return keys;
}

/** A new random key in the form that {@link parseEncryptionKey} reads. */
export function generateEncryptionKey(): string {
  const key = randomBytes(KEY_BYTES);
  return `${derivedId(key)}:${key.toString('base64')}`;
}

function parseEntry(entry: string, number: number): EncryptionKey {
  if (entry === '') throw invalid(`has an empty entry ${number}; write \`id:base64\`, separated by commas`);
  const colon = entry.indexOf(':');
  const key = decodeKey(entry.slice(colon + 1).trim());
  if (key === null) {
    throw invalid(
      `has an entry ${number} that is not 32 bytes in base64 or hex; \`openssl rand -base64 32\` makes one`,
    );
  }
  const id = colon === -1 ? derivedId(key) : entry.slice(0, colon).trim();
  if (!KEY_ID.test(id)) {
    throw invalid(`has an entry ${number} whose id is not 1 to 64 letters, digits, dots, dashes or underscores`);
  }
  return { id, key };
}

function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // Buffer.from skips what is not base64, so a mistyped key would become another key: demand the exact form.
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : null;
}

function derivedId(key: Buffer): string {
  return `k${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

function invalid(problem: string): ConnectorError {
  return new ConnectorError('config.invalid', `TAJO_ENCRYPTION_KEY ${problem}.`, {
    details: { field: 'TAJO_ENCRYPTION_KEY' },
  });
}
