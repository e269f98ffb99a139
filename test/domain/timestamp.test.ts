import fc from 'fast-check';
import { readTimestamp, timestamp } from '../../src/domain/timestamp';

const dates = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('2199-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const micros = fc.integer({ min: 0, max: 999_999 });

const canonical = (date: Date, fraction: number): string =>
  `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(6, '0')}Z`;

describe('A datetime', () => {
  it.each([
    ['2026-08-26T18:39:33.916276+00:00', '2026-08-26T18:39:33.916276Z'],
    ['2021-01-07T13:00:00.123456', '2021-01-07T13:00:00.123456Z'],
    ['2026-08-26T12:30:00+00:00', '2026-08-26T12:30:00.000000Z'],
    ['2026-08-26 12:30:00.5', '2026-08-26T12:30:00.500000Z'],
    ['2026-08-26T12:30:00Z', '2026-08-26T12:30:00.000000Z'],
    ['2026-08-26T02:30:00.000001+05:30', '2026-08-25T21:00:00.000001Z'],
    ['2026-12-31T20:00:00-0400', '2027-01-01T00:00:00.000000Z'],
    ['2026-08-26 20:39:33.9+02', '2026-08-26T18:39:33.900000Z'],
    ['2026-08-26T12:30:00.1234567Z', '2026-08-26T12:30:00.123456Z'],
  ])('%j is kept as %j', (raw, expected) => {
    expect(readTimestamp(raw)).toBe(expected);
  });

  it.each([
    '',
    'None',
    '2026-08-26',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-08-26T24:00:00Z',
    '2026-08-26T12:60:00Z',
    '2026-08-26T12:30:00+99:00',
    '2026-08-26T12:30:00.Z',
    '2026-08-26T12:30:00Z\n',
    '2026-08-26  12:30:00',
    '0000-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
    '0000-06-01T00:00:00Z',
    '9500-01-01T00:00:00Z',
    'Wed, 26 Aug 2026 12:30:00 GMT',
    '1756211400',
  ])('%j is no datetime', (raw) => {
    expect(readTimestamp(raw)).toBeNull();
    expect(() => timestamp(raw)).toThrow(new RangeError('not a datetime'));
  });

  it('in any spelling of one moment becomes one text, without losing a microsecond', () => {
    const spelling = fc.record({
      separator: fc.constantFrom('T', ' '),
      zone: fc.constantFrom('Z', '+00:00', ''),
      trim: fc.boolean(),
    });
    fc.assert(
      fc.property(dates, micros, spelling, (date, fraction, { separator, zone, trim }) => {
        const digits = String(fraction).padStart(6, '0');
        const decimals = trim ? digits.replace(/0+$/, '') : digits;
        const seconds = date.toISOString().slice(0, 19).replace('T', separator);

        const raw = `${seconds}${decimals === '' ? '' : `.${decimals}`}${zone}`;

        expect(readTimestamp(raw)).toBe(canonical(date, fraction));
      }),
    );
  });

  it('sorts as text in the order of time, whatever its offset was', () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.tuple(dates, micros, offset), fc.tuple(dates, micros, offset), (one, other) => {
        const [a, b] = [one, other].map(([date, fraction, minutes]) => {
          const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
          const size = Math.abs(minutes);
          const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
          const time = BigInt(Math.floor(date.getTime() / 1_000)) * 1_000_000n + BigInt(fraction);
          return { time, text: readTimestamp(`${local}.${String(fraction).padStart(6, '0')}${zone}`) ?? '' };
        });

        expect(Math.sign(Number(a!.time - b!.time))).toBe(a!.text < b!.text ? -1 : a!.text > b!.text ? 1 : 0);
      }),
    );
  });

  it('is never made up: any text gives the canonical form or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9T:.Z+ -]{0,35}$/)), (raw) => {
        const result = readTimestamp(raw);

        expect(result ?? '2026-01-01T00:00:00.000000Z').toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
      }),
    );
  });
});

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
