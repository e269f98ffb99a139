import { laneReserve } from '../../src/activities/lane-reserve';

const GORGIAS = { perSecond: 2, burst: 40, reserve: 8 };

describe('what a lane leaves in the bucket', () => {
  it('is more and more from live traffic down to enrichment', () => {
    const kept = (['live', 'feed', 'backfill', 'enrichment'] as const).map((lane) => laneReserve(lane, GORGIAS).keep);

    expect(kept).toEqual([2, 4, 8, 12]);
  });

  it('is less than live traffic leaves for a lane that is behind, so that there is something to take, and what jitter needs', () => {
    for (const burst of [4, 8, 40, 200]) {
      const rate = { ...GORGIAS, burst, reserve: 2 };
      const live = laneReserve('live', rate);
      for (const lane of ['feed', 'backfill'] as const) {
        const { keepBehind, behindAfterMs } = laneReserve(lane, rate);
        expect(live.keep - keepBehind).toBe(1);
        expect(keepBehind).toBeGreaterThanOrEqual(Math.min(1, burst / 4));
        expect(behindAfterMs).toBeLessThanOrEqual(60_000);
      }
    }
  });

  it('is never less for live traffic, which is behind nobody, nor for enrichment, which waits for all', () => {
    expect(laneReserve('live', GORGIAS).behindAfterMs).toBe(Infinity);
    expect(laneReserve('enrichment', GORGIAS).behindAfterMs).toBe(Infinity);
  });
});
