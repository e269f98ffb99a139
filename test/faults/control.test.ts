import { eventually } from '../support/eventually';
import { SLOW, type Harness, useHarness } from './harness';

/** Pause, resume and cancel lose nothing (design D5). */
describe('a full sync that a person holds', () => {
  const open = useHarness(SLOW);

  const asked = ({ sandbox }: Harness): number => sandbox.gorgias.journal.total + sandbox.brevo.journal.total;
  const reading = (harness: Harness): Promise<unknown> =>
    harness.until(({ resources }) => resources.some(({ pages }) => pages >= 2));

  it('when paused, asks for nothing after the slice under way, and when resumed ends right', async () => {
    const harness = await open();
    const run = await harness.begin();
    await reading(harness);
    await harness.connector.control.pause(harness.account);
    const paused = await harness.until(({ state }) => state === 'paused');
    expect(paused.sentence).toContain('resume');
    await quiet(harness);
    const before = asked(harness);
    // The worker is replaced meanwhile: the pause is the run's, not the process'.
    await harness.connector.restartWorker();
    await harness.until(({ state }) => state === 'paused');
    expect(asked(harness)).toBe(before);

    await harness.connector.control.resume(harness.account);
    await run.ended;

    expect(harness.differences()).toEqual([]);
  });

  it('when cancelled, ends as cancelled without another step, and the next run completes', async () => {
    const harness = await open();
    const run = await harness.begin();
    await reading(harness);
    await run.cancel();

    await expect(run.ended).rejects.toThrow();
    expect(await harness.connector.control.latestRun(harness.account)).toMatchObject({ state: 'cancelled' });
    expect(await harness.connector.store.runs.last(harness.account)).toMatchObject({ state: 'cancelled' });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(await harness.connector.store.runs.last(harness.account)).toMatchObject({ state: 'completed' });
  });

  it('when cancelled while paused, ends as cancelled', async () => {
    const harness = await open();
    const run = await harness.begin();
    await reading(harness);
    await harness.connector.control.pause(harness.account);
    await harness.until(({ state }) => state === 'paused');
    await run.cancel();

    await expect(run.ended).rejects.toThrow();
    expect(await harness.connector.control.latestRun(harness.account)).toMatchObject({ state: 'cancelled' });
  });

  /** Until no request is under way or was made for a while: the slice that ran when the pause came is over. */
  async function quiet(harness: Harness): Promise<void> {
    let last = { count: -1, at: 0 };
    await eventually(() => {
      const count = asked(harness);
      if (count !== last.count) last = { count, at: Date.now() };
      return Date.now() - last.at > 1_000;
    });
  }
});
