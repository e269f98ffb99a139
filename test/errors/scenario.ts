import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Activities, createActivities } from '../../src/activities';
import { createVendors, type Vendors } from '../../src/activities/vendor-clients';
import { createApp } from '../../src/api/app';
import type { ConnectorControl } from '../../src/control/control';
import { listen } from '../../src/api/server';
import type { BrevoClient } from '../../src/brevo/types';
import type { ConnectorConfig } from '../../src/config/types';
import type { GorgiasClient } from '../../src/gorgias/types';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { TajoClient } from '../../packages/sdk/index';
import { type CallApi, createApiCall } from '../../packages/sdk/client/api-call';
import { createClient } from '../../src/temporal/connect';
import { createConnectorControl } from '../../src/control/connector-control';
import { API_KEY, READ_KEY } from '../api/running-api';
import { type LiveHarness, openLiveHarness, shortTimes } from '../live/harness';
import { ACCOUNT, testConfig } from '../support/connector';
import { thrownBy } from './shown';

/** An API and who asks it. */
export interface Door {
  readonly url: string;
  readonly tajo: TajoClient;
  readonly call: CallApi;
}

/** A whole connector on a sandbox, and what goes wrong in it. */
export interface Scenario {
  readonly harness: LiveHarness;
  readonly door: Door;
  /** Its Temporal does not answer, it has no webhook secret, and `plan` meets a fault of its own. */
  readonly brokenDoor: Door;
  /** Its tajo.yaml says `enabled: false`. */
  readonly offDoor: Door;
  /** What its callers get who ask for a sync. Asked for at once, because it takes all the patience that the connector has. */
  readonly unanswered: Promise<unknown>;
  readonly gorgias: GorgiasClient;
  readonly brevo: BrevoClient;
  /** Of a worker whose tajo.yaml says `enabled: false`. */
  readonly brevoWhenOff: BrevoClient;
  readonly activities: Activities;
  /** For files that are made up. */
  readonly folder: string;
  end(): Promise<void>;
}

type Close = () => unknown;

export async function openScenario(): Promise<Scenario> {
  const closing: Close[] = [];
  const end = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return { ...(await open(closing)), end };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

async function open(closing: Close[]): Promise<Omit<Scenario, 'end'>> {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-errors-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const harness = await openLiveHarness();
  closing.push(() => harness.end());
  const config = testConfig(shortTimes);
  const { control, store, keyring } = harness.connector;
  const nowhere = createClient({ keyring, address: '127.0.0.1:1', proxies: {} });
  closing.push(() => nowhere.close());
  const to = (client: typeof nowhere.client) => ({ client, store, syncEveryMs: () => null });
  const off = createConnectorControl({
    ...to(harness.connector.client),
    settingsOf: () => ({ ...config, enabled: false }),
  });
  const broken: ConnectorControl = {
    ...createConnectorControl({ ...to(nowhere.client), settingsOf: () => config }),
    plan: () => Promise.reject(new TypeError('planted')),
  };
  const brokenDoor = await openDoor(harness, broken, [], closing);
  const unanswered = thrownBy(() => brokenDoor.tajo.connectors.sync('gorgias', { wait: false }));
  unanswered.catch(() => undefined);
  return {
    ...{ harness, folder, brokenDoor, unanswered },
    offDoor: await openDoor(harness, off, [], closing),
    door: await openDoor(harness, control, ['the-right-webhook-secret'], closing),
    ...actors(harness, config, closing),
  };
}

async function openDoor(
  { connector }: LiveHarness,
  control: ConnectorControl,
  webhookSecrets: readonly string[],
  closing: Close[],
): Promise<Door> {
  const app = createApp({
    log: createLog({ level: 'error', json: true, destination: { write: () => undefined } }),
    ...{
      metrics: createMetrics(),
      apiKey: API_KEY,
      readKey: READ_KEY,
      store: connector.store,
      connector: control,
      webhookSecrets,
    },
    ...{ readiness: () => Promise.resolve({ temporal: true, store: true }), uiUrl: null, requestsPerSecond: 1_000 },
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  closing.push(() => server.close(0));
  const { url } = server;
  return { url, tajo: new TajoClient({ url, apiKey: API_KEY }), call: createApiCall({ url, apiKey: API_KEY }) };
}

type Actors = Pick<Scenario, 'gorgias' | 'brevo' | 'brevoWhenOff' | 'activities'>;

/** What the worker acts by. */
function actors({ connector, sandbox }: LiveHarness, config: ConnectorConfig, closing: Close[]): Actors {
  const { store } = connector;
  const silent = (): undefined => undefined;
  const log = { info: silent, warn: silent, error: silent };
  const [vendors, whenOff] = [config, { ...config, enabled: false }].map((settings) =>
    createVendors({
      ...{ store, configOf: () => settings, onCall: () => undefined, log },
      ...{ gorgiasBaseUrl: sandbox.gorgias.url, brevoBaseUrl: sandbox.brevo.url },
    }),
  ) as [Vendors, Vendors];
  closing.push(() => Promise.all([vendors.close(), whenOff.close()]));
  const activities = createActivities({
    ...{ store, configOf: () => config, clockAheadMs: () => null, now: () => new Date() },
    ...{ signalTicket: () => Promise.resolve(), signalCampaign: () => Promise.resolve() },
    gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
    withKeys: (account, keys) => vendors.withKeys(account, keys),
    answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
    brevo: (account, asker) => vendors.brevo(account, asker),
    log,
  });
  const [brevo, brevoWhenOff] = [vendors.brevo(ACCOUNT), whenOff.brevo(ACCOUNT)];
  return { activities, brevo, brevoWhenOff, gorgias: vendors.gorgias(ACCOUNT, 'live') };
}
