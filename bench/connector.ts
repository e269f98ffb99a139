import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { startApi } from '../src/api';
import { parseConfig } from '../src/config/parse-config';
import { parseEncryptionKey } from '../src/crypto/encryption-key';
import { createKeyring } from '../src/crypto/keyring';
import { createLog } from '../src/observability/log';
import { createMetrics } from '../src/observability/metrics';
import { openStore } from '../src/store/open';
import { installRuntime } from '../src/temporal/runtime';
import { startWorker } from '../src/worker';

/** The connector as it is measured. Options as JSON in the first argument. */
const optionsSchema = z.object({
  gorgiasUrl: z.string(),
  brevoUrl: z.string(),
  temporalAddress: z.string(),
  account: z.string(),
  credentials: z.object({ gorgias: z.object({ email: z.string(), apiKey: z.string() }), brevoApiKey: z.string() }),
  encryptionKey: z.string(),
  databaseUrl: z.string(),
  rate: z.object({ perSecond: z.number(), burst: z.number(), reserve: z.number() }),
  enrich: z.string(),
  /** `tags.auto` */
  tagLists: z.boolean().default(false),
  /** Serve the API too, with this secret at the webhook door. */
  webhookSecret: z.string().optional(),
});

async function main(argument: string): Promise<void> {
  const options = optionsSchema.parse(JSON.parse(argument));
  const { account, credentials, rate } = options;
  const yaml = readFileSync('tajo.example.yaml', 'utf8')
    .replace(/per_second: \d+/, `per_second: ${String(rate.perSecond)}`)
    .replace(/burst: \d+/, `burst: ${String(rate.burst)}`)
    .replace(/reserve: \d+/, `reserve: ${String(rate.reserve)}`)
    .replace(/active_within: \w+/, `active_within: ${options.enrich}`)
    .replace(/auto: \w+/, `auto: ${String(options.tagLists)}`);
  const { config } = parseConfig(yaml, 'tajo.yaml', {});
  const log = createLog({ level: 'warn', json: true, destination: process.stderr });
  installRuntime(log);
  const keyring = createKeyring({ keys: parseEncryptionKey(options.encryptionKey) });
  const store = await openStore({ databaseUrl: options.databaseUrl, keyring });
  await store.accounts.save({
    account,
    domain: `${account}.gorgias.com`,
    email: credentials.gorgias.email,
    gorgiasApiKey: credentials.gorgias.apiKey,
    brevoApiKey: credentials.brevoApiKey,
  });
  const worker = await startWorker({
    ...{ config, store, keyring, log, metrics: createMetrics() },
    environment: { gorgiasBaseUrl: options.gorgiasUrl, brevoBaseUrl: options.brevoUrl, otlpEndpoint: null },
    temporalAddress: options.temporalAddress,
    bundlePath: resolve('dist/src/workflow-bundle.js'),
  });
  const apiKey = randomBytes(16).toString('hex');
  const api =
    options.webhookSecret === undefined
      ? null
      : await startApi({
          ...{ config, store, keyring, log, metrics: createMetrics(), webhookSecrets: [options.webhookSecret] },
          ...{ apiKey, host: '127.0.0.1', port: 0, orNext: false },
          ...{ temporalAddress: options.temporalAddress, uiUrl: null, proxies: {} },
        });
  process.once('SIGTERM', () => {
    void Promise.all([worker.stop(), api?.close(0)])
      .then(() => store.close())
      .then(() => process.exit(0));
  });
  // Memory is compared without what only waits for the collector.
  process.on('SIGUSR2', () => {
    globalThis.gc?.();
    process.stdout.write(`${JSON.stringify(process.memoryUsage())}\n`);
  });
  process.stdout.write(`${JSON.stringify({ ready: true, apiUrl: api?.url ?? null, apiKey })}\n`);
}

main(process.argv[2] ?? '{}').catch((cause: unknown) => {
  process.stderr.write(`The connector could not start: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(2);
});
