import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../src/config/parse-config';
import { parseEncryptionKey } from '../src/crypto/encryption-key';
import { createKeyring } from '../src/crypto/keyring';
import { createLog } from '../src/log';
import { createMetrics } from '../src/metrics';
import { openStore } from '../src/store/open';
import { installRuntime } from '../src/temporal/runtime';
import { startWorker } from '../src/worker';

/** The connector as it is measured: worker and embedded Postgres in one process. Options as JSON in the first argument. */
const optionsSchema = z.object({
  gorgiasUrl: z.string(),
  brevoUrl: z.string(),
  temporalAddress: z.string(),
  account: z.string(),
  credentials: z.object({ gorgias: z.object({ email: z.string(), apiKey: z.string() }), brevoApiKey: z.string() }),
  encryptionKey: z.string(),
  /** Null: the embedded one in `dataDir`. */
  databaseUrl: z.string().nullable(),
  dataDir: z.string(),
  rate: z.object({ perSecond: z.number(), burst: z.number(), reserve: z.number() }),
  enrich: z.string(),
});

async function main(argument: string): Promise<void> {
  const options = optionsSchema.parse(JSON.parse(argument));
  const { account, credentials, rate } = options;
  const yaml = readFileSync('tajo.example.yaml', 'utf8')
    .replace(/per_second: \d+/, `per_second: ${String(rate.perSecond)}`)
    .replace(/burst: \d+/, `burst: ${String(rate.burst)}`)
    .replace(/reserve: \d+/, `reserve: ${String(rate.reserve)}`)
    .replace(/active_within: \w+/, `active_within: ${options.enrich}`);
  const { config } = parseConfig(yaml, 'tajo.yaml', {});
  const log = createLog({ level: 'warn', json: true, destination: process.stderr });
  installRuntime(log);
  const keyring = createKeyring({ keys: parseEncryptionKey(options.encryptionKey) });
  const store = await openStore({ databaseUrl: options.databaseUrl, dataDir: options.dataDir, keyring });
  await store.accounts.save({
    account,
    domain: `${account}.gorgias.com`,
    email: credentials.gorgias.email,
    gorgiasApiKey: credentials.gorgias.apiKey,
    brevoApiKey: credentials.brevoApiKey,
  });
  const worker = await startWorker({
    ...{ config, store, keyring, log, metrics: createMetrics() },
    environment: { gorgiasBaseUrl: options.gorgiasUrl, brevoBaseUrl: options.brevoUrl },
    temporalAddress: options.temporalAddress,
    bundlePath: resolve('dist/workflow-bundle.js'),
  });
  process.once('SIGTERM', () => {
    void worker
      .stop()
      .then(() => store.close())
      .then(() => process.exit(0));
  });
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
}

main(process.argv[2] ?? '{}').catch((cause: unknown) => {
  process.stderr.write(`The connector could not start: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(2);
});
