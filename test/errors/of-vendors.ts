import { createTransport } from '../../src/http/transport';
import type { Vendor } from '../../src/http/vendor';
import type { Fault } from '../../packages/sandbox/http/fault-types';
import type { Transport } from '../../src/http/types';
import type { Scenario } from './scenario';
import { failedActivity, type Shown } from './shown';

/** The check of that code in what `tajo connectors test gorgias` answers: through API, Temporal and worker to the sandbox. */
export async function checked({ door }: Scenario, code: string): Promise<Shown> {
  const { ok, checks } = await door.tajo.connectors.test('gorgias');
  expect(ok).toBe(false);
  const check = checks.find((one) => one.code === code);
  return { code: check?.code ?? '', text: check?.sentence ?? JSON.stringify(checks), exitCode: null };
}

/** An activity's request that meets this fault. */
export function meeting(vendor: Vendor, fault: Fault, call: (scenario: Scenario) => Promise<unknown>) {
  return (scenario: Scenario): Promise<readonly Shown[]> => {
    scenario.harness.sandbox[vendor].faults.add(fault);
    return failedActivity(() => call(scenario));
  };
}

/** One with little patience; the vendor never answers. */
export async function waiting(
  vendor: Vendor,
  { harness }: Scenario,
  call: (transport: Transport) => Promise<unknown>,
): Promise<readonly Shown[]> {
  const { url, faults } = harness.sandbox[vendor];
  faults.add({ kind: 'hang' });
  const transport = createTransport({
    ...{ vendor, origin: url, headers: () => Promise.resolve({}) },
    timeouts: { headersMs: 100 },
  });
  try {
    return await failedActivity(() => call(transport));
  } finally {
    await transport.close();
  }
}
