import { unsafeWrites } from './politeness';
import { SLOW, useStage } from './stage';

/** The Temporal server may go and come back at any time: worker and run find each other again (handbook reliability 7.3, C5). */
describe('a full sync whose Temporal server is restarted', () => {
  const open = useStage(SLOW);

  it('when that happens twice in the middle of a run, goes on by itself and ends right', async () => {
    const stage = await open();
    const run = await stage.begin();

    await stage.until(({ resources }) => resources.some(({ rows }) => rows >= 40));
    await stage.temporal.restart();
    await stage.until(
      ({ phase, resources }) => phase === 'enriching' || resources.filter(({ done }) => done).length >= 2,
    );
    await stage.temporal.restart();
    const totals = await run.ended;

    expect(stage.differences()).toEqual([]);
    expect(totals.rows).toBeGreaterThanOrEqual(160 + 300);
    expect(unsafeWrites(stage.sandbox.brevo.journal.requests())).toEqual([]);
    expect(stage.sandbox.gorgias.journal.count({ status: 429 })).toBe(0);
  }, 180_000);
});
