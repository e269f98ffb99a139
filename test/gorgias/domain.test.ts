import fc from 'fast-check';
import { isConnectorError } from '../../src/domain/errors/connector-error';
import { gorgiasBaseUrl, parseGorgiasDomain } from '../../src/gorgias/domain';

/** Each of these, put into `https://` + value + `.gorgias.com/api`, leaves Gorgias or names no account (measured with Node's URL). */
const ATTACKS = [
  'evil.com/#',
  'evil.com/?',
  'evil.com\\',
  'evil.com:443/',
  'a@evil.com/',
  'a:b@evil.com#',
  '127.0.0.1:7233/',
  '[::1]/',
  '169.254.169.254/#',
  '0x7f.1/#',
  'evil.com\t/#',
  'evil.com',
  '..',
  '',
  ' ',
  'a'.repeat(64),
  '-store',
  'store-',
  'store\n',
  ' store',
  'store.gorgias.com\n',
  'evil%2ecom',
  'store%2f',
  'ｓtore',
  'store．gorgias.com',
  'st_ore',
  'gorgias.com',
  '.gorgias.com',
  'a.b.gorgias.com',
  'store.gorgias.com.evil.com',
  'store.gorgias.com@evil.com',
  'store.gorgias.comevil.com',
  'storegorgias.com',
  'store.gorgias.com:8443',
  'https://store.gorgias.com',
  'Store.gorgias.com',
  'store.GORGIAS.com',
];

describe('A Gorgias domain', () => {
  it.each(['yourstore', 'yourstore.gorgias.com', 'a', '9', 'my-store-2', 'a'.repeat(63)])('%j is accepted', (raw) => {
    const { label, host } = parseGorgiasDomain(raw);

    expect(host).toBe(`${label}.gorgias.com`);
    expect(gorgiasBaseUrl(raw)).toBe(`https://${label}.gorgias.com/api`);
  });

  it.each(ATTACKS)('%j is refused with the fix, before it can become an address', (raw) => {
    const refusal = expect.objectContaining({
      code: 'config.invalid',
      details: { field: 'domain' },
      message: expect.stringMatching(/write it like [a-z0-9-]+\.gorgias\.com$/),
    }) as Error;

    expect(() => parseGorgiasDomain(raw)).toThrow(refusal);
    expect(() => gorgiasBaseUrl(raw)).toThrow(refusal);
    expect(() => gorgiasBaseUrl(raw, 'http://127.0.0.1:4010')).toThrow(refusal);
  });

  it.each([
    'https://MyStore.gorgias.com/app/',
    'mystore.gorgias.com/',
    ' mystore.gorgias.com\n',
    'MYSTORE.gorgias.com',
  ])('pasted as %j is answered with the spelling that would work', (raw) => {
    expect(() => parseGorgiasDomain(raw)).toThrow(/write it like mystore\.gorgias\.com$/);
  });

  it('is never another host, whatever is typed', () => {
    const noise = fc.stringMatching(/^[a-z0-9.:/@#?\\\-%\t\n[\] ]{0,80}$/);
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          noise.map((text) => `${text}.gorgias.com`),
          fc.string({ unit: 'binary' }),
        ),
        (raw) => {
          try {
            const url = new URL(gorgiasBaseUrl(raw));

            expect(url.hostname).toMatch(/^[a-z0-9-]+\.gorgias\.com$/);
            expect({ protocol: url.protocol, port: url.port, username: url.username, pathname: url.pathname }).toEqual({
              protocol: 'https:',
              port: '',
              username: '',
              pathname: '/api',
            });
          } catch (thrown) {
            if (!isConnectorError(thrown, 'config.invalid')) throw thrown;
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('A replaced Gorgias address', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010/api'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010/api'],
    ['http://127.0.0.1:4010/api/', 'http://127.0.0.1:4010/api'],
    ['https://sandbox.example.com/gorgias', 'https://sandbox.example.com/gorgias/api'],
  ])('%j gives the base %j', (override, expected) => {
    expect(gorgiasBaseUrl('yourstore', override)).toBe(expected);
  });

  it.each(['http://10.0.0.1', 'ftp://127.0.0.1', 'https://a:b@example.com', 'nonsense'])(
    '%j is refused',
    (override) => {
      expect(() => gorgiasBaseUrl('yourstore', override)).toThrow(
        expect.objectContaining({ code: 'config.invalid', details: { field: 'GORGIAS_BASE_URL' } }) as Error,
      );
    },
  );
});
