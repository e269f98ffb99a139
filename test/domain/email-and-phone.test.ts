import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js/max';
import { asciiHost, normaliseEmail } from '../../src/domain/email';
import { isPhoneCountry, normalisePhone, phoneDigits } from '../../src/domain/contact/phone';

describe('an e-mail address', () => {
  it.each([
    ['Anna.K@Example.COM', 'anna.k@example.com'],
    ['  a@b.co ', 'a@b.co'],
    ['\u00a0a@b.co\ufeff', 'a@b.co'],
    ['first+tag@sub.example.org', 'first+tag@sub.example.org'],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ['info@münchen-laden.de', 'info@xn--mnchen-laden-dlb.de'],
    ['Jürgen@MÜLLER.de', 'jürgen@xn--mller-kva.de'],
    ['anna@straße.de', 'anna@xn--strae-oqa.de'],
    ['ram@उदाहरण.com', 'ram@xn--p1b6ci4b4b3a.com'],
    ['info@xn--mnchen-laden-dlb.de', 'info@xn--mnchen-laden-dlb.de'],
    // The Kelvin sign, whose small letter is k: Kate is somebody else.
    ['\u212Aate@shop.example', '\u212Aate@shop.example'],
    ['\u0130an@shop.example', '\u0130an@shop.example'],
  ])('when it is %s becomes %s', (raw, email) => {
    expect(normaliseEmail(raw)).toBe(email);
  });

  it.each([
    '',
    'none',
    'nobody',
    'a@b',
    '@example.com',
    'a@@b.com',
    'x@y@example.org',
    'a b@example.com',
    'maria silva@example.com',
    'maria\u00a0silva@example.com',
    'maria\u200bsilva@example.com',
    'maria\u2060@example.com',
    'maria\u00adsilva@example.com',
    'maria@exam\u200dple.com',
    '\u200bmaria@example.com',
    'maria\u3164@example.com',
    'maria\u2800@example.com',
    'maria\0@example.com',
    'maria\ud800@example.com',
    'a@example..com',
    '.a@example.com',
    'a@-b.com',
    'a@-ü.com',
    'a@ü-.com',
    'a@b_ü.com',
    'a@ü/.com',
    'a@ü.com:80',
    'a@b.com, c@d.com',
    'a@example.com, b@example.com',
    'a@b.com;c@d.com',
    'Anna <a@b.com>',
    'a@1.2.3.4',
    'a@[1.2.3.4]',
    'a@ü.12',
    `a@${'ü'.repeat(63)}.de`,
    `${'x'.repeat(65)}@b.com`,
  ])('when it is %p is refused, never repaired', (raw) => {
    expect(normaliseEmail(raw)).toBeNull();
  });

  it('has a host in ASCII, of at least two labels, and stays the same when it is normalised again, whatever was given', () => {
    const letters = fc.constantFrom(
      'a',
      'Z',
      'ü',
      'ß',
      '日',
      '9',
      '-',
      '.',
      '@',
      ' ',
      '\u200b',
      ',',
      '_',
      '١',
      'ａ',
      'İ',
    );
    const near = fc.string({ unit: letters, maxLength: 30 });
    const shape = /^[^\s@]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/u;
    const raw = fc.oneof(
      fc.emailAddress(),
      near,
      fc.tuple(near, near).map(([local, host]) => `${local}@${host}.de`),
    );
    fc.assert(
      fc.property(raw, (given) => {
        const once = normaliseEmail(given);
        if (once === null) return;
        expect(once).toMatch(shape);
        expect(once.length).toBeLessThanOrEqual(254);
        expect(normaliseEmail(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that people use every day is one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,20}[a-z0-9]$/), (local) => {
        fc.pre(!local.includes('..'));
        expect(normaliseEmail(`${local.toUpperCase()}@Example.com`)).toBe(`${local}@example.com`);
      }),
    );
  });

  it.each(['a/b', 'a:80', 'a@b', 'a?b', 'a#b', 'ü/b', 'ü:80', 'ü@b', 'ü?b', 'ü#b', 'ü%2e', 'ü b'])(
    'has no host %p: what would be another part of a URL is none',
    (host) => {
      expect(asciiHost(host)).toBeNull();
    },
  );
});

describe('a phone number with its country code', () => {
  it.each([
    ['+33 6 12 34 56 78', '+33612345678'],
    ['0033612345678', '+33612345678'],
    ['+1 (415) 555-0100', '+14155550100'],
    ['+49 30 901820', '+4930901820'],
    ['+91 98765 43210', '+919876543210'],
    ['+81-3-1234-5678', '+81312345678'],
  ])('when it is %s becomes %s, whatever the country of the others', (raw, phone) => {
    for (const country of [null, 'US', 'DE']) expect(normalisePhone(raw, country)).toBe(phone);
  });

  it.each(['call me', '', '12345', '+', '+999999999999999', 'tel: +33612345678', '+33612345678 / +33698765432'])(
    'when it is %p is no number, and none is guessed',
    (raw) => {
      for (const country of [null, 'US', 'FR']) expect(normalisePhone(raw, country)).toBeNull();
    },
  );

  it('is compared by its digits, as Brevo reads it back', () => {
    expect(phoneDigits('+33612345678')).toBe('33612345678');
  });
});

describe('a phone number without its country code', () => {
  it.each(['3105551234', '6505551234', '020 7946 0958', '06 12 34 56 78', '33612345678', '4915112345678'])(
    'when it is %s and no country is set, is no number',
    (raw) => {
      expect(normalisePhone(raw, null)).toBeNull();
    },
  );

  it.each([
    ['3105551234', 'US', '+13105551234'],
    ['6505551234', 'US', '+16505551234'],
    ['(416) 555-1234', 'US', '+14165551234'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['07911 123456', 'GB', '+447911123456'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['612345678', 'FR', '+33612345678'],
    ['0612345678', 'NL', '+31612345678'],
    ['8 912 345 67 89', 'RU', '+79123456789'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['030 901820', 'DE', '+4930901820'],
  ])('when it is %s and the country is %s, becomes %s', (raw, country, phone) => {
    expect(normalisePhone(raw, country)).toBe(phone);
  });

  it.each([
    ['13105551234', 'US', '+13105551234'],
    ['442079460958', 'GB', '+442079460958'],
    ['33612345678', 'FR', '+33612345678'],
    ['4930901820', 'DE', '+4930901820'],
    // Also a number of Emden, but that would be written 04915 112345678.
    ['4915112345678', 'DE', '+4915112345678'],
    ['49 171 1234567', 'DE', '+491711234567'],
    ['919876543210', 'IN', '+919876543210'],
  ])('when it is %s, which begins with the code of %s, becomes %s', (raw, country, phone) => {
    expect(normalisePhone(raw, country)).toBe(phone);
  });

  it.each([
    ['5551234', 'US', 'too short'],
    ['1105551234', 'US', 'an area code that does not exist'],
    ['33612345678', 'US', 'another country’s'],
    ['011 33 6 12 34 56 78', 'US', 'another country’s'],
    ['112', 'DE', 'an emergency number'],
    ['06 12 34 56 78 / 07 12', 'FR', 'two'],
    ['3906123456', 'IT', 'a mobile number, or one of Rome with its country code'],
    ['020 7946 0958', 'UK', 'of no country'],
  ])('when it is %s in %s, is dropped: it is %s', (raw, country) => {
    expect(normalisePhone(raw, country)).toBeNull();
  });

  it('is always one of its country, digits after a plus, and means itself when it is read again', () => {
    const country = fc.constantFrom(null, ...getCountries());
    const raw = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0]{0,3}[0-9 ()./-]{4,18}$/));
    fc.assert(
      fc.property(raw, country, (text, of) => {
        const phone = normalisePhone(text, of);
        if (phone === null) return;
        expect(phone).toMatch(/^\+[1-9]\d{4,16}$/);
        expect(normalisePhone(phone, of)).toBe(phone);
        if (of === null) expect(text.trim()).toMatch(/^(?:\+|00)/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has a country of two capital letters', () => {
    expect(['NL', 'US', 'GB'].every(isPhoneCountry)).toBe(true);
    expect(['UK', 'nl', 'XX', '', 'NLD', 'constructor', '__proto__'].some(isPhoneCountry)).toBe(false);
  });
});
