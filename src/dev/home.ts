import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '../domain/errors/connector-error';
import { generateEncryptionKey } from '../crypto/encryption-key';

/** What the sandbox remembers between two starts. */
export const SANDBOX_FILE = 'sandbox.json';
/** `tajo connectors webhooks` reads it, too (`packages/sdk/client/client-settings.ts`). */
const WEBHOOK_SECRET_FILE = 'webhook.secret';
const ENCRYPTION_KEY_FILE = 'encryption.key';

/** The folder that keeps the state of the embedded parts (`TAJO_HOME`). Secrets in it are readable by their owner only. */
export interface Home {
  readonly path: string;
  /** The given key, or one that is made once and kept. */
  encryptionKey(given: string | null): string;
  apiKey(given: string | null): string;
  /** The given secrets of the webhook door, or one that is made once and kept. */
  webhookSecrets(given: readonly string[]): readonly string[];
  /** Tells `tajo` and the SDK where the connector is. */
  announce(connector: {
    readonly url: string;
    readonly apiKey: string;
    /** Where one can look into it; null: real accounts. */
    readonly sandbox: string | null;
  }): void;
  read(name: string): string | null;
  write(name: string, text: string): void;
  remove(name: string): void;
}

/** @throws ConnectorError `config.invalid` when nothing can be written there. */
export function openHome(path: string): Home {
  requireWritable(path);
  const read = (name: string): string | null =>
    existsSync(join(path, name)) ? readFileSync(join(path, name), 'utf8') : null;
  const write = (name: string, text: string): void => writePrivate(join(path, name), text);
  const kept = (name: string, make: () => string): string => {
    const known = read(name)?.trim();
    if (known !== undefined && known !== '') return known;
    const made = make();
    write(name, `${made}\n`);
    return made;
  };
  return {
    path,
    read,
    write,
    remove: (name) => rmSync(join(path, name), { force: true }),
    encryptionKey: (given) => given ?? kept(ENCRYPTION_KEY_FILE, generateEncryptionKey),
    apiKey: (given) => given ?? kept('api.key', () => `tajo-${randomBytes(24).toString('base64url')}`),
    webhookSecrets: (given) =>
      given.length > 0 ? given : [kept(WEBHOOK_SECRET_FILE, () => randomBytes(32).toString('base64url'))],
    announce: (connector) => write('connector.json', `${JSON.stringify(connector)}\n`),
  };
}

/** The key of the connector that was started on this home; null: none was. */
export function keptEncryptionKey(path: string): string | null {
  const file = join(path, ENCRYPTION_KEY_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function requireWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    rmSync(mkdtempSync(join(path, '.writable-')), { recursive: true });
  } catch (thrown) {
    const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
    throw homeUnwritable(path, hasCode ? String(thrown.code) : String(thrown));
  }
}

/** @param reason code of the system, such as `EACCES` */
export function homeUnwritable(path: string, reason: string): ConnectorError {
  return new ConnectorError(
    'config.invalid',
    `TAJO_HOME ${path} cannot be written by this user (${REASONS[reason] ?? reason}): name another folder, or give that one to this user.`,
    { details: { field: 'TAJO_HOME' } },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOSPC: 'its file system is full',
};

/** By rename, so that a crash leaves the old file or the new one, never half of one. */
function writePrivate(file: string, text: string): void {
  const draft = `${file}.${String(process.pid)}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
