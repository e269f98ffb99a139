import { DefaultLogger, Runtime } from '@temporalio/worker';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import { BREVO_KEY, GORGIAS, startTestConnector, type TestConnector, type TestConnectorOptions } from './connector';
import { startTestTemporal, type TestTemporal } from './embedded-temporal';

/** What has to be closed, in the order in which it was opened. */
export type Closing = (() => Promise<unknown>)[];

export type VendorOptions = Pick<SandboxOptions, 'world' | 'gorgias' | 'brevo' | 'missingAttributes'>;

export interface ConnectorParts {
  readonly temporal: TestTemporal;
  readonly sandbox: Sandbox;
  readonly connector: TestConnector;
}

interface Wanted extends Pick<TestConnectorOptions, 'edit' | 'databaseUrl' | 'keyring'> {
  readonly vendors: VendorOptions;
  /** Default: one of its own, that ends with it. */
  readonly temporal?: TestTemporal | undefined;
  /** Happens in the sandbox before the connector is installed. */
  readonly past?: ((sandbox: Sandbox) => Promise<void>) | undefined;
}

/** Vendors, Temporal and a connector between them: what every scenario stands on. All is real, and all is pushed onto `closing`. */
export async function openConnector(closing: Closing, wanted: Wanted): Promise<ConnectorParts> {
  quietTemporal();
  const temporal = wanted.temporal ?? (await startTestTemporal());
  if (wanted.temporal === undefined) closing.push(() => temporal.end());
  const sandbox = await openVendors(closing, wanted.vendors);
  await wanted.past?.(sandbox);
  const { edit, databaseUrl, keyring } = wanted;
  const connector = await startTestConnector({
    gorgiasUrl: sandbox.gorgias.url,
    brevoUrl: sandbox.brevo.url,
    temporalAddress: temporal.address,
    ...(edit === undefined ? {} : { edit }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(keyring === undefined ? {} : { keyring }),
  });
  closing.push(() => connector.end());
  return { temporal, sandbox, connector };
}

/** Vendors without limits of their own, unless the scenario is about them. */
export async function openVendors(closing: Closing, options: VendorOptions): Promise<Sandbox> {
  const sandbox = await startSandbox({
    ...options,
    gorgias: { rate: null, ...options.gorgias },
    brevo: { limits: 'off', importDelayMs: 100, ...options.brevo },
    credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
  });
  closing.push(() => sandbox.close());
  return sandbox;
}

let isQuiet = false;

/** The worker would print every fault that a scenario plans. There is one runtime for all workers of a file. */
export function quietTemporal(): void {
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
}

/** Newest first. One that fails to close must not leave the others open: jest would hang. */
export async function closeAll(closing: Closing): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closing.splice(0).reverse()) await close().catch((thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}

/** The shipped example with another rate, and all of it for whoever comes first. */
export function withRate({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) {
  return (yaml: string): string =>
    yaml
      .replace(/per_second: \d+/, `per_second: ${String(perSecond)}`)
      .replace(/burst: \d+/, `burst: ${String(burst)}`)
      .replace(/reserve: \d+/, 'reserve: 0');
}

/** So fast that what a scenario is about decides how long it takes. */
export const UNLIMITED = { perSecond: 100, burst: 1_000 };
