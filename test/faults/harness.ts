import type { Keyring } from '../../src/crypto/keyring';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';
import { type FullRuns, fullRunsOf, WORLD } from '../support/full-runs';
import {
  closeAll,
  type Closing,
  type ConnectorParts,
  openVendors,
  quietTemporal,
  UNLIMITED,
  type VendorOptions,
  withRate,
} from '../support/open-connector';

export { UNLIMITED };
/** A run takes long enough to be met in its middle. */
export const SLOW = { perSecond: 12, burst: 2 };

/** A test's own vendors and account; Temporal and the connector are its file's. */
export interface Harness extends ConnectorParts, FullRuns {
  readonly account: string;
  saveKeys(keys: { readonly gorgiasApiKey?: string; readonly brevoApiKey?: string }): Promise<void>;
  /** What the connector has logged in this test. */
  logs(): string;
}

interface SharedServers {
  readonly temporal: TestTemporal;
  readonly connector: TestConnector;
  readonly ports: { readonly gorgias: number; readonly brevo: number };
}

/**
 * Gives the tests of a file one Temporal server and one connector, and each its own vendors (on the same ports) and its own account. All is
 * closed, even what was only half set up.
 */
export function useHarness(
  rate: { readonly perSecond: number; readonly burst: number },
  keyring?: Keyring,
): (options?: VendorOptions) => Promise<Harness> {
  let servers: SharedServers | null = null;
  const closingFile: Closing = [];
  const closingTest: Closing = [];
  beforeAll(async () => {
    servers = await openServers(closingFile, rate, keyring);
  });
  afterEach(() => closeAll(closingTest));
  afterAll(() => closeAll(closingFile));
  let opened = 0;
  return (options = {}) => {
    if (servers === null) throw new Error('the connector of this file did not come up');
    return openHarness(servers, closingTest, { account: `store-${String((opened += 1))}`, options });
  };
}

async function openServers(
  closing: Closing,
  rate: { readonly perSecond: number; readonly burst: number },
  keyring: Keyring | undefined,
): Promise<SharedServers> {
  quietTemporal();
  const temporal = await startTestTemporal();
  closing.push(() => temporal.end());
  // Below the ports that the system gives out by itself and two for each process, so that nobody takes them between two tests.
  const gorgias = await findFreePort(20_000 + (process.pid % 5_000) * 2);
  const brevo = await findFreePort(gorgias + 1);
  const connector = await startTestConnector({
    gorgiasUrl: `http://127.0.0.1:${String(gorgias)}`,
    brevoUrl: `http://127.0.0.1:${String(brevo)}/v3`,
    temporalAddress: temporal.address,
    ...(keyring === undefined ? {} : { keyring }),
    edit: withRate(rate),
  });
  closing.push(() => connector.end());
  return { temporal, connector, ports: { gorgias, brevo } };
}

async function openHarness(
  { temporal, connector, ports }: SharedServers,
  closing: Closing,
  { account, options }: { readonly account: string; readonly options: VendorOptions },
): Promise<Harness> {
  const logged = connector.logs().length;
  const sandbox = await openVendors(closing, {
    ...options,
    world: { ...WORLD, ...options.world },
    gorgias: { port: ports.gorgias, ...options.gorgias },
    brevo: { port: ports.brevo, ...options.brevo },
  });
  const saveKeys: Harness['saveKeys'] = (keys) =>
    connector.store.accounts.save({
      account,
      domain: `${account}.gorgias.com`,
      email: GORGIAS.email,
      gorgiasApiKey: GORGIAS.apiKey,
      brevoApiKey: BREVO_KEY,
      ...keys,
    });
  await saveKeys({});
  return {
    temporal,
    sandbox,
    connector,
    account,
    saveKeys,
    ...fullRunsOf(closing, { connector, sandbox, account }),
    logs: () => connector.logs().slice(logged),
  };
}
