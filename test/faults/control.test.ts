import { eventually, SLOW, type Stage, useStage } from './stage';

/** Pause, resume and cancel lose nothing (design D5). */
describe('a full sync that a person holds', () => {
  const open = useStage(SLOW);

  const asked = ({ sandbox }: Stage): number => sandbox.gorgias.journal.total + sandbox.brevo.journal.total;
  const reading = (stage: Stage): Promise<unknown> =>
    stage.until(({ resources }) => resources.some(({ pages }) => pages >= 2));

  it('when paused, asks for nothing after the slice under way, and when resumed ends right', async () => {
    const stage = await open();
    const run = await stage.begin();
    await reading(stage);
    await stage.connector.control.pause(stage.account);
    const paused = await stage.until(({ state }) => state === 'paused');
    expect(paused.sentence).toContain('resume');
    await quiet(stage);
    const before = asked(stage);
    // The worker is replaced meanwhile: the pause is the run's, not the process'.
    await stage.connector.restartWorker();
    await stage.until(({ state }) => state === 'paused');
    expect(asked(stage)).toBe(before);

    await stage.connector.control.resume(stage.account);
    await run.ended;

    expect(stage.differences()).toEqual([]);
  }, 180_000);

  it('when cancelled, ends as cancelled without another step, and the next run completes', async () => {
    const stage = await open();
    const run = await stage.begin();
    await reading(stage);
    await run.cancel();

    await expect(run.ended).rejects.toThrow();
    expect(await stage.connector.control.latestRun(stage.account)).toMatchObject({ state: 'cancelled' });
    expect(await stage.connector.store.runs.last(stage.account)).toMatchObject({ state: 'cancelled' });

    await stage.run();

    expect(stage.differences()).toEqual([]);
    expect(await stage.connector.store.runs.last(stage.account)).toMatchObject({ state: 'completed' });
  }, 180_000);

  it('when cancelled while paused, ends as cancelled', async () => {
    const stage = await open();
    const run = await stage.begin();
    await reading(stage);
    await stage.connector.control.pause(stage.account);
    await stage.until(({ state }) => state === 'paused');
    await run.cancel();

    await expect(run.ended).rejects.toThrow();
    expect(await stage.connector.control.latestRun(stage.account)).toMatchObject({ state: 'cancelled' });
  }, 180_000);

  /** Until no request is under way or was made for a while: the slice that ran when the pause came is over. */
  async function quiet(stage: Stage): Promise<void> {
    let last = { count: -1, at: 0 };
    await eventually(() => {
      const count = asked(stage);
      if (count !== last.count) last = { count, at: Date.now() };
      return Date.now() - last.at > 1_000;
    });
  }
});
