import { createClient } from '../../src/temporal/connect';
import { testKeyring } from '../store/stores';

/** Closes its connection while calls to a server that is not there are tried again. Says what it had done, and how the calls ended. */
async function main([address = '']: readonly string[]): Promise<void> {
  const { client, connection, close } = createClient({ keyring: testKeyring(), address, proxies: {} });
  let failed = 0;
  const calls = Array.from({ length: 20 }, (_, index) =>
    connection
      .withDeadline(Date.now() + 30_000, () => client.workflow.getHandle(`nobody-${String(index)}`).signal('resume'))
      .catch(() => void (failed += 1)),
  );
  // One that is not tried again tells that the others have failed for the first time, too.
  await connection.withDeadline(Date.now() + 1_000, () => connection.healthService.check({})).catch(() => undefined);
  const underWay = calls.length - failed;
  await close();
  await Promise.all(calls);
  process.stdout.write(`${JSON.stringify({ underWay, failed })}\n`);
}

void main(process.argv.slice(2));
