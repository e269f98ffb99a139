import { ConnectorError } from '../../src/domain/errors/connector-error';
import { tooMuchAtOnce } from '../../src/domain/errors/too-much-at-once';
import { afterGood, fullSize, type PageSize, smaller } from '../../src/domain/sync/page-size';

describe('the size of a page', () => {
  it('is halved down to a single row', () => {
    const sizes: number[] = [];
    for (let size: PageSize | null = fullSize(100); size !== null; size = smaller(size)) sizes.push(size.limit);

    expect(sizes).toEqual([100, 50, 25, 12, 6, 3, 1]);
  });

  it('is doubled after four pages that came, up to the full one and no further', () => {
    let size: PageSize = { limit: 12, good: 0 };
    const sizes = Array.from({ length: 16 }, () => (size = afterGood(size, 100)).limit);

    expect(sizes).toEqual([12, 12, 12, 24, 24, 24, 24, 48, 48, 48, 48, 96, 96, 96, 96, 100]);
  });
});

describe('a failure of a page', () => {
  const failure = (code: ConstructorParameters<typeof ConnectorError>[0], details: object = {}): ConnectorError =>
    new ConnectorError(code, 'x', { details });

  it.each([
    [failure('gorgias.protocol', { tooLarge: true }), 'too_large'],
    [failure('brevo.protocol', { tooLarge: true }), 'too_large'],
    [failure('gorgias.timeout', { outcomeUnknown: true }), 'too_slow'],
    [failure('brevo.timeout', { outcomeUnknown: true }), 'too_slow'],
    [failure('gorgias.unavailable', { status: 524 }), 'too_slow'],
    [failure('brevo.unavailable', { status: 504 }), 'too_slow'],
    // Nobody was reached: a smaller page would not be, either.
    [failure('gorgias.timeout'), null],
    [failure('gorgias.unavailable', { status: 503 }), null],
    [failure('gorgias.protocol'), null],
    [failure('gorgias.rate_limited', { status: 429 }), null],
    [new Error('x'), null],
  ])('%o says of its size: %s', (thrown, expected) => {
    expect(tooMuchAtOnce(thrown)).toBe(expected);
  });
});
