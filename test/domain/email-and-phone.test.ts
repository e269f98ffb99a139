import fc from 'fast-check';
import { normaliseEmail } from '../../src/domain/email';
import { normalisePhone, phoneDigits } from '../../src/domain/phone';

describe('an e-mail address', () => {
  it.each([
    ['Anna.K@Example.COM', 'anna.k@example.com'],
    ['  a@b.co ', 'a@b.co'],
    ['first+tag@sub.example.org', 'first+tag@sub.example.org'],
    ['jürgen@müller.de', 'jürgen@müller.de'],
    ["o'brien@example.ie", "o'brien@example.ie"],
  ])('when it is %s becomes %s', (raw, email) => {
    expect(normaliseEmail(raw)).toBe(email);
  });

  it.each([
    '',
    'nobody',
    'a@b',
    '@example.com',
    'a@@b.com',
    'a b@example.com',
    'a@example..com',
    '.a@example.com',
    'a@-b.com',
    'a@b.com, c@d.com',
    `${'x'.repeat(65)}@b.com`,
  ])('when it is %p is refused, never repaired', (raw) => {
    expect(normaliseEmail(raw)).toBeNull();
  });

  it('stays the same when it is normalised again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (raw) => {
        const once = normaliseEmail(raw);
        expect(once === null ? null : normaliseEmail(once)).toBe(once);
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['+33 6 12 34 56 78', '+33612345678'],
    ['0033612345678', '+33612345678'],
    ['33612345678', '+33612345678'],
    ['+1 (415) 555-0100', '+14155550100'],
    ['+49 30 901820', '+4930901820'],
    ['+91 98765 43210', '+919876543210'],
    ['+81-3-1234-5678', '+81312345678'],
  ])('when it is %s becomes %s', (raw, phone) => {
    expect(normalisePhone(raw)).toBe(phone);
  });

  it.each([
    'call me',
    '',
    '12345',
    '06 12 34 56 78',
    '+',
    '+999999999999999',
    'tel: +33612345678',
    '+33612345678 / +33698765432',
  ])('when it is %p is no number, and none is guessed', (raw) => {
    expect(normalisePhone(raw)).toBeNull();
  });

  it('is compared by its digits, as Brevo reads it back', () => {
    expect(phoneDigits('+33612345678')).toBe('33612345678');
  });
});
