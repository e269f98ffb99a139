import { relative } from 'node:path';
import { startApi } from '../api';
import { credentialsFrom, type EnvironmentCredentials } from '../config/environment/credentials';
import { accountOf } from '../domain/account/gorgias-domain';
import { readStartup, type Startup } from '../config/startup';
import type { Environment } from '../config/types';
import { parseEncryptionKey } from '../crypto/encryption-key';
import { createKeyring, type Keyring } from '../crypto/keyring';
import { createMetrics } from '../observability/metrics';
import { openStore } from '../store/open';
import type { Store } from '../store/types';
import { installRuntime } from '../temporal/runtime';
import { startWorker } from '../worker';
import { webhookAddress } from '../webhooks/template';
import type { DevArguments } from './arguments';
import type { Connector } from './connector';
import { type Demo, openDemo } from './demo';
import { demoSettings } from './demo-settings';
import { type Home, openHome } from './home';
import { type LocalPostgres, openPostgres } from './local-postgres';
import { openTemporal } from './local-temporal';
import { realAccounts, removeSandbox } from './remove-sandbox';
import { openDevLog } from './dev-log';
import type { Shutdown } from './shutdown';
import type { StartOutput } from './output';

interface BringUpDeps {
  readonly output: StartOutput;
  readonly shutdown: Shutdown;
}

interface VendorAccess {
  readonly account: string;
  readonly gorgiasBaseUrl: string | null;
  readonly brevoBaseUrl: string | null;
  /** Null: real accounts. */
  readonly demo: Demo | null;
}

/** Starts store, Temporal, sandbox, worker and API, each stopped by `shutdown` in reverse order. */
export async function bringUp(args: DevArguments, { output, shutdown }: BringUpDeps): Promise<Connector> {
  const startup = readStartup(args.config);
  for (const warning of startup.warnings) output.print(`Note: ${warning.sentence}`);
  const { environment } = startup;
  const credentials = credentialsFrom(environment, startup.config.domain);
  const home = openHome(environment.tajoHome);
  const { log, file: logFile } = openDevLog(home, startup.config, output.screen);
  installRuntime(log);
  const keyring = createKeyring({ keys: parseEncryptionKey(home.encryptionKey(environment.encryptionKey)) });
  output.print('Starting Postgres and Temporal …');
  const { store, postgres } = await openOwnStore(environment, keyring, shutdown);
  const temporal = await openTemporal(environment, startup.xdgCacheHome, (line) => output.print(line));
  shutdown.add('Temporal', () => temporal.stop());
  const opening = { startup, credentials, store, home, shutdown };
  if (credentials !== null) {
    const gone = await removeSandbox({ store, keyring, home }, temporal.embeddedAddress);
    if (gone.length > 0) output.print('The sandbox that was tried here is removed: real accounts stand alone.');
  }
  const vendors = await openVendors(opening);
  const shared = {
    config: vendors.demo === null ? startup.config : demoSettings(startup.config),
    store,
    keyring,
    log,
    metrics: createMetrics({ processMetrics: true }),
    temporalAddress: temporal.embeddedAddress,
  };
  const webhookSecrets = home.webhookSecrets(environment.gorgiasWebhookSecrets);
  const worker = await startWorker({ ...shared, environment: vendors, webhookSecrets, schedules: !args.once });
  shutdown.add('worker', () => worker.stop());
  const apiKey = home.apiKey(environment.tajoApiKey);
  const api = await startApi({
    ...shared,
    apiKey,
    webhookSecrets,
    schedules: !args.once,
    host: '127.0.0.1',
    port: environment.port,
    orNext: true,
    uiUrl: temporal.uiUrl,
  });
  shutdown.add('API', () => api.close());
  home.announce({ url: api.url, apiKey });
  const { account, demo } = vendors;
  return {
    account,
    url: api.url,
    apiKey,
    temporal: temporal.address,
    ui: temporal.uiUrl,
    sandbox: demo !== null,
    goLive:
      demo === null
        ? null
        : simulationOf(demo, { webhookUrl: webhookAddress(api.url, account), secrets: webhookSecrets, shutdown }),
    home: shortPath(home.path),
    logFile: logFile === null ? null : shortPath(logFile),
    died: firstOf({ 'The worker': worker.ended, Temporal: temporal.exited, Postgres: postgres.exited }),
  };
}

async function openOwnStore(
  environment: Environment,
  keyring: Keyring,
  shutdown: Shutdown,
): Promise<{ readonly store: Store; readonly postgres: LocalPostgres }> {
  const postgres = await openPostgres(environment);
  shutdown.add('Postgres', () => postgres.stop());
  const store = await openStore({ databaseUrl: postgres.databaseUrl, keyring });
  shutdown.add('store', () => store.close());
  return { store, postgres };
}

/** The name of the part that ends first. */
function firstOf(parts: Readonly<Record<string, Promise<unknown>>>): Promise<string> {
  return Promise.race(Object.entries(parts).map(([name, ended]) => ended.then(() => name)));
}

function simulationOf(
  demo: Demo,
  {
    webhookUrl,
    secrets,
    shutdown,
  }: { readonly webhookUrl: string; readonly secrets: readonly string[]; readonly shutdown: Shutdown },
): NonNullable<Connector['goLive']> {
  return (report) => {
    const stop = demo.goLive({ webhookUrl, secret: secrets[0] ?? null, report });
    // Before the API: what happens while it stops would be told to nobody.
    shutdown.add('sandbox life', () => {
      stop();
      return Promise.resolve();
    });
  };
}

/** Relative below the working folder, absolute elsewhere. */
function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

interface Opening {
  readonly startup: Startup;
  readonly credentials: EnvironmentCredentials | null;
  readonly store: Store;
  readonly home: Home;
  readonly shutdown: Shutdown;
}

/** The real accounts of the environment, or those that were installed before; the sandbox where there is neither. */
async function openVendors(opening: Opening): Promise<VendorAccess> {
  const { startup, credentials, store } = opening;
  const { gorgiasBaseUrl, brevoBaseUrl } = startup.environment;
  if (credentials !== null) {
    const account = accountOf(credentials.domain);
    await store.accounts.save({ account, ...credentials });
    return { account, gorgiasBaseUrl, brevoBaseUrl, demo: null };
  }
  const installed = await realAccounts(store);
  const wanted = accountOf(startup.config.domain);
  const known = installed.find(({ account }) => account === wanted) ?? installed[0];
  if (known !== undefined) return { account: known.account, gorgiasBaseUrl, brevoBaseUrl, demo: null };
  return openSandbox(opening, wanted);
}

async function openSandbox({ startup, store, home, shutdown }: Opening, account: string): Promise<VendorAccess> {
  const demo = await openDemo(home);
  shutdown.add('sandbox', () => demo.close());
  await store.accounts.save({ account, domain: startup.config.domain, sandbox: true, ...demo.credentials });
  return { account, gorgiasBaseUrl: demo.gorgiasUrl, brevoBaseUrl: demo.brevoUrl, demo };
}
