import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proxyFor } from '../../src/config/environment/proxies';
import { readEnvironment } from '../../src/config/environment/environment';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { downloadProgram } from '../../src/dev/temporal-server/download-archive';
import { createTransport } from '../../src/http/transport';
import type { Vendor } from '../../src/http/vendor';
import { connectWorker, createClient } from '../../src/temporal/connect';
import { TajoClient } from '../../packages/sdk/client/client';

/** Makes each kind of call that leaves the machine, with the environment as it is, and prints what became of it. */
async function main(kinds: readonly string[]): Promise<void> {
  const environment = readEnvironment();
  const ask = async (vendor: Vendor, origin: string): Promise<unknown> => {
    const transport = createTransport({
      vendor,
      origin,
      headers: () => Promise.resolve({ authorization: 'made up' }),
      proxyFor: (target) => proxyFor(target, environment),
    });
    const { status } = await transport({ method: 'GET', path: '/account', group: 'any', route: '/account' });
    await transport.close();
    return status;
  };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    gorgias: () => ask('gorgias', 'https://yourstore.gorgias.com/api'),
    brevo: () => ask('brevo', 'https://api.brevo.com/v3'),
    sdk: async () => (await new TajoClient({ url: 'https://connector.example.com' }).health()).store,
    download: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tajo-download-'));
      const target = { origin: 'https://temporal.download', artifact: 'cli/v0.0.0' };
      return downloadProgram(target, join(folder, 'program')).finally(() => rmSync(folder, { recursive: true }));
    },
    'temporal client': async () => {
      const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
      const { connection, close } = createClient({ keyring, address: null, proxies: environment });
      await connection.workflowService.getSystemInfo({});
      await close();
      return 'answered';
    },
    'temporal worker': async () => {
      const { connection } = await connectWorker(null, environment);
      await connection.close();
      return 'answered';
    },
  };
  const said: Record<string, unknown> = {};
  for (const kind of kinds) {
    said[kind] = await calls[kind]!().catch((thrown: unknown) =>
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }
  process.stdout.write(JSON.stringify(said));
  process.exit(0);
}

void main(process.argv.slice(2));
