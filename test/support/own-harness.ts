import { ACCOUNT } from './connector';
import { startTestTemporal, type TestTemporal } from './embedded-temporal';
import { type FullRuns, fullRunsOf, WORLD } from './full-runs';
import {
  closeAll,
  type Closing,
  type ConnectorParts,
  openConnector,
  quietTemporal,
  UNLIMITED,
  type VendorOptions,
  withRate,
} from './open-connector';

/** A test's own vendors and connector, on the Temporal server of its file: for tests that need the account's usual name. */
export interface OwnHarness extends ConnectorParts, FullRuns {}

export interface HarnessOptions extends VendorOptions {
  readonly perSecond?: number;
  readonly burst?: number;
}

/** Gives the tests of a file one Temporal server, and each its own harness; all is closed, even what was only half set up. */
export function useOwnHarness(): (options?: HarnessOptions) => Promise<OwnHarness> {
  let temporal: TestTemporal | null = null;
  const closing: Closing = [];
  beforeAll(async () => {
    quietTemporal();
    temporal = await startTestTemporal();
  });
  afterEach(() => closeAll(closing));
  afterAll(async () => {
    await temporal?.end();
  });
  return async (options = {}) => {
    if (temporal === null) throw new Error('the Temporal server of this file did not come up');
    const { world, gorgias, brevo, missingAttributes, ...rate } = options;
    const parts = await openConnector(closing, {
      temporal,
      vendors: { world: { ...WORLD, ...world }, gorgias, brevo, missingAttributes },
      edit: withRate({ ...UNLIMITED, ...rate }),
    });
    return { ...parts, ...fullRunsOf(closing, { ...parts, account: ACCOUNT }) };
  };
}
