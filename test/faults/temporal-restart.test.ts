import { eventually } from '../support/eventually';
import { closeAll, type Closing, openConnector } from '../support/open-connector';
import { unsafeWrites } from './politeness';
import { SLOW, useHarness } from './harness';

/** The Temporal server may go and come back at any time: worker and run find each other again (handbook reliability 7.3, C5). */
describe('a full sync whose Temporal server is restarted', () => {
  const open = useHarness(SLOW);

  it('when that happens twice in the middle of a run, goes on by itself and ends right', async () => {
    const harness = await open();
    const run = await harness.begin();

    await harness.until(({ resources }) => resources.some(({ rows }) => rows >= 40));
    await harness.temporal.restart();
    await harness.until(
      ({ phase, resources }) => phase === 'enriching' || resources.filter(({ done }) => done).length >= 2,
    );
    await harness.temporal.restart();
    const totals = await run.ended;

    expect(harness.differences()).toEqual([]);
    expect(totals.rows).toBeGreaterThanOrEqual(160 + 300);
    expect(unsafeWrites(harness.sandbox.brevo.journal.requests())).toEqual([]);
    expect(harness.sandbox.gorgias.journal.count({ status: 429 })).toBe(0);
  });
});

describe('a worker whose Temporal server stands still', () => {
  const closing: Closing = [];
  afterAll(() => closeAll(closing));

  it('when it is asked to stop, waits no longer for what the server owes it', async () => {
    const { connector, temporal } = await openConnector(closing, {
      vendors: { world: { seed: 3, customers: 2, tickets: 2, surveys: 0 } },
    });
    const worker = await connector.startWorkerBeside({ deployment: { mode: 'automatic', everyMs: 50 } });
    const wake = () => process.kill(temporal.pid, 'SIGCONT');
    closing.push(() => Promise.resolve(wake()));
    process.kill(temporal.pid, 'SIGSTOP');
    await eventually(async () => !(await worker.readiness()).temporal);

    const stopped = worker.stop();
    await eventually(() => connector.logs().includes('deployment.look_failed'));
    // Temporal's own core would wait for half a minute to say good-bye.
    wake();

    await stopped;
  });
});
