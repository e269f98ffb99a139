import { relative } from 'node:path';
import { type ApiOptions, startApi } from '../api';
import type { RunningServer } from '../api/server';
import { createSignIn, type SignIn } from '../api/sessions/sign-in';
import { signInPath } from '../../packages/sdk/contract/session';
import { credentialsFrom, type EnvironmentCredentials } from '../config/environment/credentials';
import { accountOf } from '../domain/account/gorgias-domain';
import { fileOf } from '../config/file/setting-lines';
import { readStartup, type Startup } from '../config/startup';
import type { ConnectorConfig, Environment } from '../config/types';
import { parseEncryptionKey } from '../crypto/encryption-key';
import { createKeyring, type Keyring } from '../crypto/keyring';
import { openStore } from '../store/open';
import type { Store } from '../store/types';
import { installRuntime } from '../temporal/runtime';
import { startWorker } from '../worker';
import { webhookAddress } from '../webhooks/template';
import { storeStartKeys } from '../activities/accounts/start-keys';
import type { DevArguments } from './arguments';
import type { Connector } from './connector';
import { type Demo, openDemo } from './demo';
import { demoSettings, describeDemoPolicy } from './demo-settings';
import { firstEnd, lossOf } from './first-end';
import { type Home, openHome } from './home';
import { claimHome } from './home-lock';
import { type LocalPostgres, openPostgres } from './local-postgres';
import { type LocalTemporal, openTemporal } from './local-temporal';
import { realAccounts, removeSandbox } from './remove-sandbox';
import { openOwnLog } from './dev-log';
import type { Shutdown } from './shutdown';
import type { StartOutput } from './output';
import { requireSurroundings } from './surroundings';
import { type Watched, watchDecisions } from './watch-decisions';

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
  // Of settings that are about to be made there is nothing to say.
  for (const warning of args.setUp ? [] : startup.warnings) output.note(`Note: ${warning.sentence}`);
  const { environment } = startup;
  if (!args.setUp) await requireSurroundings(environment);
  // Keys of the environment are tried by whoever sets up, before they are kept.
  const credentials = args.setUp ? null : credentialsFrom(environment, startup.config.domain);
  const { home, lost } = await takeHome(environment.tajoHome, { output, shutdown });
  const { logFile, ...observed } = await openOwnLog(startup, home, { output, shutdown });
  installRuntime(observed.log);
  const keyring = createKeyring({ keys: parseEncryptionKey(home.encryptionKey(environment.encryptionKey)) });
  output.print('Starting Postgres and Temporal …');
  const { store, postgres } = await openOwnStore(environment, keyring, shutdown);
  const temporal = await openTemporal(startup, (line) => output.print(line));
  shutdown.add('Temporal', () => temporal.stop());
  const opening = { startup, credentials, store, home, shutdown, setUp: args.setUp };
  await leaveSandbox(opening, { keyring, temporal, output });
  const vendors = await openVendors(opening, output);
  const { account, demo } = vendors;
  const apiKey = home.apiKey(environment.tajoApiKey);
  const shared = {
    config: demo === null ? startup.config : demoSettings(startup.config),
    store,
    keyring,
    ...observed,
    temporalAddress: temporal.embeddedAddress,
    proxies: environment,
    readKey: environment.tajoReadKey,
    schedules: !args.once && !args.setUp,
  };
  const webhookSecrets = home.webhookSecrets(environment.gorgiasWebhookSecrets);
  const worker = await startWorker({
    ...shared,
    environment: { ...environment, ...vendors },
    webhookSecrets,
    deployment: temporal.deployment,
  });
  shutdown.add('worker', () => worker.stop());
  const served = { port: environment.port, uiUrl: temporal.uiUrl, isSandbox: demo !== null };
  const api = await startOwnApi({ ...shared, ...served, apiKey, webhookSecrets }, { output, shutdown });
  home.announce({ url: api.url, apiKey, sandbox: demo?.lookUrl ?? null });
  return {
    account,
    url: api.url,
    apiKey,
    consoleLink: await linkOf(api.url, createSignIn({ apiKey, readKey: null }, store.sessions)),
    temporal: temporal.address,
    ui: temporal.uiUrl,
    settingsFile: fileOf(startup.config),
    sandbox: demo === null ? null : shownSandbox(demo, startup.config),
    goLive: simulationOf(demo, { url: api.url, apiKey, account, webhookSecrets, shutdown, config: shared.config }),
    home: shortPath(home.path),
    logFile: logFile === null ? null : shortPath(logFile),
    died: Promise.race([
      firstEnd({ 'The worker': worker.ended, Temporal: temporal.exited, Postgres: postgres.exited }),
      lossOf(shortPath(home.path), lost),
    ]),
  };
}

function shownSandbox({ gorgiasUrl, brevoUrl }: Demo, config: ConnectorConfig): NonNullable<Connector['sandbox']> {
  return { gorgias: gorgiasUrl, brevo: brevoUrl, policy: describeDemoPolicy(config) };
}

async function startOwnApi(
  options: Omit<ApiOptions, 'host' | 'orNext'>,
  { output, shutdown }: BringUpDeps,
): Promise<RunningServer> {
  const api = await startApi({ ...options, host: '127.0.0.1', orNext: true });
  const { port } = new URL(api.url);
  const wanted = String(options.port);
  if (port !== wanted && wanted !== '0') output.print(`Port ${wanted} is taken, so the API uses ${port}.`);
  shutdown.add('API', () => api.close());
  return api;
}

/** `tajo open` prints the next one. */
async function linkOf(url: string, signIn: SignIn): Promise<string> {
  const { token } = await signIn.makeLink();
  return `${url}${signInPath(token)}`;
}

async function takeHome(
  path: string,
  { output, shutdown }: BringUpDeps,
): Promise<{ readonly home: Home; readonly lost: Promise<void> }> {
  const home = openHome(path);
  const lock = await claimHome({ home: path, say: (line) => output.print(line) });
  shutdown.add('home', () => lock.release());
  return { home, lost: lock.lost };
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

interface LifeOptions extends Pick<Watched, 'url' | 'apiKey' | 'account'> {
  readonly webhookSecrets: readonly string[];
  readonly shutdown: Shutdown;
  readonly config: ConnectorConfig;
}

function simulationOf(
  demo: Demo | null,
  { webhookSecrets, shutdown, config, ...watched }: LifeOptions,
): Connector['goLive'] {
  if (demo === null) return null;
  return (report) => {
    const webhookUrl = webhookAddress(watched.url, watched.account);
    const { waitMs } = config.csat;
    const stop = demo.goLive({ webhookUrl, secret: webhookSecrets[0] ?? null, waitMs, report });
    const stopWatching = watchDecisions({ ...watched, report });
    // Before the API: what happens while it stops would be told to nobody.
    shutdown.add('sandbox life', () => {
      stop();
      stopWatching();
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
  /** Real accounts are about to be set up. */
  readonly setUp: boolean;
}

/** The real accounts of the environment, or those that were installed before; the sandbox where there is neither. */
async function openVendors(opening: Opening, output: StartOutput): Promise<VendorAccess> {
  const { startup, credentials, store, setUp } = opening;
  const { gorgiasBaseUrl, brevoBaseUrl } = startup.environment;
  if (credentials !== null) {
    const account = accountOf(credentials.domain);
    const { config, environment } = startup;
    for (const sentence of await storeStartKeys({ store, config, environment }, credentials))
      output.print(`✗ ${sentence}`);
    return { account, gorgiasBaseUrl, brevoBaseUrl, demo: null };
  }
  const installed = await realAccounts(store);
  const wanted = accountOf(startup.config.domain);
  const known = installed.find(({ account }) => account === wanted) ?? installed[0];
  if (known !== undefined) return { account: known.account, gorgiasBaseUrl, brevoBaseUrl, demo: null };
  if (setUp) return { account: wanted, gorgiasBaseUrl, brevoBaseUrl, demo: null };
  return openSandbox(opening, wanted);
}

/** Real accounts stand alone. */
async function leaveSandbox(
  { startup, credentials, store, home, setUp }: Opening,
  { keyring, temporal, output }: { keyring: Keyring; temporal: LocalTemporal; output: StartOutput },
): Promise<void> {
  if (credentials === null && !setUp) return;
  const reached = { address: temporal.embeddedAddress, proxies: startup.environment };
  const gone = await removeSandbox({ store, keyring, home }, reached);
  if (gone.length > 0) output.print('The sandbox that was tried here is removed: real accounts stand alone.');
}

async function openSandbox({ startup, store, home, shutdown }: Opening, account: string): Promise<VendorAccess> {
  const demo = await openDemo(home);
  shutdown.add('sandbox', () => demo.close());
  await store.accounts.save({ account, domain: startup.config.domain, sandbox: true, ...demo.credentials });
  return { account, gorgiasBaseUrl: demo.gorgiasUrl, brevoBaseUrl: demo.brevoUrl, demo };
}
