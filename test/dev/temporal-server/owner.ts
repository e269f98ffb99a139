import { startTemporal } from '../../../src/dev/temporal-server/start-temporal';

/** A process that owns an embedded server: `owner.ts CLI HOME`. Prints its handle; drains for a while after SIGINT. */
const DRAIN_MS = 500;

async function main(cliPath: string, home: string): Promise<void> {
  const searchAttributes = { GorgiasAccount: 'Keyword', Outcome: 'Keyword' } as const;
  const temporal = await startTemporal({ cliPath, home, port: 0, uiPort: 0, searchAttributes, log: () => undefined });
  console.log(JSON.stringify({ address: temporal.address, pid: temporal.pid }));
  const keepRunning = setInterval(() => undefined, 1_000);
  process.once('SIGINT', () => {
    setTimeout(() => {
      let ended = false;
      void temporal.exited.then(() => (ended = true));
      setImmediate(() => {
        console.log(ended ? 'server gone while draining' : 'server there while draining');
        clearInterval(keepRunning);
        void temporal.stop();
      });
    }, DRAIN_MS);
  });
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
