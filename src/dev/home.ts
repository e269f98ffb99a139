import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateEncryptionKey } from '../crypto/encryption-key';

/** What the sandbox remembers between two starts. */
export const SANDBOX_FILE = 'sandbox.json';
/** `tajo connectors webhooks` reads it, too (`packages/sdk/client/client-settings.ts`). */
const WEBHOOK_SECRET_FILE = 'webhook.secret';

/** The folder that keeps the state of the embedded parts (`TAJO_HOME`). Secrets in it are readable by their owner only. */
export interface Home {
  readonly path: string;
  /** The given key, or one that is made once and kept. */
  encryptionKey(given: string | null): string;
  apiKey(given: string | null): string;
  /** The given secrets of the webhook door, or one that is made once and kept. */
  webhookSecrets(given: readonly string[]): readonly string[];
  /** Tells `tajo` and the SDK where the connector is. */
  announce(connector: { readonly url: string; readonly apiKey: string }): void;
  read(name: string): string | null;
  write(name: string, text: string): void;
  remove(name: string): void;
}

export function openHome(path: string): Home {
  mkdirSync(path, { recursive: true, mode: 0o700 });
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
    encryptionKey: (given) => given ?? kept('encryption.key', generateEncryptionKey),
    apiKey: (given) => given ?? kept('api.key', () => `tajo-${randomBytes(24).toString('base64url')}`),
    webhookSecrets: (given) =>
      given.length > 0 ? given : [kept(WEBHOOK_SECRET_FILE, () => randomBytes(32).toString('base64url'))],
    announce: (connector) => write('connector.json', `${JSON.stringify(connector)}\n`),
  };
}

/** By rename, so that a crash leaves the old file or the new one, never half of one. */
function writePrivate(file: string, text: string): void {
  const draft = `${file}.${String(process.pid)}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
