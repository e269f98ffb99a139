import fc from 'fast-check';
import { readBrevoLimit, readBrevoWaitMs } from '../../src/brevo/limits';

const headers = (limit: string, remaining: string, reset: string) => ({
  'x-sib-ratelimit-limit': limit,
  'x-sib-ratelimit-remaining': remaining,
  'x-sib-ratelimit-reset': reset,
});

describe("Brevo's own count", () => {
  it('is read back for every three numbers, with the reset in seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.nat(), fc.nat(100_000), (limit, remaining, reset) => {
        expect(readBrevoLimit(headers(`${limit}`, `${remaining}`, `${reset}`))).toEqual({
          limit,
          remaining,
          resetMs: reset * 1_000,
        });
      }),
    );
  });

  it('is null where an answer carries none or nonsense, and does not need the reset', () => {
    expect(readBrevoLimit({})).toBeNull();
    expect(readBrevoLimit(headers('0', '0', '1'))).toBeNull();
    expect(readBrevoLimit(headers('20, 20', '19, 19', '1'))).toBeNull();
    expect(readBrevoLimit(headers('20', '-1', '1'))).toBeNull();
    expect(readBrevoLimit(headers('20', '19', 'soon'))).toEqual({ limit: 20, remaining: 19, resetMs: null });
  });

  it('is null or sane for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (...texts) => {
        const { limit, remaining } = readBrevoLimit(headers(...texts)) ?? { limit: 1, remaining: 0 };

        expect(limit > 0 && remaining >= 0 && Number.isSafeInteger(limit + remaining)).toBe(true);
      }),
    );
  });
});

describe('The wait after a 429', () => {
  it.each([
    ['1', 1_000],
    ['7', 7_000],
    ['0', 1_000],
    ['86400', 3_600_000],
  ])('is for a reset of %j seconds %d ms', (reset, expected) => {
    expect(readBrevoWaitMs(headers('20', '0', reset), 'brevo.contacts')).toBe(expected);
  });

  it.each([
    ['brevo.contacts', 2_000],
    ['brevo.events', 2_000],
    ['brevo.smtp', 2_000],
    ['brevo.smtp_other', 60_000],
    ['brevo.others', 300_000],
    ['made.up', 300_000],
    ['toString', 300_000],
  ])('is for %s without a usable header %d ms', (group, expected) => {
    expect(readBrevoWaitMs({}, group)).toBe(expected);
    expect(readBrevoWaitMs(headers('', '', '-3'), group)).toBe(expected);
  });

  it('is between one second and one hour for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.bigInt().map(String)), (reset) => {
        expect(readBrevoWaitMs(headers('1', '0', reset))).toBeGreaterThanOrEqual(1_000);
        expect(readBrevoWaitMs(headers('1', '0', reset))).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
