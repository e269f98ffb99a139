import fc from 'fast-check';
import { readGorgiasLimit, readRetryAfterMs } from '../../src/gorgias/limits';

const limitOf = (value: string) => readGorgiasLimit({ 'x-gorgias-account-api-call-limit': value });
const waitOf = (value: string) => readRetryAfterMs({ 'retry-after': value });

describe("The account's own count", () => {
  it('is read back for every pair of numbers', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.integer({ min: 1, max: 999_999 }), (used, limit) => {
        expect(limitOf(`${used}/${limit}`)).toEqual({ used, limit });
      }),
    );
  });

  it.each(['', '19', '/80', '19/', '19/0', '-1/40', '1.5/40', '19/80, 20/80', 'a/b', '19/80/1', '9999999999/40'])(
    'is not guessed from %j',
    (value) => {
      expect(limitOf(value)).toBeNull();
    },
  );

  it('is null without the header, and null or sane for any text', () => {
    expect(readGorgiasLimit({})).toBeNull();
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { used, limit } = limitOf(value) ?? { used: 0, limit: 1 };

        expect(Number.isSafeInteger(used) && used >= 0 && Number.isSafeInteger(limit) && limit > 0).toBe(true);
      }),
    );
  });
});

describe('The wait after a 429', () => {
  it.each([
    ['7', 7_000],
    [' 12 ', 12_000],
    ['0', 1_000],
    ['0.2', 1_000],
    ['2.5', 2_500],
    ['3600', 60_000],
    ['99999999999999999999', 60_000],
  ])('is for Retry-After %j %d ms', (value, expected) => {
    expect(waitOf(value)).toBe(expected);
  });

  it.each(['', 'soon', '-5', 'NaN', 'Infinity', '0x10', '7, 8', 'Wed, 26 Aug 2026 12:30:00 GMT'])(
    'is for the nonsense %j the time in which the bucket empties',
    (value) => {
      expect(waitOf(value)).toBe(20_000);
    },
  );

  it('is between one second and one minute for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.bigInt().map(String)), (value) => {
        expect(waitOf(value)).toBeGreaterThanOrEqual(1_000);
        expect(waitOf(value)).toBeLessThanOrEqual(60_000);
      }),
    );
    expect(readRetryAfterMs({})).toBe(20_000);
  });
});
