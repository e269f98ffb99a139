import { estimateRecent, estimateRows, minutesFor, pagesFor } from '../../src/domain/sync/sync-estimate';
import { type Timestamp, timestampOf } from '../../src/domain/timestamp';

const day = (number: number): Timestamp => timestampOf(Date.UTC(2026, 0, 1) - number * 86_400_000);

describe('the plan of a sync', () => {
  it('when the sample is the whole list, counts it', () => {
    expect(estimateRows({ createdAt: [day(0), day(1)], complete: true, oldest: day(1) })).toBe(2);
  });

  it('when it is not, takes the density of the sampled days for the whole life of the list', () => {
    const createdAt = Array.from({ length: 201 }, (_, index) => day(index / 100));

    expect(estimateRows({ createdAt, complete: false, oldest: day(200) })).toBeCloseTo(20_100, -3);
  });

  it('counts as recent the share of the life that the window covers', () => {
    const sample = { createdAt: [day(0), day(1)], complete: false, oldest: day(730) };

    expect(estimateRecent(sample, 1_000, 365 * 86_400_000)).toBe(500);
  });

  it('takes the burst above the reserve at once and the rest at the rate', () => {
    expect(minutesFor(465, { perSecond: 2, burst: 40, reserve: 8 })).toBe(3.6);
    expect(minutesFor(10, { perSecond: 2, burst: 40, reserve: 8 })).toBe(0);
  });

  it('asks for an empty list once', () => {
    expect([pagesFor(0), pagesFor(100), pagesFor(101)]).toEqual([1, 1, 2]);
  });
});
