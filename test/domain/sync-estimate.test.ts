import { estimateRecent, estimateRows, minutesFor, pagesFor } from '../../src/domain/sync/sync-estimate';
import { type Timestamp, timestampOf } from '../../src/domain/timestamp';

const day = (number: number): Timestamp => timestampOf(Date.UTC(2026, 0, 1) - number * 86_400_000);

describe('the plan of a sync', () => {
  it('when the sample is the whole list, counts it', () => {
    const sample = { createdAt: [day(0), day(1)], complete: true, oldest: [] };

    expect([estimateRows(sample), estimateRecent(sample, 2, 86_400_000 / 2)]).toEqual([2, 1]);
  });

  it('when it is not, and rows come as often as ever, takes their density for the whole life of the list', () => {
    const createdAt = Array.from({ length: 201 }, (_, index) => day(index / 100));
    const oldest = Array.from({ length: 101 }, (_, index) => day(200 - index / 100));

    expect(estimateRows({ createdAt, complete: false, oldest })).toBeCloseTo(20_100, -3);
  });

  it('of a shop that grows or shrinks it takes the middle, and what was moved in at once says nothing', () => {
    const createdAt = Array.from({ length: 201 }, (_, index) => day(index / 100));
    const since = (perDay: number) => Array.from({ length: 101 }, (_, index) => day(200 - index / perDay));
    const thousands = (perDay: number) => estimateRows({ createdAt, complete: false, oldest: since(perDay) }) / 1_000;

    expect([20, 200, 1_000_000].map((perDay) => Math.round(thousands(perDay)))).toEqual([12, 30, 20]);
  });

  it('counts as recent what lies in the window, where the sample reaches so far, else the share of the life that it covers', () => {
    const sample = { createdAt: [day(0), day(1), day(2)], complete: false, oldest: [day(730)] };

    expect(estimateRecent(sample, 1_000, 365 * 86_400_000)).toBe(500);
    expect(estimateRecent(sample, 1_000, 1.5 * 86_400_000)).toBe(2);
  });

  it('takes the burst above the reserve at once and the rest at the rate', () => {
    expect(minutesFor(465, { perSecond: 2, burst: 40, reserve: 8 })).toBe(3.6);
    expect(minutesFor(10, { perSecond: 2, burst: 40, reserve: 8 })).toBe(0);
  });

  it('asks for an empty list once', () => {
    expect([pagesFor(0), pagesFor(100), pagesFor(101)]).toEqual([1, 1, 2]);
  });
});
